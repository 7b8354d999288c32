namespace RustNet.Core.Dpi.Protocols.Ssh;

/// <summary>Length of encrypted packets by the algorithms agreed on (RFC 4253 §6, RFC 5647, chacha20-poly1305@openssh.com).</summary>
internal static class SshPacketSizes
{
    private const int LengthField = 4;
    private const int PaddingLengthField = 1;
    private const int MinPadding = 4;
    private const int TagLength = 16;

    /// <summary>
    /// Length on the wire of a packet whose payload is one byte, which is what SSH_MSG_USERAUTH_SUCCESS is and nothing else a
    /// server says during authentication (RFC 4252 §5.1); 0 where the algorithms are not known.
    /// </summary>
    public static int OfOneByte(ReadOnlySpan<byte> cipher, ReadOnlySpan<byte> mac)
    {
        if (cipher.StartsWith("chacha20-poly1305"u8))
        {
            return LengthField + Pad(PaddingLengthField + 1, 8) + TagLength;
        }

        if (cipher.IndexOf("-gcm"u8) >= 0 || cipher.StartsWith("AEAD_AES_"u8))
        {
            return LengthField + Pad(PaddingLengthField + 1, 16) + TagLength;
        }

        var block = BlockLength(cipher);
        var macLength = MacLength(mac);
        return block == 0 || macLength < 0 ? 0
            : mac.IndexOf("-etm@"u8) >= 0 ? LengthField + Pad(PaddingLengthField + 1, block) + macLength
            : Pad(LengthField + PaddingLengthField + 1, block) + macLength;
    }

    private static int Pad(int length, int block) => (length + MinPadding + block - 1) / block * block;

    private static int BlockLength(ReadOnlySpan<byte> cipher) =>
        cipher.StartsWith("aes"u8) || cipher.StartsWith("rijndael"u8) || cipher.StartsWith("twofish"u8)
            || cipher.StartsWith("serpent"u8) || cipher.StartsWith("camellia"u8) ? 16
        : cipher.StartsWith("3des"u8) || cipher.StartsWith("blowfish"u8) || cipher.StartsWith("cast128"u8)
            || cipher.StartsWith("arcfour"u8) || cipher.StartsWith("idea"u8) ? 8
        : 0;

    private static int MacLength(ReadOnlySpan<byte> mac) =>
        mac.IndexOf("-96"u8) >= 0 ? 12
        : mac.StartsWith("hmac-sha2-512"u8) ? 64
        : mac.StartsWith("hmac-sha2-256"u8) ? 32
        : mac.StartsWith("hmac-sha1"u8) || mac.StartsWith("hmac-ripemd160"u8) ? 20
        : mac.StartsWith("hmac-md5"u8) || mac.StartsWith("umac-128"u8) ? 16
        : mac.StartsWith("umac-64"u8) ? 8
        : mac.SequenceEqual("none"u8) ? 0
        : -1;
}
