namespace RustNet.Core.Flows;

/// <summary>
/// Round-trip time seen from the local endpoint: from a segment it sends to the acknowledgment that covers it. Times one
/// segment at a time, none that was sent twice (Karn's rule, RFC 6298 §3), and smooths as §2 does. Inline.
/// </summary>
internal struct RoundTrip
{
    private uint _end;
    private long _sentAt;
    private bool _timing;

    /// <summary>Nanoseconds from our SYN to its SYN+ACK; 0 while unknown.</summary>
    public long Initial { get; private set; }

    /// <summary>Smoothed round-trip time, nanoseconds; 0 while unknown.</summary>
    public long Smoothed { get; private set; }

    /// <summary>The local endpoint sent something new that ends before <paramref name="end"/>.</summary>
    public void OnSent(uint end, long time)
    {
        if (!_timing)
        {
            _timing = true;
            _end = end;
            _sentAt = time;
        }
    }

    /// <summary>The local endpoint began again with new numbers.</summary>
    public void Restart(uint end, long time)
    {
        _timing = false;
        OnSent(end, time);
    }

    /// <summary>The local endpoint sent something again: an acknowledgment of it would tell nothing.</summary>
    public void OnSentAgain(uint start) => _timing &= Sequence.Covers(start, _end);

    /// <summary>The peer acknowledged.</summary>
    public void OnAcknowledged(uint acknowledgment, bool bySynAck, long time)
    {
        if (!_timing || !Sequence.Covers(acknowledgment, _end))
        {
            return;
        }

        _timing = false;
        var sample = time - _sentAt;
        if (sample <= 0)
        {
            return; // written out of order by the capture
        }

        if (bySynAck)
        {
            Initial = sample;
        }

        // RFC 6298 §2.2, §2.3: SRTT <- R, then 7/8 SRTT + 1/8 R.
        Smoothed = Smoothed == 0 ? sample : Smoothed + (sample - Smoothed) / 8;
    }
}
