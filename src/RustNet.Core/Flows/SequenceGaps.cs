using System.Runtime.CompilerServices;

namespace RustNet.Core.Flows;

/// <summary>
/// The newest few stretches of one direction's sequence space that were skipped so far: what falls into one of them later
/// is out of order and not a repetition. Remembers <see cref="Capacity"/> stretches, and forgets the oldest first.
/// </summary>
internal struct SequenceGaps
{
    /// <summary>Stretches remembered at the same time.</summary>
    public const int Capacity = 4;

    private Gaps _gaps; // oldest first
    private byte _count;

    /// <summary>Everything from <paramref name="start"/> up to but not including <paramref name="end"/> was skipped.</summary>
    public void Add(uint start, uint end)
    {
        if (_count == Capacity)
        {
            RemoveAt(0);
        }

        _gaps[_count++] = new Gap(start, end);
    }

    /// <summary>A segment covers this stretch. Answers whether any of it had been skipped.</summary>
    public bool Fill(uint start, uint end)
    {
        var filled = false;
        for (var i = _count - 1; i >= 0; i--)
        {
            var gap = _gaps[i];
            if (!Sequence.IsAfter(end, gap.Start) || !Sequence.IsAfter(gap.End, start))
            {
                continue;
            }

            filled = true;
            var headLeft = Sequence.IsAfter(start, gap.Start);
            var tailLeft = Sequence.IsAfter(gap.End, end);
            if (headLeft)
            {
                _gaps[i] = gap with { End = start };
                if (tailLeft && _count < Capacity)
                {
                    _gaps[_count++] = gap with { Start = end };
                }
            }
            else if (tailLeft)
            {
                _gaps[i] = gap with { Start = end };
            }
            else
            {
                RemoveAt(i);
            }
        }

        return filled;
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _count = 0;

    private void RemoveAt(int index)
    {
        _count--;
        for (var i = index; i < _count; i++)
        {
            _gaps[i] = _gaps[i + 1];
        }
    }

    private readonly record struct Gap(uint Start, uint End);

    [InlineArray(Capacity)]
    private struct Gaps
    {
        private Gap _first;
    }
}

/// <summary>Order of 32-bit sequence numbers that wrap (RFC 1982 §3.2, RFC 9293 §3.4).</summary>
internal static class Sequence
{
    /// <summary>True when <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool IsAfter(uint left, uint right) => (int)(left - right) > 0;

    /// <summary>True when an acknowledgment number covers everything before <paramref name="end"/>.</summary>
    public static bool Covers(uint acknowledgment, uint end) => (int)(acknowledgment - end) >= 0;
}
