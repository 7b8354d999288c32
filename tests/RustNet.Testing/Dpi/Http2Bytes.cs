using System.Text;

namespace RustNet.Testing.Dpi;

/// <summary>HTTP/2 frames (RFC 9113 §4.1) with header blocks as small encoders write them (RFC 7541).</summary>
public static class Http2Bytes
{
    private const int EndHeaders = 4;

    /// <summary>The client's connection preface without its SETTINGS.</summary>
    public static byte[] Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    /// <summary>SETTINGS with ACK.</summary>
    public static byte[] Acknowledgement => Frame(4, 1, 0, []);

    public static byte[] Frame(int type, int flags, int stream, ReadOnlySpan<byte> payload) =>
        new WireBytes().U24(payload.Length).U8(type).U8(flags).U32(stream).Append(payload).ToArray();

    public static byte[] Settings(params (int Id, int Value)[] settings)
    {
        var payload = new WireBytes();
        foreach (var (id, value) in settings)
        {
            payload.U16(id).U32(value);
        }

        return Frame(4, 0, 0, payload.ToArray());
    }

    /// <summary>HEADERS that hold the whole block.</summary>
    public static byte[] Headers(ReadOnlySpan<byte> block, int stream = 1) => Frame(1, EndHeaders, stream, block);

    /// <summary>GET / of a host: static fields, and literals with incremental indexing.</summary>
    public static byte[] Request(string authority, string agent) =>
        Headers([0x82, 0x86, 0x84, .. Literal(1, authority), .. Literal(58, agent)]);

    /// <summary>404 of a server.</summary>
    public static byte[] Response(string server) => Headers([0x8d, .. Literal(54, server)]);

    /// <summary>A literal with incremental indexing whose name is a field of the static table (RFC 7541 §6.2.1).</summary>
    public static byte[] Literal(int name, string value) =>
        new WireBytes().U8(0x40 | name).Vector8(Encoding.Latin1.GetBytes(value)).ToArray();
}
