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

        try
        {
            return Deliver(sink, stop);
        }
        catch (OperationCanceledException)
        {
            return new CaptureEnd(CaptureEndKind.Stopped);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return Damaged(_isPacked && e is InvalidDataException ? "the gzip data is damaged" : CaptureInput.FirstLine(e.Message));
        }
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

    private CaptureEnd Deliver(IFrameSink sink, CancellationToken stop)
    {
        // The first batch is what detecting the format has read.
        while (true)
        {
            if (stop.IsCancellationRequested)
            {
                return new CaptureEnd(CaptureEndKind.Stopped);
            }

            var step = DeliverBatch(sink, out var needed);
            if (step == RecordStep.Damaged)
            {
                return Damaged(_format.Problem);
            }

            if (!_window.Fill(needed, stop))
            {
                var rest = _window.Available.Length;
                return rest == 0
                    ? new CaptureEnd(CaptureEndKind.EndOfFile)
                    : Damaged(string.Create(CultureInfo.InvariantCulture, $"cut short, the last record needs {needed} bytes and has {rest}"));
            }
        }
    }

    // Everything whole that the window has.
    private RecordStep DeliverBatch(IFrameSink sink, out int needed)
    {
        var frames = 0L;
        var step = _format.Next(_window.Available, out needed, out var frame);
        while (step is RecordStep.Frame or RecordStep.Skipped)
        {
            if (step == RecordStep.Frame)
            {
                if (frames++ == 0)
                {
                    sink.BeginBatch();
                }

                sink.OnFrame(frame);
            }

            _window.Consume(needed);
            step = _format.Next(_window.Available, out needed, out frame);
        }

        if (frames > 0)
        {
            Interlocked.Add(ref _received, frames);
            sink.EndBatch();
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
