namespace RustNet.Capture.Live;

/// <summary>
/// An opened capture device as the capture loop sees it. Everything is called from the capture thread only.
/// </summary>
internal interface ICapturePort
{
    /// <summary>Blocks until frames may be there, for at most one read timeout. May return early.</summary>
    void Wait();

    /// <summary>Blocks for one read timeout, or until stopped: after an error, which may end every wait at once.</summary>
    void Rest(CancellationToken stop);

    /// <summary>
    /// Delivers what is there, at most <paramref name="limit"/> frames, to the sink as one batch (none where there is
    /// no frame). Returns the number of frames, or a number below 0 on an error.
    /// </summary>
    int Dispatch(int limit);

    /// <summary>What the last error was, in libpcap's words.</summary>
    string LastError { get; }

    /// <summary>Capture time of the last frame delivered, nanoseconds since 1970; 0 before the first.</summary>
    long LastTimestamp { get; }

    /// <summary>False once the interface does not exist any more. A link that is down exists.</summary>
    bool InterfaceExists { get; }

    /// <summary>Reads the loss counters, and does what else is due about once a second.</summary>
    bool TryReadCounters(out PcapCounters counters);
}
