using System.Globalization;

namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>Names of transport error codes (RFC 9000 §20.1).</summary>
internal static class QuicErrors
{
    private const ulong FirstCryptoError = 0x100;
    private const ulong LastCryptoError = 0x1ff;

    /// <summary>The registered name, with the alert's number for a TLS alert (RFC 9001 §4.8); the number for one that has none.</summary>
    public static string Text(ulong code) => code switch
    {
        0x00 => "NO_ERROR",
        0x01 => "INTERNAL_ERROR",
        0x02 => "CONNECTION_REFUSED",
        0x03 => "FLOW_CONTROL_ERROR",
        0x04 => "STREAM_LIMIT_ERROR",
        0x05 => "STREAM_STATE_ERROR",
        0x06 => "FINAL_SIZE_ERROR",
        0x07 => "FRAME_ENCODING_ERROR",
        0x08 => "TRANSPORT_PARAMETER_ERROR",
        0x09 => "CONNECTION_ID_LIMIT_ERROR",
        0x0a => "PROTOCOL_VIOLATION",
        0x0b => "INVALID_TOKEN",
        0x0c => "APPLICATION_ERROR",
        0x0d => "CRYPTO_BUFFER_EXCEEDED",
        0x0e => "KEY_UPDATE_ERROR",
        0x0f => "AEAD_LIMIT_REACHED",
        0x10 => "NO_VIABLE_PATH",
        0x11 => "VERSION_NEGOTIATION_ERROR",   // RFC 9368 §10.2
        >= FirstCryptoError and <= LastCryptoError => string.Create(CultureInfo.InvariantCulture, $"CRYPTO_ERROR {code - FirstCryptoError}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"0x{code:x}"),
    };
}
