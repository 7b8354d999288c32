namespace RustNet.Testing.Dpi;

/// <summary>TLS records and the server's side of a handshake (RFC 8446 §4.1.3, §5.1).</summary>
public static class TlsBytes
{
    /// <summary>The random that makes a ServerHello a HelloRetryRequest (RFC 8446 §4.1.3).</summary>
    public static byte[] RetryRandom { get; } = new WireBytes()
        .Hex("CF21AD74E59A6111BE1D8C021E65B891 C2A211167ABB8C5E079E09E2C8A8339C").ToArray();

    /// <summary>32 bytes that differ by seed.</summary>
    public static byte[] Random(int seed) => [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 7 + seed))];

    public static byte[] Record(int type, ReadOnlySpan<byte> fragment, int version = 0x0303) =>
        new WireBytes().U8(type).U16(version).Vector16(fragment).ToArray();

    /// <summary>A message cut into several records of at most <paramref name="size"/> bytes.</summary>
    public static byte[] Records(int type, byte[] message, int size)
    {
        var bytes = new WireBytes();
        foreach (var fragment in message.Chunk(size))
        {
            bytes.Append(Record(type, fragment));
        }

        return bytes.ToArray();
    }

    public static byte[] Handshake(int type, ReadOnlySpan<byte> body) =>
        new WireBytes().U8(type).U24(body.Length).Append(body).ToArray();

    /// <summary>A ServerHello record of TLS 1.3.</summary>
    public static byte[] ServerHello13(int suite = 0x1301, bool retry = false) =>
        ServerHello(0x0303, suite, retry ? RetryRandom : Random(3), new WireBytes().U16(43).Vector16([3, 4]).ToArray(), Random(2));

    /// <summary>A ServerHello record of TLS 1.2 and before, with the ALPN protocol chosen.</summary>
    public static byte[] ServerHello12(int suite = 0xc02f, int version = 0x0303, string protocol = "", byte[]? sessionId = null)
    {
        var extensions = new WireBytes().U16(0xff01).Vector16([0]);
        if (protocol.Length > 0)
        {
            var names = new WireBytes().Vector8(new WireBytes().Text(protocol).ToArray()).ToArray();
            extensions.U16(16).Vector16(new WireBytes().Vector16(names).ToArray());
        }

        return ServerHello(version, suite, Random(3), extensions.ToArray(), sessionId);
    }

    /// <summary>A ServerHello record; its session id is a new one where none is given.</summary>
    public static byte[] ServerHello(int version, int suite, ReadOnlySpan<byte> random, ReadOnlySpan<byte> extensions, byte[]? sessionId = null)
    {
        var body = new WireBytes().U16(version).Append(random).Vector8(sessionId ?? Random(6)).U16(suite).U8(0);
        if (!extensions.IsEmpty)
        {
            body.Vector16(extensions);
        }

        return Record(22, Handshake(2, body.ToArray()));
    }

    /// <summary>A Certificate message of TLS 1.2 and before (RFC 5246 §7.4.2).</summary>
    public static byte[] Certificate(params byte[][] certificates)
    {
        var list = new WireBytes();
        foreach (var certificate in certificates)
        {
            list.Vector24(certificate);
        }

        return Handshake(11, new WireBytes().Vector24(list.ToArray()).ToArray());
    }

    /// <summary>Several handshake messages in one record. The first may be a record itself.</summary>
    public static byte[] OneRecord(params byte[][] messages) =>
        Record(22, [.. messages.SelectMany(message => message[0] == 22 ? message[5..] : message)]);

    public static byte[] ServerHelloDone() => Handshake(14, []);

    /// <summary>An alert in the clear (RFC 8446 §6).</summary>
    public static byte[] Alert(byte description, byte level = 2) => Record(21, [level, description]);

    public static byte[] ChangeCipherSpec() => Record(20, [1]);

    public static byte[] ApplicationData(int length) => Record(23, [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31 + 5))]);
}
