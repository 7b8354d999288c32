namespace RustNet.Core.Flows;

/// <summary>What has been seen of one direction of a TCP connection. Inline in <see cref="TcpTracker"/>.</summary>
internal struct TcpSide
{
    /// <summary>Sequence number of the SYN (<see cref="HasSyn"/>), else the number before the first one seen.</summary>
    public uint First;

    /// <summary>Number after the highest one seen.</summary>
    public uint Next;

    /// <summary>Number after the FIN, with <see cref="HasFin"/>.</summary>
    public uint FinEnd;

    /// <summary>Highest acknowledgment sent, with <see cref="HasAck"/>.</summary>
    public uint Acknowledged;

    /// <summary>Window field of the newest acknowledgment.</summary>
    public ushort Window;

    /// <summary>How often <see cref="Acknowledged"/> has been repeated in the sense of RFC 5681 §2.</summary>
    public ushort RepeatedAcks;

    /// <summary>A SYN was seen.</summary>
    public bool HasSyn;

    /// <summary>A segment was seen.</summary>
    public bool HasNext;

    /// <summary>A FIN was seen.</summary>
    public bool HasFin;

    /// <summary>An acknowledgment was seen.</summary>
    public bool HasAck;

    /// <summary>Capture time at which <see cref="Next"/> moved last.</summary>
    public long AdvancedAt;

    /// <summary>Skipped stretches before <see cref="Next"/>.</summary>
    public SequenceGaps Gaps;

    /// <summary>The direction starts, or starts again, at a sequence number.</summary>
    public void Begin(uint sequence, bool syn, uint end, long time)
    {
        First = syn ? sequence : sequence - 1;
        Next = end;
        HasSyn = syn;
        HasNext = true;
        HasFin = false;
        AdvancedAt = time;
        Gaps.Clear();
    }
}
