using System.Security.Cryptography;
using RustNet.Core.Dpi.Protocols.Quic;

namespace RustNet.Core.Tests.Dpi.Protocols.Quic;

/// <summary>Whichever way this processor goes, and the way that any processor can go.</summary>
public sealed class QuicCipherTests
{
    [Fact]   // RFC 9001 appendix A.2
    public void Mask_is_that_of_rfc_9001()
    {
        var key = Convert.FromHexString("9f50449e04a0e810283a1e9933adedd2");
        var sample = Convert.FromHexString("d1b1c98dd7689fb8ec11d242b123dc9b");
        var mask = new byte[16];
        var maskByLibrary = new byte[16];

        QuicCipher.Mask(key, sample, mask);
        QuicCipher.MaskByLibrary(key, sample, maskByLibrary);

        Assert.Equal("437b9aec36", Convert.ToHexStringLower(mask.AsSpan(0, 5)));
        Assert.Equal(mask, maskByLibrary);
    }

    [Fact]   // every length of the last block, with and without a header
    public void TryOpen_opens_what_the_platform_sealed()
    {
        var random = new Random(9001);
        for (var length = 0; length < 200; length++)
        {
            var text = Bytes(random, length);
            var header = Bytes(random, length % 5 * 11);
            var (key, nonce, sealedBytes) = Seal(random, text, header);
            var opened = new byte[length];
            var openedByLibrary = new byte[length];

            Assert.True(QuicCipher.TryOpen(key, nonce, sealedBytes, header, opened));
            Assert.True(QuicCipher.TryOpenByLibrary(key, nonce, sealedBytes, header, openedByLibrary));
            Assert.Equal(text, opened);
            Assert.Equal(text, openedByLibrary);
        }
    }

    [Fact]
    public void TryOpen_refuses_when_any_bit_is_not_what_was_sealed()
    {
        var random = new Random(38);
        var header = Bytes(random, 21);
        var (key, nonce, sealedBytes) = Seal(random, Bytes(random, 37), header);
        foreach (var part in new[] { key, nonce, sealedBytes, header })
        {
            for (var bit = 0; bit < part.Length * 8; bit++)
            {
                part[bit / 8] ^= (byte)(1 << bit % 8);
                Assert.False(QuicCipher.TryOpen(key, nonce, sealedBytes, header, new byte[37]));
                part[bit / 8] ^= (byte)(1 << bit % 8);
            }
        }

        Assert.True(QuicCipher.TryOpen(key, nonce, sealedBytes, header, new byte[37]));
    }

    private static (byte[] Key, byte[] Nonce, byte[] SealedBytes) Seal(Random random, byte[] text, byte[] header)
    {
        var (key, nonce) = (Bytes(random, 16), Bytes(random, 12));
        var sealedBytes = new byte[text.Length + QuicCipher.TagLength];
        using var aead = new AesGcm(key, QuicCipher.TagLength);
        aead.Encrypt(nonce, text, sealedBytes.AsSpan(0, text.Length), sealedBytes.AsSpan(text.Length), header);
        return (key, nonce, sealedBytes);
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
