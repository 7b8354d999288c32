using System.Runtime.CompilerServices;
using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>
/// Bytes per second of both sides of a flow over a sliding window of packet time. A byte counts fully when it is new
/// and linearly less until it leaves the window, so that a rate falls smoothly to exactly 0 when traffic ends instead of
/// dropping off an edge. A connection younger than the window is measured against its age, yet never against less
/// than one second: two packets a microsecond apart are not a gigabit. Made with a flow's second packet
/// (<see cref="OfOnePacket"/> serves the first). Only the shard's capture thread writes; instants are the shard's clock.
/// <para>
/// It keeps what the slots before the newest one brought; the newest one's bytes are what the flow has counted since. So a
/// packet looks here, in another part of memory, only when a slot begins (<see cref="SlotAt"/>).
/// </para>
/// </summary>
internal sealed class RateMeter
{
    /// <summary>Length of the window, nanoseconds.</summary>
    public const long Window = (Slots - 1) * SlotLength;

    private const int Slots = 8; // one more than the window covers, for the newest
    private const long SlotLength = 750 * PacketTime.Millisecond;

    private long _start;
    private SlotBytes _bytesA;
    private SlotBytes _bytesB;
    private long _newest;
    private long _beforeA;
    private long _beforeB;

    /// <summary>The slot that an instant falls into.</summary>
    public static long SlotAt(long now) => now / SlotLength;

    /// <summary>Begins with the flow's first packet: all that it has counted so far came then. Once, before all else.</summary>
    public void Start(long firstPacketAt)
    {
        _start = firstPacketAt;
        _newest = SlotAt(firstPacketAt);
    }

    /// <summary>A slot begins, later than any before.</summary>
    /// <param name="slot">Its number (<see cref="SlotAt"/>).</param>
    /// <param name="bytesA">What the flow has counted from side A before it.</param>
    /// <param name="bytesB">The same from side B.</param>
    public void Turn(long slot, long bytesA, long bytesB)
    {
        if (slot - _newest >= Slots)
        {
            _bytesA = default;
            _bytesB = default;
        }
        else
        {
            _bytesA[(int)(_newest & (Slots - 1))] = OfSlot(bytesA - _beforeA);
            _bytesB[(int)(_newest & (Slots - 1))] = OfSlot(bytesB - _beforeB);
            for (var passed = _newest + 1; passed < slot; passed++)
            {
                _bytesA[(int)(passed & (Slots - 1))] = 0;
                _bytesB[(int)(passed & (Slots - 1))] = 0;
            }
        }

        _newest = slot;
        _beforeA = bytesA;
        _beforeB = bytesB;
    }

    /// <summary>The sides change places.</summary>
    public void Swap() => (_bytesA, _bytesB, _beforeA, _beforeB) = (_bytesB, _bytesA, _beforeB, _beforeA);

    /// <summary>Bytes per second that each side sends at <paramref name="now"/>, of a flow that has counted so many bytes.</summary>
    public (double A, double B) At(long now, long bytesA, long bytesB)
    {
        var ofNewest = Math.Max(0, Weight(_newest, now));
        var a = ofNewest * OfSlot(bytesA - _beforeA);
        var b = ofNewest * OfSlot(bytesB - _beforeB);
        for (var i = 1; i < Slots; i++)
        {
            var slot = _newest - i;
            var weight = Weight(slot, now);
            if (weight <= 0)
            {
                break;
            }

            a += weight * _bytesA[(int)(slot & (Slots - 1))];
            b += weight * _bytesB[(int)(slot & (Slots - 1))];
        }

        var seconds = Seconds(_start, now);
        return (a / seconds, b / seconds);
    }

    /// <summary>As <see cref="FlowSnapshot.RateSpan"/>.</summary>
    public double SpanAt(long now) => Seconds(_start, now);

    /// <summary>The same for a flow that has had one packet so far.</summary>
    public static double SpanOfOnePacket(long packetAt, long now) => Seconds(packetAt, now);

    /// <summary>The rate of a flow that has had one packet so far.</summary>
    public static double OfOnePacket(long bytes, long packetAt, long now) =>
        bytes * Math.Max(0, Weight(packetAt / SlotLength, now)) / Seconds(packetAt, now);

    // A slot counts with the weight of its middle, the one being filled with that of the part that has passed.
    private static double Weight(long slot, long now)
    {
        var begin = slot * SlotLength;
        var age = now - begin - Math.Min(SlotLength, now - begin) / 2;
        return 1 - (double)age / Window;
    }

    // The weights of a steady stream of one byte per second since the start, summed.
    private static double Seconds(long start, long now)
    {
        var span = (double)Math.Clamp(now - start, PacketTime.Second, Window) / PacketTime.Second;
        return span - span * span / (2.0 * Window / PacketTime.Second);
    }

    private static uint OfSlot(long bytes) => (uint)Math.Min(bytes, uint.MaxValue);

    [InlineArray(Slots)]
    private struct SlotBytes
    {
        private uint _first;
    }
}
