using System.Buffers.Binary;

namespace RustNet.Fuzz;

/// <summary>
/// Damages inputs as a fuzzer does, the same way for the same seed: flipped bits, numbers at the edge of their range, hostile lengths,
/// pieces cut out, doubled, and taken from another input. The corpus may grow meanwhile; its newest inputs are the most promising.
/// </summary>
public sealed class Mutator(IReadOnlyList<byte[]> corpus, int seed)
{
    private const int MaxLength = 16 * 1024;
    private const int Newest = 16;

    private static readonly ushort[] s_edges = [0, 1, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xfffe, 0xffff];

    private readonly Random _random = new(seed);

    /// <summary>One input of the corpus, damaged one to eight times.</summary>
    public byte[] Next()
    {
        var bytes = Pick();
        for (var left = _random.Next(1, 9); left > 0; left--)
        {
            bytes = bytes.Length == 0 ? [(byte)_random.Next(256)] : Damage(bytes);
        }

        return bytes.Length > MaxLength ? bytes[..MaxLength] : bytes;
    }

    private byte[] Pick()
    {
        var choices = _random.Next(3) == 0 ? Math.Min(corpus.Count, Newest) : corpus.Count;
        return (byte[])corpus[corpus.Count - 1 - _random.Next(choices)].Clone();
    }

    private byte[] Damage(byte[] bytes)
    {
        var at = _random.Next(bytes.Length);
        var length = _random.Next(1, Math.Min(bytes.Length - at, 64) + 1);
        switch (_random.Next(9))
        {
            case 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)_random.Next(256);
                return bytes;
            case 2:
                bytes[at] = (byte)s_edges[_random.Next(s_edges.Length)];
                return bytes;
            case 3 when at + 1 < bytes.Length:
                BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), s_edges[_random.Next(s_edges.Length)]);
                return bytes;
            case 4 when at + 1 < bytes.Length:      // a length that fits, or all but fits
                BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), (ushort)(bytes.Length - at - 2 + _random.Next(-1, 2)));
                return bytes;
            case 5:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 6:
                return [.. bytes[..(at + length)], .. bytes[at..]];
            case 7:
                return bytes[..at];
            default:
                var other = Pick();
                return other.Length == 0 ? bytes : [.. bytes[..at], .. other[_random.Next(other.Length)..]];
        }
    }
}
