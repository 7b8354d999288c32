using System.Buffers.Binary;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Prelude;

/// <summary>
/// How clients of PostgreSQL (SSLRequest, GSSENCRequest) and MySQL (SSLRequest after the server's greeting) ask for TLS, and what the
/// server says before it.
/// </summary>
internal static class DatabasePrelude
{
    private const byte PostgresYes = (byte)'S';
    private const byte PostgresNo = (byte)'N';

    private const int MySqlHeaderLength = 4;          // length:24 | sequence:8, little endian
    private const int MySqlRequestLength = 32;        // capabilities:32 | max packet:32 | character set:8 | filler:23
    private const int MySqlFillerOffset = 13;
    private const int MySqlFillerLength = 19;         // of 23: one server of the family uses the last four
    private const uint MySqlSsl = 0x0800;
    private const uint MySqlProtocol41 = 0x0200;
    private const byte MySqlGreetingVersion = 10;
    private const int MinMySqlGreeting = 40;
    private const int MaxMySqlGreeting = 512;

    private static ReadOnlySpan<byte> PostgresSslRequest => [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];   // length:32 | code:32, 80877103

    private static ReadOnlySpan<byte> PostgresGssRequest => [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x30];

    /// <summary>Whether a direction is one of these up to a TLS handshake at <paramref name="length"/>.</summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        switch (bytes[0])
        {
            case 0:
                return ParsePostgresRequests(bytes, out length);
            case PostgresYes:
                length = 1;
                return TlsBehind.Parse(bytes, length);
            case PostgresNo when bytes.Length == 1 || bytes[1] == PostgresYes:
                length = 2;
                return TlsBehind.Parse(bytes, length);
            case MySqlRequestLength when bytes.Length < MySqlHeaderLength || bytes[MySqlHeaderLength - 1] == 1:
                return ParseMySqlRequest(bytes, out length);
            default:
                return ParseMySqlGreeting(bytes, out length);
        }
    }

    /// <summary>SSLRequest, also after a GSSENCRequest that was refused.</summary>
    private static ParseStatus ParsePostgresRequests(ReadOnlySpan<byte> bytes, out int length)
    {
        length = bytes.StartsWith(PostgresGssRequest) ? PostgresGssRequest.Length : 0;
        var rest = bytes[length..];
        if (rest.Length < PostgresSslRequest.Length)
        {
            // The two differ in their last byte.
            return PostgresSslRequest.StartsWith(rest) ? ParseStatus.Truncated : ParseStatus.Malformed;
        }

        length += PostgresSslRequest.Length;
        return rest.StartsWith(PostgresSslRequest) ? TlsBehind.Parse(bytes, length)
            : ParseStatus.Malformed;
    }

    private static ParseStatus ParseMySqlRequest(ReadOnlySpan<byte> bytes, out int length)
    {
        length = MySqlHeaderLength + MySqlRequestLength;
        ReadOnlySpan<byte> header = [MySqlRequestLength, 0, 0, 1];
        if (bytes.Length < header.Length ? !header.StartsWith(bytes) : !bytes.StartsWith(header))
        {
            return ParseStatus.Malformed;
        }

        if (bytes.Length < length)
        {
            return ParseStatus.Truncated;
        }

        var capabilities = BinaryPrimitives.ReadUInt32LittleEndian(bytes[MySqlHeaderLength..]);
        return (capabilities & (MySqlSsl | MySqlProtocol41)) == (MySqlSsl | MySqlProtocol41)
            && !bytes.Slice(MySqlFillerOffset, MySqlFillerLength).ContainsAnyExcept((byte)0)
            ? TlsBehind.Parse(bytes, length)
            : ParseStatus.Malformed;
    }

    /// <summary>length:24 | 0 | 10 | version NUL ... in one packet, and then the handshake.</summary>
    private static ParseStatus ParseMySqlGreeting(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        if (bytes.Length <= MySqlHeaderLength || bytes[2] != 0 || bytes[3] != 0 || bytes[4] != MySqlGreetingVersion)
        {
            return ParseStatus.Malformed;
        }

        var size = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        var version = bytes[(MySqlHeaderLength + 1)..];
        var end = version.IndexOf((byte)0);
        if (size is < MinMySqlGreeting or > MaxMySqlGreeting || (end < 0 ? version : version[..end]).ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            return ParseStatus.Malformed;
        }

        length = MySqlHeaderLength + size;
        return TlsBehind.Parse(bytes, length);
    }
}
