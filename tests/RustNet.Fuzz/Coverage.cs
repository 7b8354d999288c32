using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace RustNet.Fuzz;

/// <summary>
/// Which branches an input takes and how often, told by the instrumented assemblies: each pair of blocks has a counter in a map of
/// 64 KB (AFL's scheme). What differs only in the last counts of a loop is the same. There is one in a process.
/// </summary>
internal sealed unsafe class Coverage
{
    private const int Size = 64 * 1024;

    private readonly byte* _map;
    private readonly ulong[] _seen = new ulong[Size / sizeof(ulong)];

    /// <summary>Must exist before any instrumented code runs: from here on it has somewhere to count.</summary>
    public Coverage() => Trace.SharedMem = _map = (byte*)NativeMemory.AllocZeroed(Size);

    /// <summary>Different branches taken by all inputs so far.</summary>
    public int Branches => MemoryMarshal.AsBytes(_seen.AsSpan()).ToArray().Count(counts => counts != 0);

    /// <summary>Starts over for one input.</summary>
    public void Clear()
    {
        Map.Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Takes the input's branches up. True when none before has taken one of them, or none so often.</summary>
    public bool IsNew()
    {
        var words = MemoryMarshal.Cast<byte, ulong>(Map);
        var isNew = false;
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == 0)
            {
                continue;
            }

            var classes = Classes(words[i]);
            isNew |= (classes & ~_seen[i]) != 0;
            _seen[i] |= classes;
        }

        return isNew;
    }

    /// <summary>The same for inputs that take the same branches about as often.</summary>
    public ulong Signature()
    {
        var words = MemoryMarshal.Cast<byte, ulong>(Map);
        var signature = 14_695_981_039_346_656_037ul;     // FNV-1a
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] != 0)
            {
                signature = (signature ^ Classes(words[i]) ^ ((ulong)i << 40)) * 1_099_511_628_211ul;
            }
        }

        return signature;
    }

    private Span<byte> Map => new(_map, Size);

    // Eight counters at once, each to one bit: once, twice, to 4, to 8, to 16, to 32, to 128, more.
    private static ulong Classes(ulong counts)
    {
        var classes = 0ul;
        for (var left = counts; left != 0;)
        {
            var shift = BitOperations.TrailingZeroCount(left) & ~7;
            var count = (byte)(counts >> shift);
            var bit = count switch { 1 => 0, 2 => 1, <= 4 => 2, <= 8 => 3, <= 16 => 4, <= 32 => 5, <= 128 => 6, _ => 7 };
            classes |= 1ul << (shift + bit);
            left &= ~(0xfful << shift);
        }

        return classes;
    }
}
