using RustNet.Core.Dpi.Protocols.Tls;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>Takes the datagrams of a known flow into what is known of it.</summary>
internal static class QuicHandshake
{
    private const byte FixedBit = 0x40;
    private const int MessageHeaderLength = 4;   // RFC 8446 §4

    /// <summary>The facts after a datagram that begins with a long header; <paramref name="info"/> itself where nothing is new.</summary>
    public static QuicInfo Read(in Payload payload, QuicInfo info, QuicFlowMemory memory)
    {
        var rest = payload.Bytes;
        while (!rest.IsEmpty)
        {
            if (!QuicLongPacket.IsLong(rest[0]))
            {
                return OnShort(rest, payload.FromInitiator, info, memory);
            }

            if (QuicLongPacket.ParseInvariants(rest, out var front) != ParseStatus.Complete)
            {
                break;
            }

            if (front.Version == QuicVersions.Negotiation)
            {
                return OnNegotiation(front, payload, info, memory);
            }

            if (memory.ProtectionOf(front.Version) is not { } protection)
            {
                break;
            }

            var status = QuicLongPacket.Parse(front, protection, out var packet);
            if (status == ParseStatus.Malformed || packet.Bytes.IsEmpty || (status == ParseStatus.Truncated && !payload.EndsInGap))
            {
                break;
            }

            info = OnLong(packet, protection, payload.FromInitiator, info, memory);
            if (packet.Type == QuicPacketType.Retry)
            {
                break;
            }

            rest = rest[packet.Bytes.Length..];
        }

        return info;
    }

    /// <summary>
    /// The facts after a short header packet: the client sends one as soon as its handshake is complete (RFC 9001 §4.1.1), the server before
    /// that.
    /// </summary>
    public static QuicInfo OnShort(ReadOnlySpan<byte> packet, bool fromInitiator, QuicInfo info, QuicFlowMemory memory)
    {
        var isAddressed = memory.IsAddressed(packet, fromInitiator);
        if (!isAddressed && (packet[0] & FixedBit) == 0)
        {
            return info;
        }

        if (memory.IsClient(fromInitiator))
        {
            memory.HasSeenClient = true;
            return info.Progress == QuicPhase.Handshake || (info.Progress == QuicPhase.Initial && isAddressed) ? info.In(QuicPhase.Connected) : info;
        }

        return info.Progress == QuicPhase.Handshake && isAddressed && !memory.HasSeenClient ? info.In(QuicPhase.Connected) : info;
    }

    private static QuicInfo OnLong(in QuicLongPacket packet, QuicProtection protection, bool fromInitiator, QuicInfo info, QuicFlowMemory memory)
    {
        var isOpen = false;
        if (packet.Type == QuicPacketType.Initial && memory.TryOpen(packet, protection, fromInitiator, out var opened, out var isNew))
        {
            isOpen = true;
            if (isNew && (memory.Server.IsDone || info.Progress >= QuicPhase.Draining))
            {
                memory.Restart();
                info = new QuicInfo { Version = packet.Version };
            }

            info = ReadFrames(opened.Payload, protection, fromInitiator, info, memory);
            opened.Dispose();
        }

        var isClient = memory.IsClient(fromInitiator);
        memory.HasSeenClient |= isClient;
        if (packet.Type == QuicPacketType.Initial && info.Progress == QuicPhase.Initial)
        {
            Time(isClient, isCertain: isOpen || !packet.IsWhole || memory.ClientIsInitiator is not null, memory);
        }

        if ((isOpen || packet.Type == QuicPacketType.Handshake) && info.Version != packet.Version)
        {
            info = info with { Version = packet.Version };
        }

        switch (packet.Type)
        {
            case QuicPacketType.Initial when !isClient:
            case QuicPacketType.Handshake:
                info = info.In(QuicPhase.Handshake);
                break;
            case QuicPacketType.ZeroRtt when isClient && !info.HasZeroRtt:
                info = info with { HasZeroRtt = true };
                break;
            case QuicPacketType.Retry:
                return isClient ? info : OnRetry(packet, fromInitiator, info, memory);
        }

        memory.Note(packet, fromInitiator);
        if (!isClient && packet.Type != QuicPacketType.ZeroRtt)
        {
            memory.NoteIds(packet, fromInitiator);
        }

        return info;
    }

    private static QuicInfo OnNegotiation(in QuicLongPacket packet, in Payload payload, QuicInfo info, QuicFlowMemory memory)
    {
        if (info is not { Progress: QuicPhase.Initial, VersionsSupported: null } || !memory.IsEcho(packet, payload.FromInitiator)
            || !QuicVersionNegotiation.TryRead(packet, payload.EndsInGap, out var versions))
        {
            return info;
        }

        memory.NoteResponse(isFinal: false);
        return info with { VersionsSupported = versions };
    }

    /// <summary>A server asks for a token once, before anything else (RFC 9000 §17.2.5.2).</summary>
    private static QuicInfo OnRetry(in QuicLongPacket packet, bool fromInitiator, QuicInfo info, QuicFlowMemory memory)
    {
        if (info is not { Progress: QuicPhase.Initial, IsRetried: false } || !memory.TryAcceptRetry(packet, fromInitiator))
        {
            return info;
        }

        memory.NoteResponse(isFinal: false);
        return info with { IsRetried = true };
    }

    /// <summary>The client's first Initial packet and the server's are a request and its response.</summary>
    private static void Time(bool isClient, bool isCertain, QuicFlowMemory memory)
    {
        if (!isClient)
        {
            memory.NoteResponse(isFinal: true);
        }
        else if (isCertain)
        {
            memory.NoteRequest();
        }
    }

    private static QuicInfo ReadFrames(ReadOnlySpan<byte> payload, QuicProtection protection, bool fromInitiator, QuicInfo info, QuicFlowMemory memory)
    {
        var isClient = memory.IsClient(fromInitiator);
        var hello = isClient ? memory.Client : memory.Server;
        var hasKept = false;
        var frames = new QuicFrames(payload, protection.HasGoogleFrames);
        while (frames.TryRead(out var frame))
        {
            if (frame.Kind == QuicFrameKind.ConnectionClose)
            {
                info = OnClose(frame, info);
            }
            else if (hello.Take(frame, out var message))
            {
                info = OnMessage(message, isClient, info, hello);
            }
            else
            {
                hasKept |= !hello.IsDone;
            }
        }

        return hasKept && !hello.IsDone ? OnKept(hello.Kept, protection, isClient, info, hello) : info;
    }

    private static QuicInfo OnKept(ReadOnlySpan<byte> kept, QuicProtection protection, bool isClient, QuicInfo info, QuicHello hello)
    {
        if (protection == QuicProtection.GoogleQ050)
        {
            if (isClient && GoogleHello.TryParse(kept, out var google))
            {
                hello.Finish();
                return GoogleQuicDissection.WithHello(info, google);
            }

            return info;
        }

        if (QuicHello.IsWhole(kept))
        {
            return OnMessage(kept, isClient, info, hello);
        }

        // The rest may never come, or not be seen: a name that is whole already is told.
        return isClient && info.Tls is not { ServerName: not null } && kept.Length > MessageHeaderLength
            && (TlsHandshakeType)kept[0] == TlsHandshakeType.ClientHello
            && TlsClientHello.Parse(kept[MessageHeaderLength..], false, out var part) == ParseStatus.Truncated && !part.ServerName.IsEmpty
            ? info with { Tls = TlsDissector.WithClientHello(info.Tls, part, false) }
            : info;
    }

    private static QuicInfo OnMessage(ReadOnlySpan<byte> message, bool isClient, QuicInfo info, QuicHello hello)
    {
        var body = message[MessageHeaderLength..];
        if (isClient)
        {
            if ((TlsHandshakeType)message[0] == TlsHandshakeType.ClientHello
                && TlsClientHello.Parse(body, true, out var client) == ParseStatus.Complete)
            {
                var parameters = QuicTransportParameters.Read(client.QuicTransportParameters);
                info = info with
                {
                    Tls = TlsDissector.WithClientHello(info.Tls, client, true, Ja4.Quic),
                    Parameters = parameters,
                    UserAgent = parameters.UserAgent ?? info.UserAgent,
                };
            }
        }
        else if ((TlsHandshakeType)message[0] == TlsHandshakeType.ServerHello && TlsServerHello.Parse(body, out var server) == ParseStatus.Complete)
        {
            info = info with { Tls = TlsDissector.WithServerHello(info.Tls, server) };
            if (server.IsRetryRequest)
            {
                hello.Skip(message.Length);
                return info;
            }
        }

        hello.Finish();
        return info;
    }

    private static QuicInfo OnClose(in QuicFrame frame, QuicInfo info) => info.Progress switch
    {
        // The second one is the other side's answer (RFC 9000 §10.2), or a repetition.
        QuicPhase.Draining or QuicPhase.Closed => info,
        _ => info with
        {
            Progress = frame.IsApplicationClose ? QuicPhase.Closed : QuicPhase.Draining,
            CloseCode = frame.ErrorCode,
            CloseReason = WireText.Clean(frame.Data),
            IsApplicationClose = frame.IsApplicationClose,
        },
    };
}
