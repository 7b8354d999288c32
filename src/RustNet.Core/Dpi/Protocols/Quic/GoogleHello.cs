using System.Buffers.Binary;

namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>
/// The CHLO message of Google's own handshake ("QUIC Crypto"): a table of tags with the offsets at which their values end, all
/// little-endian. Viewed in place.
/// </summary>
internal readonly ref struct GoogleHello
{
    private const int HeaderLength = 8;   // tag | number of entries:2 | padding:2
    private const int EntryLength = 8;    // tag | end of its value
    private const int MaxEntries = 128;

    /// <summary>Tag of the message.</summary>
    public static ReadOnlySpan<byte> Tag => "CHLO"u8;

    /// <summary>Value of SNI; empty where there is none.</summary>
    public ReadOnlySpan<byte> ServerName { get; private init; }

    /// <summary>Value of UAID; empty where there is none.</summary>
    public ReadOnlySpan<byte> UserAgent { get; private init; }

    /// <summary>Reads the message at the front; its padding may be missing. <see langword="false"/> when it is none, or its table is not whole.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out GoogleHello hello)
    {
        hello = default;
        if (bytes.Length < HeaderLength || !bytes.StartsWith(Tag))
        {
            return false;
        }

        var count = BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]);
        if (count is 0 or > MaxEntries || bytes.Length < HeaderLength + (count * EntryLength))
        {
            return false;
        }

        var values = bytes[(HeaderLength + (count * EntryLength))..];
        var result = default(GoogleHello);
        var start = 0u;
        for (var entry = bytes[HeaderLength..]; count > 0; count--, entry = entry[EntryLength..])
        {
            var end = BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]);
            if (end < start)
            {
                return false;
            }

            if (end <= (uint)values.Length)
            {
                var value = values[(int)start..(int)end];
                result = entry switch
                {
                    [(byte)'S', (byte)'N', (byte)'I', 0, ..] => new GoogleHello { ServerName = value, UserAgent = result.UserAgent },
                    [(byte)'U', (byte)'A', (byte)'I', (byte)'D', ..] => new GoogleHello { ServerName = result.ServerName, UserAgent = value },
                    _ => result,
                };
            }

            start = end;
        }

        hello = result;
        return true;
    }
}
