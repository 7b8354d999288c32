using System.Buffers.Binary;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Ssh;

/// <summary>
/// SSH by its identification strings (RFC 4253 §4.2), or by a KEXINIT where they were not seen, on any port; SSH-1 as well.
/// <para>
/// The phases follow message numbers as long as these are in clear. Behind NEWKEYS only lengths show: the server's packet with
/// one byte of payload lets the user in, and more packets than any log-in takes mean the same.
/// </para>
/// </summary>
internal sealed class SshDissector : IDissector
{
    private const ushort Port = 22;
    private const int HeaderLength = 6;            // packet_length | padding_length | message number
    private const int MaxPacketLength = 35_000;    // RFC 4253 §6.1
    private const int MinPadding = 4;
    private const int BlockLength = 8;

    /// <summary>OpenSSH allows six attempts of at most two packets each.</summary>
    private const int MaxLogInPayloads = 16;

    /// <summary>A packet of SSH-1 with nothing but its number: from a client SSH_CMSG_EXEC_SHELL, which follows the log-in.</summary>
    private const int EmptyVersion1Length = 12;

    /// <summary>Behind a gap, so many payloads may be the rest of a packet in clear.</summary>
    private const int MaxUnreadablePayloads = 4;

    /// <inheritdoc/>
    public DissectorTraits Traits { get; } = new("ssh", Transports.Tcp, [Port, 2222]) { States = static () => SshInfo.Phases };

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload)
    {
        if (payload.Current is not SshInfo known)
        {
            return payload.StartsInGap && payload.Bytes.Length > HeaderLength && payload.Bytes[0] == 0
                ? DissectFirstKexInit(payload)
                : DissectBanner(payload, null, null);
        }

        var progress = payload.Memory as SshProgress ?? new SshProgress();
        if (!progress.IsPastBanner(payload.FromInitiator))
        {
            if (!payload.StartsInGap || payload.Bytes.StartsWith(SshBanner.Prefix))
            {
                return DissectBanner(payload, known, progress);
            }

            progress.PassBanner(payload.FromInitiator);
        }

        return progress.Encrypts(payload.FromInitiator) ? OnEncrypted(payload, known, progress)
            : known.IsVersion1 ? DissectVersion1(payload, known, progress)
            : DissectPacket(payload, known, progress);
    }

    private static Finding DissectBanner(in Payload payload, SshInfo? known, SshProgress? progress)
    {
        var allowsPreamble = !payload.FromInitiator && !payload.StartsInGap
            && (known is not null || payload.HasPort(Port) || payload.Bytes.IndexOf("\nSSH-"u8) >= 0);
        switch (SshBanner.Find(payload.Bytes, allowsPreamble, out var line, out var length))
        {
            case ParseStatus.Malformed:
                return Finding.Malformed;
            case ParseStatus.Truncated:
                return payload.EndsInGap && known is null && SshBanner.IsCertain(line) ? Finding.Truncated(new SshInfo()) : Finding.Truncated();
        }

        var text = WireText.Clean(line);
        var info = known ?? new SshInfo();
        info = payload.FromInitiator ? info with { Client = text } : info with { Server = text };
        progress ??= new SshProgress();
        progress.PassBanner(payload.FromInitiator);
        return Finding.Complete(info, length, memory: progress);
    }

    private static Finding DissectFirstKexInit(in Payload payload)
    {
        if (!TryReadPacket(payload.Bytes, out var number, out var body, out var length)
            || number != SshMessage.KexInit
            || SshKexInit.Parse(body, out var init) != ParseStatus.Complete
            || init.Ciphers.IsEmpty)
        {
            return Finding.Malformed;
        }

        var progress = new SshProgress();
        progress.PassBanner(payload.FromInitiator);
        var info = progress.Negotiate(new SshInfo { Stage = SshPhase.KeyExchange }, body, init, payload.FromInitiator);
        return Finding.Complete(info, length, memory: progress);
    }

    /// <summary>A packet in clear (RFC 4253 §6).</summary>
    private static Finding DissectPacket(in Payload payload, SshInfo known, SshProgress progress)
    {
        var bytes = payload.Bytes;
        if (bytes.Length < HeaderLength)
        {
            return payload.StartsInGap ? Finding.Malformed : Finding.Truncated();
        }

        if (!TryReadPacket(bytes, out var number, out var body, out var length))
        {
            if (length > bytes.Length)
            {
                return payload.StartsInGap ? Finding.Malformed : Finding.Truncated();
            }

            if (payload.StartsInGap && ++progress.UnreadablePayloads < MaxUnreadablePayloads)
            {
                return Finding.Malformed;
            }

            // No packet in clear: where bytes were lost, NEWKEYS was among them.
            progress.Encrypt(payload.FromInitiator);
            return OnEncrypted(payload, known, progress);
        }

        var info = known;
        switch (number)
        {
            case SshMessage.KexInit when SshKexInit.Parse(body, out var init) == ParseStatus.Complete:
                info = Advance(progress.Negotiate(known, body, init, payload.FromInitiator), SshPhase.KeyExchange);
                break;
            case SshMessage.NewKeys:
                progress.Encrypt(payload.FromInitiator);
                info = Advance(known, progress.IsEncrypted ? SshPhase.Authentication : SshPhase.KeyExchange);
                break;
        }

        return Finding.Complete(ReferenceEquals(info, known) ? null : info, length, memory: progress);
    }

    /// <summary>A packet of SSH-1: length, 1 to 8 bytes of padding, number, data, checksum. The length is always in clear.</summary>
    private static Finding DissectVersion1(in Payload payload, SshInfo known, SshProgress progress)
    {
        var bytes = payload.Bytes;
        if (bytes.Length < sizeof(uint))
        {
            return payload.StartsInGap ? Finding.Malformed : Finding.Truncated();
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (length is < 5 or > MaxPacketLength)
        {
            return Finding.Malformed;
        }

        var padding = BlockLength - (int)(length % BlockLength);
        var end = sizeof(uint) + padding + (int)length;
        if (end > bytes.Length)
        {
            return payload.StartsInGap ? Finding.Malformed : Finding.Truncated();
        }

        var info = known;
        switch (bytes[sizeof(uint) + padding])
        {
            case SshMessage.PublicKeyOfServer1 when !payload.FromInitiator:
                info = Advance(known, SshPhase.KeyExchange);
                progress.Encrypt(fromClient: false);   // its next packet is the answer to the session key
                break;
            case SshMessage.SessionKey1 when payload.FromInitiator:
                info = Advance(known, SshPhase.Authentication);
                progress.Encrypt(fromClient: true);
                break;
        }

        return Finding.Complete(ReferenceEquals(info, known) ? null : info, end, memory: progress);
    }

    private static Finding OnEncrypted(in Payload payload, SshInfo known, SshProgress progress)
    {
        if (!progress.IsEncrypted)
        {
            return Finding.Complete(null, memory: progress);
        }

        var isIn = payload.FromInitiator
            ? ++progress.EncryptedPayloads >= MaxLogInPayloads || (known.IsVersion1 && payload.Bytes.Length == EmptyVersion1Length)
            : payload.Bytes.Length == progress.SuccessLength;
        var info = Advance(known, isIn ? SshPhase.Established : SshPhase.Authentication);
        return Finding.Complete(ReferenceEquals(info, known) ? null : info, Finding.WholePayload, isIn ? Interest.None : Interest.Both, progress);
    }

    private static SshInfo Advance(SshInfo info, SshPhase phase) => info.Stage < phase ? info with { Stage = phase } : info;

    /// <summary>
    /// Reads a packet in clear. On <see langword="false"/>, <paramref name="length"/> is above the length of the bytes if more of
    /// them may make it one, and 0 if they never will.
    /// </summary>
    private static bool TryReadPacket(ReadOnlySpan<byte> bytes, out byte number, out ReadOnlySpan<byte> body, out int length)
    {
        number = 0;
        body = default;
        length = 0;
        var packetLength = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var padding = bytes[4];
        if (packetLength > MaxPacketLength || (packetLength + sizeof(uint)) % BlockLength != 0 || padding < MinPadding || padding + 2 > packetLength)
        {
            return false;
        }

        length = sizeof(uint) + (int)packetLength;
        if (length > bytes.Length)
        {
            return false;
        }

        number = bytes[5];
        body = bytes[HeaderLength..(length - padding)];
        return true;
    }
}
