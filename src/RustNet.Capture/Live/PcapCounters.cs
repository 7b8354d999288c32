namespace RustNet.Capture.Live;

/// <summary>libpcap's own 32-bit loss counters; they wrap.</summary>
/// <param name="DroppedByKernel">Frames the capture buffer had no room for (<c>ps_drop</c>).</param>
/// <param name="DroppedByInterface">Frames the interface or its driver dropped (<c>ps_ifdrop</c>).</param>
internal readonly record struct PcapCounters(uint DroppedByKernel, uint DroppedByInterface);

/// <summary>Carries a 32-bit counter that wraps on in 64 bits. Not thread-safe: the capture thread owns it.</summary>
internal struct WrappingCounter
{
    private uint _last;

    /// <summary>The total so far.</summary>
    public long Total { get; private set; }

    /// <summary>
    /// Takes the counter's present value. Read at least once in 2^31 counts. A step back is not a loss: libpcap takes
    /// back the interface's own drops when the interface, and with it their file, is gone.
    /// </summary>
    public void Observe(uint value)
    {
        var step = unchecked((int)(value - _last));
        _last = value;
        Total += Math.Max(step, 0);
    }
}
