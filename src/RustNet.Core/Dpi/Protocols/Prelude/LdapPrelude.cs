using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Prelude;

/// <summary>StartTLS of LDAP (RFC 4511 §4.14): the extended request, or the response to it, alone before the handshake.</summary>
internal static class LdapPrelude
{
    private const byte ExtendedRequest = 0x77;    // [APPLICATION 23]
    private const byte ExtendedResponse = 0x78;   // [APPLICATION 24]
    private const byte RequestName = 0x80;        // [0]
    private const byte Enumerated = 0x0a;
    private const int MaxLength = 512;

    private static ReadOnlySpan<byte> StartTls => "1.3.6.1.4.1.1466.20037"u8;

    /// <summary>Whether a direction is one such message up to a TLS handshake at <paramref name="length"/>.</summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        var reader = new BerReader(bytes);
        var status = reader.Read(out _, out var message);
        if (status != ParseStatus.Complete)
        {
            return bytes.Length > MaxLength ? ParseStatus.Malformed : status;
        }

        length = bytes.Length - reader.Rest.Length;
        var inner = new BerReader(message);
        if (!inner.TryReadInteger(out var id) || id <= 0 || inner.Read(out var operation, out var body) != ParseStatus.Complete)
        {
            return ParseStatus.Malformed;
        }

        var fields = new BerReader(body);
        var isWord = operation switch
        {
            ExtendedRequest => fields.TryRead(RequestName, out var name) && name.SequenceEqual(StartTls),
            ExtendedResponse => fields.TryRead(Enumerated, out var code) && code is [0],
            _ => false,
        };
        return isWord ? TlsBehind.Parse(bytes, length) : ParseStatus.Malformed;
    }
}
