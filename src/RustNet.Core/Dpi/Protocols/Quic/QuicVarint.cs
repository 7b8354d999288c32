using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>Variable-length integers (RFC 9000 §16): the two high bits of the first byte say how many bytes there are.</summary>
internal static class QuicVarint
{
    /// <summary>Reads one; at most 2^62 - 1.</summary>
    public static bool TryReadVarint(this scoped ref WireReader reader, out ulong value)
    {
        value = 0;
        if (reader.AtEnd || !reader.TryTake(1 << (reader.Rest[0] >> 6), out var bytes))
        {
            return false;
        }

        value = (ulong)bytes[0] & 0x3f;
        foreach (var next in bytes[1..])
        {
            value = value << 8 | next;
        }

        return true;
    }

    /// <summary>Takes as many bytes as a variable-length integer in front of them says.</summary>
    public static bool TryTakeVarintVector(this scoped ref WireReader reader, out ReadOnlySpan<byte> vector)
    {
        var start = reader;
        if (reader.TryReadVarint(out var length) && length <= int.MaxValue && reader.TryTake((int)length, out vector))
        {
            return true;
        }

        reader = start;
        vector = default;
        return false;
    }
}
