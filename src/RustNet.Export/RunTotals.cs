namespace RustNet.Export;

/// <summary>What statistics say beside the engine's own totals.</summary>
/// <param name="Dropped">Frames lost before they reached the program.</param>
/// <param name="NotWritten">Connections whose line was left out because the reader of this output was too slow.</param>
public readonly record struct RunTotals(long Dropped, long NotWritten)
{
    /// <summary>How processes are found, or <see langword="null"/> where nobody looks for them.</summary>
    public string? Attribution { get; init; }

    /// <summary>Why no better way is in use, or <see langword="null"/>.</summary>
    public string? AttributionDegraded { get; init; }
}
