using System.Diagnostics;

namespace RustNet.Fuzz;

/// <summary>
/// Fuzzes one target for a time, led by coverage: an input that takes a branch as no other has joins the corpus, made as short as that
/// branch allows. In one process with the target, because a hand-over between processes costs more than most inputs do.
/// </summary>
internal sealed class FuzzRun(FuzzTarget target, Coverage coverage, FuzzFolder folder, int seed)
{
    private const int MaxTrims = 64;

    private readonly List<byte[]> _corpus = [];

    public long Executions { get; private set; }

    /// <summary>Inputs in the corpus now.</summary>
    public int Kept => _corpus.Count;

    public void Go(TimeSpan duration)
    {
        var clock = Stopwatch.StartNew();
        foreach (var input in target.Seeds)
        {
            TryKeep(input);
        }

        foreach (var (file, input) in folder.Corpus())
        {
            if (!TryKeep(input))
            {
                File.Delete(file);
            }
        }

        if (_corpus.Count == 0)
        {
            _corpus.Add([0]);
        }

        var mutator = new Mutator(_corpus, seed);
        while (clock.Elapsed < duration)
        {
            var input = mutator.Next();
            Execute(input);
            if (coverage.IsNew())
            {
                var shortest = Trim(input);
                _corpus.Add(shortest);
                folder.Keep(shortest);
            }
        }
    }

    private bool TryKeep(byte[] input)
    {
        Execute(input);
        if (!coverage.IsNew())
        {
            return false;
        }

        _corpus.Add(input);
        return true;
    }

    private void Execute(byte[] input)
    {
        Executions++;
        folder.Begin(input);
        coverage.Clear();
        try
        {
            target.Run(input);
        }
#pragma warning disable CA1031 // whatever is thrown is a finding
        catch (Exception e)
#pragma warning restore CA1031
        {
            folder.Report(input, e);
        }

        folder.End();
    }

    /// <summary>Takes pieces out, large ones first, as long as what is left goes the same way.</summary>
    private byte[] Trim(byte[] input)
    {
        Execute(input);
        var signature = coverage.Signature();
        var left = MaxTrims;
        for (var size = input.Length / 2; size > 0 && left > 0; size /= 2)
        {
            for (var at = 0; at < input.Length && left > 0; left--)
            {
                byte[] shorter = [.. input[..at], .. input[Math.Min(at + size, input.Length)..]];
                Execute(shorter);
                if (coverage.Signature() == signature)
                {
                    input = shorter;
                }
                else
                {
                    at += size;
                }
            }
        }

        return input;
    }
}
