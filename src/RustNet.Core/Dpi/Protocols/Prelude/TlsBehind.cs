using RustNet.Core.Dpi.Protocols.Tls;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Prelude;

/// <summary>The end that most preludes have: the next byte of the direction begins a TLS handshake.</summary>
internal static class TlsBehind
{
    /// <summary>
    /// Whether a handshake record begins at <paramref name="position"/>: <see cref="ParseStatus.Truncated"/> while nothing, or too little to tell, is there.
    /// </summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, int position)
    {
        if (position >= bytes.Length)
        {
            return ParseStatus.Truncated;
        }

        var status = TlsRecord.Parse(bytes[position..], out _);
        return bytes[position] == (byte)TlsContentType.Handshake ? status : ParseStatus.Malformed;
    }
}
