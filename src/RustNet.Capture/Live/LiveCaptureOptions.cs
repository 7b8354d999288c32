namespace RustNet.Capture.Live;

/// <summary>How to capture from an interface.</summary>
public sealed record LiveCaptureOptions
{
    /// <summary>
    /// Bytes kept of each frame unless asked otherwise: one TLS record of the largest size with its headers. Only
    /// frames that the kernel or the card has merged (GRO, TSO) are longer, and inspection needs the start of those.
    /// </summary>
    public const int DefaultSnapLength = 17 * 1024;

    /// <summary>Bytes of kernel buffer unless asked otherwise: the queue between the wire and the table.</summary>
    public const int DefaultBufferSize = 16 * 1024 * 1024;

    /// <summary>
    /// Interface to capture from: its name, exactly or but for case, <c>any</c> on Linux for all of them;
    /// <see langword="null"/> for the default one.
    /// </summary>
    public string? Interface { get; init; }

    /// <summary>Capture filter in libpcap's language (pcap-filter(7)), or <see langword="null"/> for everything.</summary>
    public string? Filter { get; init; }

    /// <summary>
    /// What was behind the program's name when it was started, quoted for a shell, to stand behind it where a message proposes to start it
    /// otherwise; empty for nothing.
    /// </summary>
    public string Arguments { get; init; } = "";

    /// <summary>Bytes kept of each frame, 96 to 262144.</summary>
    public int SnapLength { get; init; } = DefaultSnapLength;

    /// <summary>Bytes of kernel buffer, at least 1 MB.</summary>
    public int BufferSize { get; init; } = DefaultBufferSize;
}
