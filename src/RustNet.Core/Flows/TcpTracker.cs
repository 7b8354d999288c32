using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>TCP quality counts of a shard since its start.</summary>
internal struct TcpTotals
{
    /// <summary>Segments retransmitted.</summary>
    public long Retransmissions;

    /// <summary>Segments out of order.</summary>
    public long OutOfOrder;

    /// <summary>Fast retransmissions, which are among the retransmissions too.</summary>
    public long FastRetransmissions;
}

/// <summary>
/// Follows the sequence numbers of a TCP connection: weighs each segment into the signal its state machine needs, and
/// counts what went wrong on the way (SPEC §5). Made with a connection's second segment, or with its first if that is no
/// plain SYN. Only the shard's capture thread may use it. Times are capture timestamps.
/// </summary>
internal sealed class TcpTracker
{
    /// <summary>A later segment within this time, or within one round trip, was overtaken; after it, it was sent again.</summary>
    private const long ReorderTime = 3 * PacketTime.Millisecond;

    /// <summary>Further off than any window in use: the sequence space has changed, which no SYN told us of.</summary>
    private const int Elsewhere = 1 << 26;

    /// <summary>How far before the first segment seen a SYN may lie that belongs to it and comes late.</summary>
    private const uint LateSynReach = 1 << 16;

    private TcpSide _a;
    private TcpSide _b;
    private RoundTrip _roundTrip;
    private long _synAt;
    private long _handshake;
    private int _retransmissions;
    private int _outOfOrder;
    private int _duplicateAcks;
    private int _fastRetransmissions;
    private int _zeroWindows;

    /// <summary>Weighs a segment and counts it.</summary>
    public TcpSignal OnSegment(in Frame frame, bool fromA, bool fromLocal, ref TcpTotals totals)
    {
        ref var side = ref fromA ? ref _a : ref _b;
        ref var other = ref fromA ? ref _b : ref _a;
        var flags = frame.TcpFlags;
        if ((flags & TcpFlags.Rst) != 0)
        {
            return TcpSignal.Rst; // its numbers are often made up
        }

        if (flags == TcpFlags.None && frame.PayloadLength == 0)
        {
            return TcpSignal.None; // a header cut before its flags; its numbers are not there either
        }

        var hasAck = (flags & TcpFlags.Ack) != 0;
        var signal = Weigh(flags, frame.Acknowledgment, in other);
        var syn = (flags & TcpFlags.Syn) != 0;
        var fin = (flags & TcpFlags.Fin) != 0;
        var end = frame.Sequence + (uint)frame.PayloadLength + (syn ? 1u : 0) + (fin ? 1u : 0);
        var beginsAgain = syn && OnSyn(frame.Sequence, end, hasAck, ref side, frame.Timestamp);
        if (hasAck)
        {
            OnAcknowledgment(in frame, end, ref side, in other, fromLocal);
        }

        if (beginsAgain)
        {
            if (fromLocal)
            {
                _roundTrip.Restart(end, frame.Timestamp);
            }
        }
        else if (end != frame.Sequence)
        {
            OnSequence(in frame, end, fromLocal, ref side, in other, ref totals);
        }
        else if (!side.HasNext)
        {
            side.Begin(frame.Sequence, syn: false, end, frame.Timestamp);
        }

        if (fin)
        {
            side.HasFin = true;
            side.FinEnd = end;
        }

        return signal;
    }

    /// <summary>Takes over the plain SYN that made the connection, when its second segment comes.</summary>
    public void OnFirstSyn(uint sequence, bool fromA, bool fromLocal, long time)
    {
        ref var side = ref fromA ? ref _a : ref _b;
        _synAt = time;
        side.Begin(sequence, syn: true, sequence + 1, time);
        if (fromLocal)
        {
            _roundTrip.OnSent(sequence + 1, time);
        }
    }

    /// <summary>
    /// Whether a SYN or SYN+ACK belongs to the connection that is followed here: it repeats the one seen, or comes late
    /// and fits in front of what was seen. If not, it opens another.
    /// </summary>
    public bool IsOwnSyn(uint sequence, bool fromA)
    {
        ref readonly var side = ref fromA ? ref _a : ref _b;
        ref readonly var other = ref fromA ? ref _b : ref _a;
        if (side.HasSyn)
        {
            return side.First == sequence;
        }

        if (side.HasNext)
        {
            return side.First - sequence < LateSynReach;
        }

        return !other.HasAck || other.Acknowledged - 1 - sequence < LateSynReach;
    }

    /// <summary>The counts so far; the one given when it says the same.</summary>
    public TcpQualitySnapshot Read(TcpQualitySnapshot? last)
    {
        var now = new TcpQualitySnapshot
        {
            Retransmissions = _retransmissions,
            OutOfOrder = _outOfOrder,
            DuplicateAcks = _duplicateAcks,
            FastRetransmissions = _fastRetransmissions,
            ZeroWindows = _zeroWindows,
            InitialRttMilliseconds = Milliseconds(_roundTrip.Initial),
            SmoothedRttMilliseconds = Milliseconds(_roundTrip.Smoothed),
        };
        return now.Equals(last) ? last : now;
    }

    private static double? Milliseconds(long time) => time == 0 ? null : (double)time / PacketTime.Millisecond;

    private static TcpSignal Weigh(TcpFlags flags, uint acknowledgment, in TcpSide other)
    {
        var hasAck = (flags & TcpFlags.Ack) != 0;
        if ((flags & TcpFlags.Syn) != 0)
        {
            return hasAck ? TcpSignal.SynAck : TcpSignal.Syn;
        }

        var coversFin = hasAck && other.HasFin && Sequence.Covers(acknowledgment, other.FinEnd);
        if ((flags & TcpFlags.Fin) != 0)
        {
            return coversFin ? TcpSignal.FinAckOfFin : TcpSignal.Fin;
        }

        // An acknowledgment from an older connection (RFC 5961 §4 makes hosts send one) does not cover the SYN.
        return coversFin ? TcpSignal.AckOfFin
            : hasAck && (!other.HasSyn || Sequence.IsAfter(acknowledgment, other.First)) ? TcpSignal.Ack
            : TcpSignal.None;
    }

    /// <summary>Answers whether the side begins again: an attempt with new numbers.</summary>
    private bool OnSyn(uint sequence, uint end, bool isAnswer, ref TcpSide side, long time)
    {
        if (isAnswer)
        {
            if (_handshake == 0 && _synAt != 0)
            {
                _handshake = time - _synAt;
            }
        }
        else if (!side.HasSyn)
        {
            _synAt = time;
        }

        if (!side.HasNext || (side.HasSyn && side.First == sequence))
        {
            return false;
        }

        if (side.HasSyn || side.First - sequence >= LateSynReach)
        {
            side.Begin(sequence, syn: true, end, time);
            return true;
        }

        side.Gaps.Add(sequence, side.First + 1);
        side.First = sequence;
        side.HasSyn = true;
        return false;
    }

    private void OnAcknowledgment(in Frame frame, uint end, ref TcpSide side, in TcpSide other, bool fromLocal)
    {
        var acknowledgment = frame.Acknowledgment;
        var isPlain = (frame.TcpFlags & (TcpFlags.Syn | TcpFlags.Fin)) == 0;
        if (!fromLocal)
        {
            _roundTrip.OnAcknowledged(acknowledgment, (frame.TcpFlags & TcpFlags.Syn) != 0, frame.Timestamp);
        }

        if (isPlain && frame.Window == 0)
        {
            _zeroWindows++;
        }

        if (!side.HasAck || Sequence.IsAfter(acknowledgment, side.Acknowledged))
        {
            side.HasAck = true;
            side.Acknowledged = acknowledgment;
            side.RepeatedAcks = 0;
        }
        else if (acknowledgment == side.Acknowledged)
        {
            // RFC 5681 §2: data outstanding, no data of its own, no SYN or FIN, the same number, the same window; and
            // in front of nothing, which a keep-alive is not.
            if (isPlain && end == frame.Sequence && frame.Sequence == side.Next && frame.Window == side.Window
                && other.HasNext && Sequence.IsAfter(other.Next, acknowledgment))
            {
                _duplicateAcks++;
                side.RepeatedAcks = (ushort)Math.Min(side.RepeatedAcks + 1, ushort.MaxValue);
            }
        }
        else
        {
            return; // overtaken by a newer one: its window is old too
        }

        side.Window = frame.Window;
    }

    private void OnSequence(in Frame frame, uint end, bool fromLocal, ref TcpSide side, in TcpSide other, ref TcpTotals totals)
    {
        var sequence = frame.Sequence;
        var isProbe = frame.PayloadLength == 1 && (frame.TcpFlags & (TcpFlags.Syn | TcpFlags.Fin)) == 0;
        if (!side.HasNext || Math.Abs((long)(int)(sequence - side.Next)) > Elsewhere)
        {
            side.Begin(sequence, (frame.TcpFlags & TcpFlags.Syn) != 0, end, frame.Timestamp);
            Time(end, fromLocal, frame.Timestamp);
        }
        else if (isProbe && (sequence == side.Next - 1 || (sequence == side.Next && other.HasAck && other.Window == 0)))
        {
            // A keep-alive (RFC 9293 §3.8.4) or a zero-window probe (§3.8.6.1): neither new nor sent again.
        }
        else if (sequence == side.Next || Sequence.IsAfter(sequence, side.Next))
        {
            if (sequence != side.Next)
            {
                side.Gaps.Add(side.Next, sequence);
            }

            side.Next = end;
            side.AdvancedAt = frame.Timestamp;
            Time(end, fromLocal, frame.Timestamp);
        }
        else
        {
            OnOldSequence(in frame, end, fromLocal, ref side, in other, ref totals);
        }
    }

    private void OnOldSequence(in Frame frame, uint end, bool fromLocal, ref TcpSide side, in TcpSide other, ref TcpTotals totals)
    {
        var wasSkipped = side.Gaps.Fill(frame.Sequence, end);
        if (!side.HasSyn && Sequence.IsAfter(side.First + 1, frame.Sequence))
        {
            side.First = frame.Sequence - 1; // from before we joined
            wasSkipped = true;
        }

        var isFast = other.RepeatedAcks >= 3 && other.Acknowledged == frame.Sequence; // RFC 5681 §3.2
        if (wasSkipped && !isFast && frame.Timestamp - side.AdvancedAt <= Math.Max(ReorderTime, _handshake))
        {
            _outOfOrder++;
            totals.OutOfOrder++;
        }
        else
        {
            _retransmissions++;
            totals.Retransmissions++;
            if (isFast)
            {
                _fastRetransmissions++;
                totals.FastRetransmissions++;
            }
        }

        if (fromLocal)
        {
            _roundTrip.OnSentAgain(frame.Sequence);
        }

        if (Sequence.IsAfter(end, side.Next))
        {
            side.Next = end;
            side.AdvancedAt = frame.Timestamp;
        }
    }

    private void Time(uint end, bool fromLocal, long time)
    {
        if (fromLocal)
        {
            _roundTrip.OnSent(end, time);
        }
    }
}
