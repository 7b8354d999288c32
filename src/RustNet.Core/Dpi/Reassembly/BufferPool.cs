using System.Numerics;

namespace RustNet.Core.Dpi.Reassembly;

/// <summary>
/// Reassembly memory of all flows of a shard under one ceiling. Buffers are powers of two from 2 KB to 64 KB and are used
/// again; what is lent out never exceeds the ceiling, and idle buffers are kept only up to a sixteenth of it.
/// Not thread-safe: owned by one <see cref="Inspector"/>.
/// </summary>
internal sealed class BufferPool(long ceiling)
{
    private const int SmallestShift = 11;
    private const int LargestShift = 16;
    private const int KeptShare = 16;

    private readonly Stack<byte[]>[] _idle = [.. Enumerable.Range(0, LargestShift - SmallestShift + 1).Select(_ => new Stack<byte[]>())];
    private long _idleBytes;

    /// <summary>Largest buffer there is, in bytes.</summary>
    public const int LargestBuffer = 1 << LargestShift;

    /// <summary>Bytes lent out or charged now.</summary>
    public long InUse { get; private set; }

    /// <summary>A buffer of at least so many bytes with arbitrary content, or <see langword="null"/> when the ceiling forbids it.</summary>
    public byte[]? Rent(int minimum)
    {
        var shift = Math.Max(SmallestShift, BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)minimum)));
        if (shift > LargestShift || !TryCharge(1 << shift))
        {
            return null;
        }

        if (_idle[shift - SmallestShift].TryPop(out var buffer))
        {
            _idleBytes -= buffer.Length;
            return buffer;
        }

        return GC.AllocateUninitializedArray<byte>(1 << shift);
    }

    /// <summary>Takes back a buffer that came from <see cref="Rent"/>.</summary>
    public void Return(byte[] buffer)
    {
        Refund(buffer.Length);
        if (_idleBytes + buffer.Length <= ceiling / KeptShare)
        {
            _idleBytes += buffer.Length;
            _idle[BitOperations.Log2((uint)buffer.Length) - SmallestShift].Push(buffer);
        }
    }

    /// <summary>Counts memory that lives elsewhere; <see langword="false"/>, and nothing counted, when it would exceed the ceiling.</summary>
    public bool TryCharge(int bytes)
    {
        if (InUse + bytes > ceiling)
        {
            return false;
        }

        InUse += bytes;
        return true;
    }

    /// <summary>Takes back what <see cref="TryCharge"/> counted.</summary>
    public void Refund(int bytes) => InUse -= bytes;
}
