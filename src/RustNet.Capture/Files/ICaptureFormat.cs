using RustNet.Core.Wire;

namespace RustNet.Capture.Files;

/// <summary>What stands at the front of the window.</summary>
internal enum RecordStep
{
    /// <summary>A frame.</summary>
    Frame,

    /// <summary>Something without a frame, to be stepped over.</summary>
    Skipped,

    /// <summary>The beginning of a record; the rest has not been read yet.</summary>
    NeedsMore,

    /// <summary>Nothing that could be a record: the file is damaged here.</summary>
    Damaged,
}

/// <summary>A file format, read record by record from a window over the file. One thread.</summary>
internal interface ICaptureFormat
{
    /// <summary>
    /// Looks at the front of the window. <paramref name="length"/> is how many bytes to step over (<see cref="RecordStep.Frame"/>,
    /// <see cref="RecordStep.Skipped"/>; at least 1) or how many the record needs (<see cref="RecordStep.NeedsMore"/>; more than the
    /// window has, and never more than <see cref="MaximumRecordLength"/>). The frame views the window.
    /// </summary>
    RecordStep Next(ReadOnlySpan<byte> window, out int length, out RawFrame frame);

    /// <summary>Why the last <see cref="Next"/> said <see cref="RecordStep.Damaged"/>.</summary>
    string Problem { get; }

    /// <summary>No record is longer, in bytes: the bound of what a damaged length field can make the reader allocate.</summary>
    const int MaximumRecordLength = 16 * 1024 * 1024;
}
