using System.Text;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.EndToEnd.Tests.Samples;

/// <summary>TLS handshake records (RFC 8446 §4, RFC 5246 §7.4).</summary>
internal static class TlsHelloBytes
{
    /// <summary>A ClientHello that offers TLS 1.2 and 1.3.</summary>
    public static byte[] Client(string serverName, params string[] protocols) => Record(1, new WireBytes()
        .U16(0x0303)                                                            // legacy_version
        .Repeat(0x11, 32)                                                       // random
        .Vector8(new byte[32])                                                  // legacy_session_id
        .Vector16(new WireBytes().U16(0x1301).U16(0x1302).U16(0xC02F).ToArray()) // cipher_suites
        .Vector8([0])                                                           // legacy_compression_methods
        .Vector16(new WireBytes()
            .Append(Extension(0, new WireBytes().Vector16(new WireBytes().U8(0).Vector16(Encoding.Latin1.GetBytes(serverName)).ToArray())))
            .Append(Extension(10, new WireBytes().Vector16(new WireBytes().U16(29).U16(23).ToArray())))
            .Append(Extension(16, new WireBytes().Vector16(Protocols(protocols))))
            .Append(Extension(43, new WireBytes().Vector8(new WireBytes().U16(0x0304).U16(0x0303).ToArray())))
            .ToArray()));

    /// <summary>A ServerHello of TLS 1.3.</summary>
    public static byte[] Server13() => Record(2, new WireBytes()
        .U16(0x0303).Repeat(0x22, 32).Vector8(new byte[32]).U16(0x1301).U8(0)
        .Vector16(Extension(43, new WireBytes().U16(0x0304))));

    /// <summary>A ServerHello of TLS 1.2 that chooses an application protocol.</summary>
    public static byte[] Server12(string protocol) => Record(2, new WireBytes()
        .U16(0x0303).Repeat(0x22, 32).Vector8([]).U16(0xC02F).U8(0)
        .Vector16(Extension(16, new WireBytes().Vector16(Protocols(protocol)))));

    /// <summary>What follows it: a certificate that expired before the samples' time, and the end of the server's flight.</summary>
    public static byte[] Certificate(params string[] names) => TlsBytes.OneRecord(
        TlsBytes.Certificate(new X509Bytes { Subject = names[0], Names = names, NotAfter = "251231235959Z" }.ToArray()),
        TlsBytes.ServerHelloDone());

    /// <summary>A fatal alert in the clear.</summary>
    public static byte[] Refusal(byte description) => TlsBytes.Alert(description);

    private static byte[] Protocols(params string[] names)
    {
        var list = new WireBytes();
        foreach (var name in names)
        {
            list.Vector8(Encoding.ASCII.GetBytes(name));
        }

        return list.ToArray();
    }

    private static byte[] Extension(int type, WireBytes data) => new WireBytes().U16(type).Vector16(data.ToArray()).ToArray();

    private static byte[] Record(int handshakeType, WireBytes body) =>
        new WireBytes().U8(22).U16(0x0301).Vector16(new WireBytes().U8(handshakeType).Vector24(body.ToArray()).ToArray()).ToArray();
}
