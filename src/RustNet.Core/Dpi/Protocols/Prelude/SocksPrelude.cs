using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Prelude;

/// <summary>
/// The handshake of SOCKS 5 (RFC 1928, RFC 1929) from either side, and the request of SOCKS 4 and 4A. A client's part ends where more follows
/// than the handshake; a server's with its reply to the request.
/// </summary>
internal static class SocksPrelude
{
    /// <summary>First byte of a client of SOCKS 4.</summary>
    public const byte Version4 = 4;

    /// <summary>First byte of both sides of SOCKS 5.</summary>
    public const byte Version5 = 5;

    private const byte PasswordVersion = 1;
    private const byte PasswordMethod = 2;
    private const int MaxMethods = 9;
    private const int MaxTextLength = 255;
    private const byte Granted = 90;           // CD of a reply of SOCKS 4
    private const int MaxAfterReply4 = 512;

    /// <summary>Whether a direction is such a handshake of <paramref name="length"/> bytes.</summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, out int length)
    {
        if (bytes[0] == Version4)
        {
            return ParseRequest4(bytes, out length);
        }

        var server = ParseServer5(bytes, out length);
        if (server == ParseStatus.Complete)
        {
            return server;
        }

        var client = ParseClient5(bytes, out length);
        return client == ParseStatus.Malformed ? server : client;
    }

    /// <summary>
    /// VN CD DSTPORT DSTIP, the reply of SOCKS 4: too little to tell where it ends, so that is left to the client's side.
    /// </summary>
    public static ParseStatus ParseReply4(ReadOnlySpan<byte> bytes) =>
        bytes.Length <= MaxAfterReply4 && (bytes.Length == 1 || bytes[1] == Granted) ? ParseStatus.Truncated : ParseStatus.Malformed;

    /// <summary>VER NMETHODS METHODS, a name and password if need be, VER CMD RSV ATYP DST.ADDR DST.PORT, and what follows.</summary>
    private static ParseStatus ParseClient5(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        var reader = new WireReader(bytes);
        reader.TrySkip(1);
        if (!reader.TryReadByte(out var count))
        {
            return ParseStatus.Truncated;
        }

        if (count is 0 or > MaxMethods)
        {
            return ParseStatus.Malformed;
        }

        if (!reader.TryTake(count, out var methods))
        {
            return ParseStatus.Truncated;
        }

        if (methods.ContainsAnyInRange((byte)10, (byte)0x7f) || methods.Contains((byte)0xff))
        {
            return ParseStatus.Malformed;
        }

        if (!reader.AtEnd && reader.Rest[0] == PasswordVersion)
        {
            reader.TrySkip(1);
            if (!reader.TryTakeVector8(out _) || !reader.TryTakeVector8(out _))
            {
                return ParseStatus.Truncated;
            }
        }

        var status = SkipMessage5(ref reader, isReply: false);
        if (status == ParseStatus.Complete && reader.AtEnd)
        {
            return ParseStatus.Truncated;
        }

        length = bytes.Length - reader.Remaining;
        return status;
    }

    /// <summary>VER METHOD, the verdict on the password if there is one, VER REP RSV ATYP BND.ADDR BND.PORT.</summary>
    private static ParseStatus ParseServer5(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        var reader = new WireReader(bytes);
        reader.TrySkip(1);
        if (!reader.TryReadByte(out var method))
        {
            return ParseStatus.Truncated;
        }

        if (method == PasswordMethod)
        {
            if (!reader.TryReadByte(out var version) || !reader.TryReadByte(out var verdict))
            {
                return ParseStatus.Truncated;
            }

            if (version != PasswordVersion || verdict != 0)
            {
                return ParseStatus.Malformed;
            }
        }
        else if (method != 0)
        {
            return ParseStatus.Malformed;
        }

        var status = SkipMessage5(ref reader, isReply: true);
        length = bytes.Length - reader.Remaining;
        return status;
    }

    /// <summary>VER CMD RSV ATYP ADDR PORT, or with REP 0 for CMD (RFC 1928 §4, §6).</summary>
    private static ParseStatus SkipMessage5(ref WireReader reader, bool isReply)
    {
        if (reader.TryReadByte(out var version) && version != Version5)
        {
            return ParseStatus.Malformed;
        }

        if (reader.TryReadByte(out var code) && (isReply ? code != 0 : code is < 1 or > 3))
        {
            return ParseStatus.Malformed;
        }

        if (reader.TryReadByte(out var reserved) && reserved != 0)
        {
            return ParseStatus.Malformed;
        }

        if (!reader.TryReadByte(out var type))
        {
            return ParseStatus.Truncated;
        }

        bool isThere;
        switch (type)
        {
            case 1:
                isThere = reader.TrySkip(4);
                break;
            case 3:
                isThere = reader.TryTakeVector8(out _);
                break;
            case 4:
                isThere = reader.TrySkip(16);
                break;
            default:
                return ParseStatus.Malformed;
        }

        return isThere && reader.TrySkip(sizeof(ushort)) ? ParseStatus.Complete : ParseStatus.Truncated;
    }

    /// <summary>VN CD DSTPORT DSTIP USERID NUL, with 0.0.0.x also a name and NUL, and what follows.</summary>
    private static ParseStatus ParseRequest4(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        var reader = new WireReader(bytes);
        reader.TrySkip(1);
        if (reader.TryReadByte(out var command) && command is not (1 or 2))
        {
            return ParseStatus.Malformed;
        }

        if (!reader.TryReadUInt16(out var port) || !reader.TryReadUInt32(out var address))
        {
            return ParseStatus.Truncated;
        }

        if (port == 0 || address == 0)
        {
            return ParseStatus.Malformed;
        }

        var status = SkipText(ref reader);
        if (status == ParseStatus.Complete && address <= byte.MaxValue)
        {
            status = SkipText(ref reader);
        }

        length = bytes.Length - reader.Remaining;
        return status == ParseStatus.Complete && reader.AtEnd ? ParseStatus.Truncated : status;
    }

    private static ParseStatus SkipText(ref WireReader reader)
    {
        var end = reader.Rest.IndexOf((byte)0);
        var text = end < 0 ? reader.Rest : reader.Rest[..end];
        if (text.Length > MaxTextLength || text.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            return ParseStatus.Malformed;
        }

        return end >= 0 && reader.TrySkip(end + 1) ? ParseStatus.Complete : ParseStatus.Truncated;
    }
}
