using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>
/// Tells the frames that were seen on another interface a moment ago: a capture on all interfaces gets what a bond carries from the bond
/// and from its port, what a bridge or a VLAN receives from it and from the device below, and what the machine forwards within a bridge twice.
/// Counted for each, every byte would count two or three times, and every segment as sent again.
/// <para>
/// A copy has the ends, identification, sequence numbers and payload (its first 256 bytes) of a frame just before it, and another interface; the
/// same on the same interface was sent again. Remembers the latest frames in a table of fixed size; one that has been overwritten since makes its copy count, which
/// takes thousands of frames between the two. Guarded by the shard's lock.
/// </para>
/// </summary>
internal sealed class InterfaceCopies
{
    /// <summary>A frame is no copy of one so much older, nanoseconds: a queue between two devices holds no more.</summary>
    public const long Window = 200 * PacketTime.Millisecond;

    private const int Size = 1 << 14;

    /// <summary>As much of a payload is compared, from its front; what is longer differs there, or in its sequence number.</summary>
    private const int LongestCompared = 256;

    private readonly Seen[] _seen = new Seen[Size];

    /// <summary>Whether the frame was seen on another interface just now; else it is remembered.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="flowHash">Hash of its flow's key.</param>
    /// <param name="fromA">It comes from side A.</param>
    public bool IsCopy(in Frame frame, ulong flowHash, bool fromA)
    {
        var print = Fingerprint(in frame, flowHash, fromA);
        ref var seen = ref _seen[(int)print & (Size - 1)];
        if (seen.Fingerprint == print && seen.InterfaceIndex != frame.InterfaceIndex
            && (ulong)(frame.Timestamp - seen.At + Window) <= 2 * Window) // clocks of capture devices differ a little
        {
            return true;
        }

        seen = new Seen(print, frame.Timestamp, frame.InterfaceIndex);
        return false;
    }

    private static ulong Fingerprint(in Frame frame, ulong flowHash, bool fromA)
    {
        var payload = frame.Payload[..Math.Min(frame.Payload.Length, LongestCompared)];
        var content = FlowHash.OfProcess.Of(payload);
        var numbers = (ulong)frame.Sequence << 32 | frame.Acknowledgment;
        var rest = (ulong)(uint)frame.PayloadLength << 32 | (ulong)frame.Window << 16 | (ulong)frame.TcpFlags << 2
            | (frame.IsLaterFragment ? 2UL : 0) | (fromA ? 1UL : 0);
        return FlowHash.OfProcess.Of(new UInt128(content, frame.Identification), numbers, flowHash, rest);
    }

    private readonly record struct Seen(ulong Fingerprint, long At, int InterfaceIndex);
}
