using RustNet.Core.Dpi.Protocols.Tls;

namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>
/// Early Google QUIC (Q001 to Q049): its version, and what the client's hello says, which is in the clear. The phases follow from who
/// has been heard: a client leaves the version out as soon as the server has agreed to it.
/// </summary>
internal static class GoogleQuicDissection
{
    /// <summary>A packet that names its version.</summary>
    public static Finding OnPacket(in Payload payload, in GooglePacket packet)
    {
        var known = payload.Current as QuicInfo;
        var memory = payload.Memory as QuicFlowMemory ?? new QuicFlowMemory { ClientIsInitiator = payload.FromInitiator != packet.IsOfServer };
        var draft = known is null ? QuicDraft.Of(packet.Version) : new QuicDraft(known);
        Time(draft.Info, memory, payload.FromInitiator);
        if (memory.IsClient(payload.FromInitiator))
        {
            memory.NoteClientId(packet.ConnectionId, payload.FromInitiator);
            if (draft.Info.Tls is null && packet.Rest.IndexOf(GoogleHello.Tag) is >= 0 and var at && GoogleHello.TryParse(packet.Rest[at..], out var hello))
            {
                OnHello(hello, ref draft);
            }
        }
        else
        {
            draft.Reach(QuicPhase.Handshake);
        }

        return Finding.Complete(ReferenceEquals(draft.Info, known) ? null : draft.Info, memory: memory) with { Exchange = memory.TakeExchange() };
    }

    /// <summary>A packet without a version, of a connection that is known.</summary>
    public static Finding OnPacket(in Payload payload, QuicInfo known, QuicFlowMemory memory)
    {
        var draft = new QuicDraft(known);
        if (!memory.IsClient(payload.FromInitiator))
        {
            Time(known, memory, payload.FromInitiator);
            draft.Reach(QuicPhase.Handshake);
        }
        else if (known.Progress == QuicPhase.Handshake && memory.IsAddressed(payload.Bytes, payload.FromInitiator))
        {
            draft.Reach(QuicPhase.Connected);
        }

        var info = draft.Info;
        return Finding.Complete(
            ReferenceEquals(info, known) ? null : info,
            interest: info.Progress == QuicPhase.Connected ? Interest.None : Interest.Both) with
        { Exchange = memory.TakeExchange() };
    }

    private static void Time(QuicInfo info, QuicFlowMemory memory, bool fromInitiator)
    {
        if (info.Progress != QuicPhase.Initial)
        {
            return;
        }

        if (memory.IsClient(fromInitiator))
        {
            memory.NoteRequest();
        }
        else
        {
            memory.NoteResponse(isFinal: true);
        }
    }

    /// <summary>What a CHLO tells.</summary>
    public static void OnHello(in GoogleHello hello, ref QuicDraft draft)
    {
        if (!hello.ServerName.IsEmpty)
        {
            draft.Change().Tls = new TlsInfo
            {
                ServerName = WireText.Clean(hello.ServerName),
                ValidServerName = WireText.TryHostName(hello.ServerName, out var valid) ? valid : null,
            };
        }

        if (!hello.UserAgent.IsEmpty)
        {
            draft.Change().UserAgent = WireText.Clean(hello.UserAgent);
        }
    }
}
