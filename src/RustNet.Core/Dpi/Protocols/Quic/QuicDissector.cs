using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>
/// QUIC version 1 and 2, the drafts from 22 on, and Google QUIC (RFC 9000, RFC 9001, RFC 9369), by its long header packets. A short
/// header has nothing that tells it from other datagrams: it counts only in a flow that is known. Initial packets are opened
/// until both hellos have been read; the flow is let go when the client sends data under the keys of the handshake.
/// </summary>
internal sealed class QuicDissector : IDissector
{
    private const byte FixedBit = 0x40;

    /// <inheritdoc/>
    public DissectorTraits Traits { get; } = new("quic", Transports.Udp, [443, 8443]) { FollowsFlow = true, States = static () => QuicInfo.States };

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload)
    {
        var bytes = payload.Bytes;
        if (bytes.IsEmpty)
        {
            return Finding.Malformed;
        }

        if (GooglePacket.TryParse(bytes, out var google))
        {
            return GoogleQuicDissection.OnPacket(payload, google);
        }

        if (payload.Current is QuicInfo known && payload.Memory is QuicFlowMemory memory)
        {
            return Follow(payload, known, memory);
        }

        // A capture that begins in the middle of a connection may show the beginning of the next one.
        return QuicLongPacket.IsLong(bytes[0]) ? Recognise(payload)
            : (bytes[0] & FixedBit) != 0 ? Finding.Truncated()
            : Finding.Malformed;
    }

    /// <summary>The first datagram of a flow: only what cannot be mistaken.</summary>
    private static Finding Recognise(in Payload payload)
    {
        if (QuicLongPacket.ParseInvariants(payload.Bytes, out var packet) != ParseStatus.Complete
            || packet.DestinationId.Length + packet.SourceId.Length == 0)
        {
            return Finding.Malformed;
        }

        if (packet.Version == QuicVersions.Negotiation)
        {
            return QuicVersionNegotiation.TryRead(packet, payload.EndsInGap, out var versions)
                ? Begin(new QuicInfo { VersionsSupported = versions }, new QuicFlowMemory { ClientIsInitiator = !payload.FromInitiator })
                : Finding.Malformed;
        }

        if (!packet.HasFixedBit)
        {
            return Finding.Malformed;
        }

        if (QuicVersions.ProtectionOf(packet.Version) is { } protection)
        {
            if (protection.TypeOf(payload.Bytes[0]) == QuicPacketType.Retry)
            {
                return Finding.Truncated();   // with nothing before it, too little to be sure
            }

            if (!IsConsistent(packet, protection, payload.EndsInGap))
            {
                return Finding.Malformed;
            }

            var memory = new QuicFlowMemory();
            return Begin(QuicHandshake.Read(payload, QuicDraft.Of(packet.Version), memory), memory);
        }

        return QuicVersions.IsReserved(packet.Version) ? RecogniseReserved(payload, packet) : Finding.Malformed;
    }

    /// <summary>
    /// A version that only forces a negotiation says nothing by itself, but an Initial packet that opens with the keys of a version
    /// in use is one.
    /// </summary>
    private static Finding RecogniseReserved(in Payload payload, in QuicLongPacket packet)
    {
        QuicFlowMemory? memory = null;
        foreach (var protection in QuicProtection.OfReservedVersions)
        {
            if (protection.TypeOf(payload.Bytes[0]) != QuicPacketType.Initial
                || QuicLongPacket.Parse(packet, protection, out var initial) != ParseStatus.Complete)
            {
                continue;
            }

            memory ??= new QuicFlowMemory();
            if (memory.TryOpen(initial, protection, payload.FromInitiator, out var opened, out _))
            {
                opened.Dispose();
                memory.OfReservedVersion = protection;
                return Begin(QuicHandshake.Read(payload, QuicDraft.Of(packet.Version), memory), memory);
            }
        }

        return Finding.Truncated();
    }

    private static Finding Begin(QuicInfo info, QuicFlowMemory memory) =>
        Finding.Complete(info, memory: memory) with { Exchange = memory.TakeExchange(), Ids = memory.TakeIds() };

    private static Finding Follow(in Payload payload, QuicInfo known, QuicFlowMemory memory)
    {
        QuicInfo info;
        if (!QuicLongPacket.IsLong(payload.Bytes[0]))
        {
            if (known.Version is { } version && QuicVersions.IsEarlyGoogle(version))
            {
                return GoogleQuicDissection.OnPacket(payload, known, memory);
            }

            info = QuicHandshake.ReadShort(payload.Bytes, payload.FromInitiator, known, memory);
        }
        else
        {
            info = QuicHandshake.Read(payload, new QuicDraft(known), memory);
        }

        if (info.Progress == QuicPhase.Connected)
        {
            memory.Clear();
        }

        return Finding.Complete(
            ReferenceEquals(info, known) ? null : info,
            interest: info.Progress == QuicPhase.Connected ? Interest.None : Interest.Both) with
        { Exchange = memory.TakeExchange(), Ids = memory.TakeIds() };
    }

    /// <summary>Whether the lengths of all packets of a datagram fit (RFC 9000 §12.2).</summary>
    private static bool IsConsistent(in QuicLongPacket first, QuicProtection protection, bool isCut)
    {
        var next = first;
        while (true)
        {
            switch (QuicLongPacket.Parse(next, protection, out var packet))
            {
                case ParseStatus.Malformed:
                    return false;
                case ParseStatus.Truncated:
                    return isCut;
            }

            var rest = next.Bytes[packet.Bytes.Length..];
            if (rest.IsEmpty || !QuicLongPacket.IsLong(rest[0]))
            {
                return true;   // a short header packet takes the rest; so do zeros that only fill the datagram
            }

            if (QuicLongPacket.ParseInvariants(rest, out next) != ParseStatus.Complete)
            {
                return isCut;
            }

            if (next.Version != first.Version || !next.DestinationId.SequenceEqual(first.DestinationId)
                || protection.TypeOf(rest[0]) == QuicPacketType.Retry)
            {
                return false;
            }
        }
    }
}
