namespace RustNet.Core.Dpi;

/// <summary>How much inspection may cost. Fixed for the life of an <see cref="Inspector"/>.</summary>
public sealed record InspectionBudget
{
    /// <summary>
    /// Payloads of one direction that may pass without telling anything before that direction is no longer looked at; 1 to 250.
    /// </summary>
    public int PayloadsWithoutNews { get; init; } = 32;

    /// <summary>
    /// Bytes of one direction that may be kept while a message is incomplete or out of order; also how far ahead of the stream
    /// a segment may lie. A power of two, at most 65,536.
    /// </summary>
    public int StreamBytes { get; init; } = 64 * 1024;

    /// <summary>Bytes of reassembly memory of all flows together; what would exceed it is given up and counted.</summary>
    public long TotalBytes { get; init; } = 64 * 1024 * 1024;
}
