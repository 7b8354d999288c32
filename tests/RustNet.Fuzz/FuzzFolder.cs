using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace RustNet.Fuzz;

/// <summary>
/// What a run of one target leaves: its corpus for the next run, an input for each finding, and the input it is just at, should it
/// take the process with it.
/// </summary>
internal sealed partial class FuzzFolder : IDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);

    private readonly string _corpus;
    private readonly string _findings;
    private readonly string _current;
    private readonly FileStream _writer;
    private readonly Timer _watchdog;
    private readonly HashSet<string> _known = [];
    private long _began;

    public FuzzFolder(string root, string target)
    {
        _corpus = Directory.CreateDirectory(Path.Combine(root, "corpus", target)).FullName;
        _findings = Path.Combine(root, "findings", target);
        _current = Path.Combine(root, $"{target}.current");
        _writer = new FileStream(_current, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _watchdog = new Timer(_ => EndWhatHangs(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>Different findings so far.</summary>
    public int Findings => _known.Count;

    /// <summary>Inputs of the runs before, the shortest first.</summary>
    public IEnumerable<(string File, byte[] Input)> Corpus() =>
        Directory.GetFiles(_corpus).Select(file => (File: file, Input: File.ReadAllBytes(file))).OrderBy(entry => entry.Input.Length);

    public void Keep(byte[] input) => File.WriteAllBytes(Path.Combine(_corpus, NameOf(input)), input);

    /// <summary>An input is about to run.</summary>
    public void Begin(byte[] input)
    {
        _writer.SetLength(input.Length);
        _writer.Position = 0;
        _writer.Write(input);
        Volatile.Write(ref _began, Stopwatch.GetTimestamp());
    }

    /// <summary>It has run.</summary>
    public void End() => Volatile.Write(ref _began, 0);

    /// <summary>Keeps the first input of each kind of failure.</summary>
    public void Report(byte[] input, Exception failure)
    {
        if (!_known.Add(KindOf(failure)))
        {
            return;
        }

        var file = Save(input);
        Console.Error.WriteLine($"{file}: {failure}");
    }

    public void Dispose()
    {
        _watchdog.Dispose();
        _writer.Dispose();
        File.Delete(_current);
    }

    // The thread that hangs cannot be ended; the process can.
    private void EndWhatHangs()
    {
        if (Volatile.Read(ref _began) is var began and not 0 && Stopwatch.GetElapsedTime(began) > s_longest)
        {
            Console.Error.WriteLine($"no answer for {s_longest.TotalSeconds} s");
            Environment.Exit(3);
        }
    }

    private string Save(byte[] input)
    {
        var file = Path.Combine(Directory.CreateDirectory(_findings).FullName, NameOf(input));
        File.WriteAllBytes(file, input);
        return file;
    }

    private static string NameOf(byte[] input) => Convert.ToHexStringLower(SHA256.HashData(input).AsSpan(0, 8));

    // Type, place in the program, and the message without its numbers.
    private static string KindOf(Exception failure)
    {
        var place = failure.StackTrace?.Split('\n').FirstOrDefault(
            line => line.Contains(" RustNet.", StringComparison.Ordinal) && !line.Contains(" RustNet.Fuzz.", StringComparison.Ordinal));
        return $"{failure.GetType()} {Digits().Replace(failure.Message, "#")} {place}";
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
