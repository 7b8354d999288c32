using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace RustNet.Core.Flows;

/// <summary>
/// Says which flows may be due: a hierarchical timing wheel (Varghese and Lauck, 1987) of six levels with 64 slots
/// each, whose first level has slots of 2^27 ns (134 ms). Flows are linked through themselves. A packet does not move
/// its flow: when a slot's turn comes, each flow in it is asked for its true deadline and either leaves or is filed
/// again. Bit masks of the slots in use make a jump of years as cheap as one of a second. Not thread-safe.
/// </summary>
internal sealed class TimerWheel
{
    /// <summary>Not in the wheel.</summary>
    public const ushort NoSlot = ushort.MaxValue;

    private const int TickShift = 27;
    private const int LevelBits = 6;
    private const int SlotsPerLevel = 1 << LevelBits;
    private const int Levels = 6; // 27 + 6 * 6 = 63 bits: all of packet time

    // The slot whose turn it is: emptied one flow at a time, before the wheel moves on.
    private const int Turn = Levels * SlotsPerLevel;

    private readonly Flow?[] _slots = new Flow?[Turn + 1];
    private readonly ulong[] _used = new ulong[Levels + 1];
    private long _tick;

    /// <summary>Where the wheel stands: not past the deadline of anything it holds, but for less than a slot.</summary>
    public long Now => _tick << TickShift;

    /// <summary>The first instant at which <see cref="TryTakeDue"/> may have anything new to say.</summary>
    public long NextTick => (_tick + 1) << TickShift;

    /// <summary>Sets the wheel's time, whatever it was. Only while it is empty.</summary>
    public void Restart(long now)
    {
        Array.Clear(_slots);
        Array.Clear(_used);
        _tick = now >> TickShift;
    }

    /// <summary>Files a flow under a deadline (an instant of the shard's clock); one that has passed is due with the next tick.</summary>
    public void Arm(Flow flow, long deadline)
    {
        Disarm(flow);

        // Rounded up: nothing leaves before its time.
        var tick = Math.Max((deadline + (1L << TickShift) - 1) >> TickShift, _tick + 1);
        var level = BitOperations.Log2((ulong)(tick ^ _tick)) / LevelBits;
        var slot = (int)(tick >> (level * LevelBits)) & (SlotsPerLevel - 1);
        _used[level] |= 1UL << slot;
        flow.TimerSlot = (ushort)(level * SlotsPerLevel + slot);
        ref var head = ref _slots[flow.TimerSlot];
        if (head is null)
        {
            head = flow.TimerNext = flow.TimerPrevious = flow;
            return;
        }

        // A ring with the oldest entry at its head, so that flows leave in the order in which they were filed.
        flow.TimerNext = head;
        flow.TimerPrevious = head.TimerPrevious;
        head.TimerPrevious!.TimerNext = flow;
        head.TimerPrevious = flow;
    }

    /// <summary>Takes a flow out, if it is in.</summary>
    public void Disarm(Flow flow)
    {
        if (flow.TimerSlot == NoSlot)
        {
            return;
        }

        ref var head = ref _slots[flow.TimerSlot];
        if (flow.TimerNext == flow)
        {
            head = null;
            _used[flow.TimerSlot / SlotsPerLevel] &= ~(1UL << flow.TimerSlot);
        }
        else
        {
            flow.TimerNext!.TimerPrevious = flow.TimerPrevious;
            flow.TimerPrevious!.TimerNext = flow.TimerNext;
            if (head == flow)
            {
                head = flow.TimerNext;
            }
        }

        flow.TimerNext = flow.TimerPrevious = null;
        flow.TimerSlot = NoSlot;
    }

    /// <summary>
    /// Takes out one flow whose slot's turn has come at <paramref name="now"/>; the caller lets it go if its true deadline is
    /// not after <see cref="Now"/>, and else arms it again. So flows leave in the order of their deadlines, also over a jump.
    /// <see langword="false"/> when there is none left: the wheel then stands at <paramref name="now"/>.
    /// </summary>
    public bool TryTakeDue(long now, [NotNullWhen(true)] out Flow? flow)
    {
        flow = _slots[Turn];
        if (flow is null && MoveToNextTurn(now >> TickShift))
        {
            flow = _slots[Turn];
        }

        if (flow is null)
        {
            return false;
        }

        Disarm(flow);
        return true;
    }

    private bool MoveToNextTurn(long target)
    {
        // A level holds what is due within the current slot of the level above: all of it comes before that level's rest.
        for (var level = 0; level < Levels; level++)
        {
            if (_used[level] == 0)
            {
                continue;
            }

            var slot = BitOperations.TrailingZeroCount(_used[level]);
            var shift = level * LevelBits;
            var due = (_tick >> (shift + LevelBits) << (shift + LevelBits)) | (long)slot << shift;
            if (due > target)
            {
                break;
            }

            _tick = due;
            _used[level] &= ~(1UL << slot);
            ref var head = ref _slots[level * SlotsPerLevel + slot];
            _slots[Turn] = head;
            var flow = head!;
            do
            {
                flow.TimerSlot = Turn;
                flow = flow.TimerNext!;
            }
            while (flow != head);
            head = null;
            return true;
        }

        _tick = Math.Max(_tick, target);
        return false;
    }
}
