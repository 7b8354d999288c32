using RustNet.Core.Dpi.Protocols.Tls;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>Takes the datagrams of a known flow into what is known of it.</summary>
internal static class QuicHandshake
{
    private const byte FixedBit = 0x40;
    private const int MessageHeaderLength = 4;   // RFC 8446 §4

    /// <summary>The facts after a datagram that begins with a long header; those of <paramref name="draft"/> itself where nothing is new.</summary>
    public static QuicInfo Read(in Payload payload, QuicDraft draft, QuicFlowMemory memory)
    {
        var rest = payload.Bytes;
        while (!rest.IsEmpty)
        {
            if (!QuicLongPacket.IsLong(rest[0]))
            {
                OnShort(rest, payload.FromInitiator, ref draft, memory);
                break;
            }

            if (QuicLongPacket.ParseInvariants(rest, out var front) != ParseStatus.Complete)
            {
                break;
            }

            if (front.Version == QuicVersions.Negotiation)
            {
                OnNegotiation(front, payload, ref draft, memory);
                break;
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

            OnLong(packet, protection, payload.FromInitiator, ref draft, memory);
            if (packet.Type == QuicPacketType.Retry)
            {
                break;
            }

            rest = rest[packet.Bytes.Length..];
        }

        return draft.Info;
    }

    /// <summary>
    /// The facts after a short header packet: the client sends one as soon as its handshake is complete (RFC 9001 §4.1.1), the server before
    /// that.
    /// </summary>
    public static QuicInfo ReadShort(ReadOnlySpan<byte> packet, bool fromInitiator, QuicInfo known, QuicFlowMemory memory)
    {
        var draft = new QuicDraft(known);
        OnShort(packet, fromInitiator, ref draft, memory);
        return draft.Info;
    }

    private static void OnShort(ReadOnlySpan<byte> packet, bool fromInitiator, ref QuicDraft draft, QuicFlowMemory memory)
    {
        var isAddressed = memory.IsAddressed(packet, fromInitiator);
        if (!isAddressed && (packet[0] & FixedBit) == 0)
        {
            return;
        }

        var progress = draft.Info.Progress;
        if (memory.IsClient(fromInitiator))
        {
            memory.HasSeenClient = true;
            if (progress == QuicPhase.Handshake || (progress == QuicPhase.Initial && isAddressed))
            {
                draft.Reach(QuicPhase.Connected);
            }
        }
        else if (progress == QuicPhase.Handshake && isAddressed && !memory.HasSeenClient)
        {
            draft.Reach(QuicPhase.Connected);
        }
    }

    private static void OnLong(in QuicLongPacket packet, QuicProtection protection, bool fromInitiator, ref QuicDraft draft, QuicFlowMemory memory)
    {
        var isOpen = false;
        if (packet.Type == QuicPacketType.Initial && memory.TryOpen(packet, protection, fromInitiator, out var opened, out var isNew))
        {
            isOpen = true;
            if (isNew && (memory.Server.IsDone || draft.Info.Progress >= QuicPhase.Draining))
            {
                memory.Restart();
                draft.Restart(packet.Version);
            }

            ReadFrames(opened.Payload, protection, fromInitiator, ref draft, memory);
            opened.Dispose();
        }

        var isClient = memory.IsClient(fromInitiator);
        memory.HasSeenClient |= isClient;
        if (packet.Type == QuicPacketType.Initial && draft.Info.Progress == QuicPhase.Initial)
        {
            Time(isClient, isCertain: isOpen || !packet.IsWhole || memory.ClientIsInitiator is not null, memory);
        }

        if ((isOpen || packet.Type == QuicPacketType.Handshake) && draft.Info.Version != packet.Version)
        {
            draft.Change().Version = packet.Version;
        }

        switch (packet.Type)
        {
            case QuicPacketType.Initial when !isClient:
            case QuicPacketType.Handshake:
                draft.Reach(QuicPhase.Handshake);
                break;
            case QuicPacketType.ZeroRtt when isClient && !draft.Info.HasZeroRtt:
                draft.Change().HasZeroRtt = true;
                break;
            case QuicPacketType.Retry:
                if (!isClient)
                {
                    OnRetry(packet, fromInitiator, ref draft, memory);
                }

                return;
        }

        memory.Note(packet, fromInitiator);
        if (!isClient && packet.Type != QuicPacketType.ZeroRtt)
        {
            memory.NoteIds(packet, fromInitiator);
        }
    }

    private static void OnNegotiation(in QuicLongPacket packet, in Payload payload, ref QuicDraft draft, QuicFlowMemory memory)
    {
        if (draft.Info is not { Progress: QuicPhase.Initial, VersionsSupported: null } || !memory.IsEcho(packet, payload.FromInitiator)
            || !QuicVersionNegotiation.TryRead(packet, payload.EndsInGap, out var versions))
        {
            return;
        }

        memory.NoteResponse(isFinal: false);
        draft.Change().VersionsSupported = versions;
    }

    /// <summary>A server asks for a token once, before anything else (RFC 9000 §17.2.5.2).</summary>
    private static void OnRetry(in QuicLongPacket packet, bool fromInitiator, ref QuicDraft draft, QuicFlowMemory memory)
    {
        if (draft.Info is { Progress: QuicPhase.Initial, IsRetried: false } && memory.TryAcceptRetry(packet, fromInitiator))
        {
            memory.NoteResponse(isFinal: false);
            draft.Change().IsRetried = true;
        }
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

    private static void ReadFrames(ReadOnlySpan<byte> payload, QuicProtection protection, bool fromInitiator, ref QuicDraft draft, QuicFlowMemory memory)
    {
        var isClient = memory.IsClient(fromInitiator);
        var hello = isClient ? memory.Client : memory.Server;
        var hasKept = false;
        var frames = new QuicFrames(payload, protection.HasGoogleFrames);
        while (frames.TryRead(out var frame))
        {
            if (frame.Kind == QuicFrameKind.ConnectionClose)
            {
                OnClose(frame, ref draft);
            }
            else if (hello.Take(frame, out var message))
            {
                OnMessage(message, isClient, ref draft, hello);
            }
            else
            {
                hasKept |= !hello.IsDone;
            }
        }

        if (hasKept && !hello.IsDone)
        {
            OnKept(hello.Kept, protection, isClient, ref draft, hello);
        }
    }

    private static void OnKept(ReadOnlySpan<byte> kept, QuicProtection protection, bool isClient, ref QuicDraft draft, QuicHello hello)
    {
        if (protection == QuicProtection.GoogleQ050)
        {
            if (isClient && GoogleHello.TryParse(kept, out var google))
            {
                GoogleQuicDissection.OnHello(google, ref draft);   // it lies in what Finish gives back
                hello.Finish();
            }
        }
        else if (QuicHello.IsWhole(kept))
        {
            OnMessage(kept, isClient, ref draft, hello);
        }
        else if (isClient && draft.Info.Tls is not { ServerName: not null } && kept.Length > MessageHeaderLength
            && (TlsHandshakeType)kept[0] == TlsHandshakeType.ClientHello
            && TlsClientHello.Parse(kept[MessageHeaderLength..], false, out var part) == ParseStatus.Truncated && !part.ServerName.IsEmpty)
        {
            // The rest may never come, or not be seen: a name that is whole already is told.
            draft.Change().Tls = TlsDissector.WithClientHello(draft.Info.Tls, part, false);
        }
    }

    private static void OnMessage(ReadOnlySpan<byte> message, bool isClient, ref QuicDraft draft, QuicHello hello)
    {
        var body = message[MessageHeaderLength..];
        if (isClient)
        {
            if ((TlsHandshakeType)message[0] == TlsHandshakeType.ClientHello
                && TlsClientHello.Parse(body, true, out var client) == ParseStatus.Complete)
            {
                var parameters = QuicTransportParameters.Read(client.QuicTransportParameters);
                var info = draft.Change();
                info.Tls = TlsDissector.WithClientHello(info.Tls, client, true, Ja4.Quic);
                info.Parameters = parameters;
                info.UserAgent = parameters.UserAgent ?? info.UserAgent;
            }
        }
        else if ((TlsHandshakeType)message[0] == TlsHandshakeType.ServerHello && TlsServerHello.Parse(body, out var server) == ParseStatus.Complete)
        {
            draft.Change().Tls = TlsDissector.WithServerHello(draft.Info.Tls, server);
            if (server.IsRetryRequest)
            {
                hello.Skip(message.Length);
                return;
            }
        }

        hello.Finish();
    }

    private static void OnClose(in QuicFrame frame, ref QuicDraft draft)
    {
        // A second one is the other side's answer (RFC 9000 §10.2), or a repetition.
        if (draft.Info.Progress < QuicPhase.Draining)
        {
            var info = draft.Change();
            info.Progress = frame.IsApplicationClose ? QuicPhase.Closed : QuicPhase.Draining;
            info.Close = new QuicClose(frame.ErrorCode, WireText.Clean(frame.Data), frame.IsApplicationClose);
        }
    }
}
