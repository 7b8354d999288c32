using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Prelude;

/// <summary>
/// The connection request of the Remote Desktop Protocol and its confirmation (X.224 in a TPKT, RFC 1006 §6), after which most
/// connections go on with TLS.
/// </summary>
internal static class RemoteDesktopPrelude
{
    /// <summary>First byte of a TPKT.</summary>
    public const byte Version = 3;

    private const byte ConnectionRequest = 0xe0;
    private const byte ConnectionConfirm = 0xd0;
    private const int MinLength = 11;
    private const int MaxLength = 512;

    /// <summary>Whether a direction is one such packet up to a TLS handshake at <paramref name="length"/>.</summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        var reader = new WireReader(bytes);
        if (!reader.TryReadByte(out var version)      // version:8 | reserved:8 | length:16
            || !reader.TryReadByte(out var reserved)
            || !reader.TryReadUInt16(out var total)
            || !reader.TryReadByte(out var indicator) // LI:8 | CR CDT or CC CDT:8 ...
            || !reader.TryReadByte(out var code))
        {
            return bytes[0] == Version && (bytes.Length < 2 || bytes[1] == 0) ? ParseStatus.Truncated : ParseStatus.Malformed;
        }

        if (version != Version || reserved != 0 || total is < MinLength or > MaxLength || indicator != total - 5
            || code is not (ConnectionRequest or ConnectionConfirm))
        {
            return ParseStatus.Malformed;
        }

        length = total;
        return TlsBehind.Parse(bytes, length);
    }
}
