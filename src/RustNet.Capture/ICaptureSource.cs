using RustNet.Core.Wire;

namespace RustNet.Capture;

/// <summary>
/// Where frames come from: a live interface or a capture file. Opened by its factory (which reports every problem as a
/// <see cref="CaptureException"/> before the screen is touched), run once on a thread of its own, disposed after.
/// </summary>
public interface ICaptureSource : IDisposable
{
    /// <summary>Interface name, or file name as the user gave it.</summary>
    string Name { get; }

    /// <summary>True for an interface, false for a file.</summary>
    bool IsLive { get; }

    /// <summary>Link type for people, such as <c>Ethernet</c>, <c>Linux cooked v2</c>, <c>TUN (raw IP)</c>. May change once a file names its interfaces.</summary>
    string LinkTypeName { get; }

    /// <summary>
    /// Delivers frames until the end of the file, the end of the interface, or <paramref name="stop"/>. Blocks the calling
    /// thread, which becomes the capture thread. Called once.
    /// </summary>
    CaptureEnd Run(IFrameSink sink, CancellationToken stop);

    /// <summary>Counters so far. Any thread.</summary>
    CaptureStatistics Statistics { get; }

    /// <summary>Name of the interface behind <see cref="Frame.InterfaceIndex"/>, or <see langword="null"/>. Any thread.</summary>
    string? InterfaceName(int index);
}

/// <summary>What the capture itself counted.</summary>
/// <param name="Received">Frames delivered to the sink.</param>
/// <param name="DroppedByKernel">Frames the kernel had no room for.</param>
/// <param name="DroppedByInterface">Frames the interface or its driver dropped.</param>
public readonly record struct CaptureStatistics(long Received, long DroppedByKernel, long DroppedByInterface);

/// <summary>How a capture ended.</summary>
public enum CaptureEndKind
{
    /// <summary>It was asked to stop.</summary>
    Stopped,

    /// <summary>The file is at its end.</summary>
    EndOfFile,

    /// <summary>The file is cut off or damaged; everything before was delivered.</summary>
    Damaged,

    /// <summary>The interface is gone, or reading from it failed.</summary>
    InterfaceLost,
}

/// <summary>How a capture ended, with one line for people where that was not in order.</summary>
/// <param name="Kind">The kind of end.</param>
/// <param name="Message">What, where (byte offset in a file) and why; <see langword="null"/> for an orderly end.</param>
public sealed record CaptureEnd(CaptureEndKind Kind, string? Message = null);

/// <summary>A capture that cannot be opened. The message is for the user: what, why, what to do.</summary>
public sealed class CaptureException : Exception
{
    /// <summary>Makes one with a message for the user.</summary>
    public CaptureException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message for the user and its cause.</summary>
    public CaptureException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes one without a message.</summary>
    public CaptureException()
    {
    }
}
