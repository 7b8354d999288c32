namespace RustNet.Testing.Dpi;

/// <summary>SSH binary packets in clear (RFC 4253 §6).</summary>
public static class SshBytes
{
    public static byte[] Packet(int number, ReadOnlySpan<byte> body)
    {
        var padding = 8 - ((4 + 1 + 1 + body.Length) % 8);
        padding += padding < 4 ? 8 : 0;
        return new WireBytes().U32(1 + 1 + body.Length + padding).U8(padding).U8(number).Append(body).Repeat(0, padding).ToArray();
    }

    /// <summary>KEXINIT with the same lists for both directions.</summary>
    public static byte[] KexInit(string keyExchange, string ciphers, string macs)
    {
        var body = new WireBytes().Append(TlsBytes.Random(9).AsSpan(0, 16));
        foreach (var names in new[] { keyExchange, "ssh-ed25519", ciphers, ciphers, macs, macs, "none", "none", "", "" })
        {
            body.U32(names.Length).Text(names);
        }

        return Packet(20, body.U8(0).U32(0).ToArray());
    }

    public static byte[] NewKeys() => Packet(21, []);
}
