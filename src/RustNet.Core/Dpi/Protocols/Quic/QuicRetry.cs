using System.Buffers;
using System.Security.Cryptography;

namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>
/// Whether a Retry packet answers the Initial packet that was seen (RFC 9001 §5.8, RFC 9369 §3.3.3): its integrity tag covers the
/// connection id the client addressed, which nobody off the path knows. Keys are fixed for each version.
/// </summary>
internal static class QuicRetry
{
    /// <summary>Length of the Retry Integrity Tag.</summary>
    public const int TagLength = 16;

    private static readonly QuicRetryKey s_v1 = new("be0c690b9f66575a1d766b54e368c84e", "461599d35d632bf2239825bb");
    private static readonly QuicRetryKey s_v2 = new("8fb4b01b56ac48e260fbcbcead7ccc92", "d86969bc2d7c6d9990efb04a");
    private static readonly QuicRetryKey s_v2Draft = new("ba858dc7b43de5dbf87617ff4ab253db", "141b99c239b03e785d6a2e9f");
    private static readonly QuicRetryKey s_draft29 = new("ccce187ed09a09d05728155a6cb96be1", "e54930f97f2136f0530a8c1c");
    private static readonly QuicRetryKey s_draft25 = new("4d32ecdb2a2133c841e4043df27d4430", "4d1611d05513a552c587d575");

    /// <summary>
    /// True when a whole Retry packet was made for an Initial packet to this connection id. Versions before the tag (drafts 22 to 24)
    /// repeat the id itself; those of which no key is known (Google's) are not believed.
    /// </summary>
    /// <param name="packet">The Retry packet.</param>
    /// <param name="originalId">Destination connection id of the client's first Initial packet.</param>
    public static bool IsGenuine(in QuicLongPacket packet, ReadOnlySpan<byte> originalId)
    {
        if (!packet.IsWhole || packet.SourceId.SequenceEqual(originalId))
        {
            return false;   // RFC 9000 §17.2.5.1: the server chooses another one
        }

        if (QuicVersions.RepeatsIdInRetry(packet.Version))
        {
            return packet.Rest.Length > originalId.Length + 1 && packet.Rest[0] == originalId.Length && packet.Rest[1..].StartsWith(originalId);
        }

        if (KeyOf(packet.Version) is not { } key)
        {
            return false;
        }

        // The packet without its tag, behind the original id and its length.
        var length = 1 + originalId.Length + packet.Bytes.Length - TagLength;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        var pseudo = buffer.AsSpan(0, length);
        pseudo[0] = (byte)originalId.Length;
        originalId.CopyTo(pseudo[1..]);
        packet.Bytes[..^TagLength].CopyTo(pseudo[(1 + originalId.Length)..]);
        Span<byte> tag = stackalloc byte[TagLength];
        using (var aead = new AesGcm(key.Key, TagLength))
        {
            aead.Encrypt(key.Nonce, default, default, tag, pseudo);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return tag.SequenceEqual(packet.Bytes[^TagLength..]);
    }

    private static QuicRetryKey? KeyOf(uint version) => QuicVersions.ProtectionOf(version) is not { } protection ? null
        : protection == QuicProtection.V1 ? s_v1
        : protection == QuicProtection.V2 ? s_v2
        : protection == QuicProtection.V2Draft ? s_v2Draft
        : protection == QuicProtection.Draft29 ? s_draft29
        : protection == QuicProtection.Draft23 ? s_draft25
        : null;

    private sealed class QuicRetryKey(string key, string nonce)
    {
        public byte[] Key { get; } = Convert.FromHexString(key);

        public byte[] Nonce { get; } = Convert.FromHexString(nonce);
    }
}
