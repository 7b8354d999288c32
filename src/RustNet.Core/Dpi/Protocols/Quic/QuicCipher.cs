using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>What protects Initial packets (RFC 9001 §5.3, §5.4): AES-128, by the processor where it can, else by the platform's library.</summary>
internal static class QuicCipher
{
    /// <summary>Bytes of an authentication tag.</summary>
    public const int TagLength = 16;

    /// <summary>Bytes of ciphertext that header protection samples, and of the mask it makes of them.</summary>
    public const int SampleLength = 16;

    /// <summary>The mask of a sample (RFC 9001 §5.4.3).</summary>
    public static void Mask(ReadOnlySpan<byte> key, ReadOnlySpan<byte> sample, Span<byte> mask)
    {
        if (X86AesGcm.IsSupported)
        {
            new X86AesGcm(key).Encrypt(Vector128.Create(sample)).CopyTo(mask);
        }
        else
        {
            MaskByLibrary(key, sample, mask);
        }
    }

    /// <summary>Opens what was sealed; <see langword="false"/> when the tag at its end is not right.</summary>
    public static bool TryOpen(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> header, Span<byte> result) =>
        X86AesGcm.IsSupported
            ? new X86AesGcm(key).TryDecrypt(nonce, sealedBytes[..^TagLength], sealedBytes[^TagLength..], header, result)
            : TryOpenByLibrary(key, nonce, sealedBytes, header, result);

    /// <summary><see cref="Mask"/> on any processor.</summary>
    internal static void MaskByLibrary(ReadOnlySpan<byte> key, ReadOnlySpan<byte> sample, Span<byte> mask)
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
        aes.EncryptEcb(sample, mask, PaddingMode.None);
    }

    /// <summary><see cref="TryOpen"/> on any processor.</summary>
    internal static bool TryOpenByLibrary(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> header, Span<byte> result)
    {
        using var aead = new AesGcm(key, TagLength);
        try
        {
            aead.Decrypt(nonce, sealedBytes[..^TagLength], sealedBytes[^TagLength..], result, header);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            // The only way the platform says so; how often it may is bounded for each flow.
            return false;
        }
    }
}
