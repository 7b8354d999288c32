using System.Globalization;
using RustNet.Core.Wire;

namespace RustNet.Capture.Files;

/// <summary>
/// Replays a capture file at the speed it can be read: pcap or pcapng, plain or gzip, from a file, a pipe or standard input. Needs
/// neither libpcap nor rights. A batch is what one read returned, so a pipe that grows slowly delivers what is there.
/// </summary>
public sealed class CaptureFile : ICaptureSource
{
    private readonly ReadWindow _window;
    private readonly ICaptureFormat _format;
    private readonly CaptureInterfaces _interfaces;
    private readonly bool _isPacked;
    private long _received;
    private int _runs;

    private CaptureFile(string path, ReadWindow window, ICaptureFormat format, CaptureInterfaces interfaces, bool isPacked)
    {
        Name = path;
        _window = window;
        _format = format;
        _interfaces = interfaces;
        _isPacked = isPacked;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsLive => false;

    /// <inheritdoc/>
    public string LinkTypeName => _interfaces.LinkTypeName;

    /// <inheritdoc/>
    public CaptureStatistics Statistics => new(Interlocked.Read(ref _received), 0, 0);

    /// <summary>
    /// Opens a capture file by its content; <c>-</c> is standard input. Reads the beginning (and so waits for a pipe's). Throws
    /// <see cref="CaptureException"/> for what is missing, unreadable, empty, or no capture.
    /// </summary>
    public static CaptureFile Open(string path) => Open(path, CaptureInput.Open(path));

    /// <summary><see cref="Open(string)"/> under a name that says more to the user than the path.</summary>
    public static CaptureFile Open(string path, string name) => Open(name, CaptureInput.Open(path));

    /// <inheritdoc/>
    public CaptureEnd Run(IFrameSink sink, CancellationToken stop)
    {
        if (Interlocked.Increment(ref _runs) > 1)
        {
            throw new InvalidOperationException("A capture file can be run once.");
        }

        // The first batch is what detecting the format has read.
        while (!stop.IsCancellationRequested)
        {
            if (DeliverBatch(sink, out var needed) == RecordStep.Damaged)
            {
                return Damaged(_format.Problem);
            }

            if (ReadMore(needed, stop) is { } end)
            {
                return end;
            }
        }

        return new CaptureEnd(CaptureEndKind.Stopped);
    }

    /// <inheritdoc/>
    public string? InterfaceName(int index) => _interfaces.Name(index);

    /// <inheritdoc/>
    public void Dispose() => _window.Dispose();

    /// <summary>Opens capture bytes, which it then owns.</summary>
    internal static CaptureFile Open(string name, CaptureInput input)
    {
        var window = new ReadWindow(input);
        try
        {
            var interfaces = new CaptureInterfaces();
            return new CaptureFile(name, window, CaptureFormats.Detect(name, window, interfaces), interfaces, input.IsPacked);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            window.Dispose();
            throw new CaptureException($"{name}: cannot be read ({CaptureInput.FirstLine(e.Message)}); check the file", e);
        }
        catch (CaptureException)
        {
            window.Dispose();
            throw;
        }
    }

    // What ends the capture, or null. Only what is thrown in here is the file's fault: the sink's exceptions are not caught.
    private CaptureEnd? ReadMore(int needed, CancellationToken stop)
    {
        try
        {
            if (_window.Fill(needed, stop))
            {
                return null;
            }
        }
        catch (OperationCanceledException)
        {
            return new CaptureEnd(CaptureEndKind.Stopped);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return Damaged(_isPacked && e is InvalidDataException ? "the gzip data is damaged" : CaptureInput.FirstLine(e.Message));
        }

        var rest = _window.Available.Length;
        return rest == 0
            ? new CaptureEnd(CaptureEndKind.EndOfFile)
            : Damaged(string.Create(CultureInfo.InvariantCulture, $"cut short, the last record needs {needed} bytes and has {rest}"));
    }

    // Everything whole that the window has. A batch that was begun is ended, also when the sink throws: it may hold a lock.
    private RecordStep DeliverBatch(IFrameSink sink, out int needed)
    {
        var step = SkipToFrame(out needed, out var frame);
        if (step != RecordStep.Frame)
        {
            return step;
        }

        var frames = 0L;
        sink.BeginBatch();
        try
        {
            do
            {
                sink.OnFrame(frame);
                frames++;
                _window.Consume(needed);
                step = SkipToFrame(out needed, out frame);
            }
            while (step == RecordStep.Frame);
        }
        finally
        {
            Interlocked.Add(ref _received, frames);
            sink.EndBatch();
        }

        return step;
    }

    private RecordStep SkipToFrame(out int needed, out RawFrame frame)
    {
        RecordStep step;
        while ((step = _format.Next(_window.Available, out needed, out frame)) == RecordStep.Skipped)
        {
            _window.Consume(needed);
        }

        return step;
    }

    private CaptureEnd Damaged(string problem)
    {
        var unpacked = _isPacked ? " of the unpacked data" : "";
        return new CaptureEnd(CaptureEndKind.Damaged, string.Create(
            CultureInfo.InvariantCulture,
            $"{Name}: damaged at byte offset {_window.Offset}{unpacked}: {problem}; everything before it was read"));
    }
}
