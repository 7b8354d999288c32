using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>What is remembered of a connection until its handshake is over: who the client is, connection ids, Initial keys, and pieces of the hellos.</summary>
internal sealed class QuicFlowMemory : DissectorMemory
{
    /// <summary>So many Initial packets that no key opens, and no further one is tried.</summary>
    private const int MaxFailures = 24;

    /// <summary>So many Initial packets are opened after both hellos, for a CONNECTION_CLOSE among them.</summary>
    private const int MaxAfterHellos = 3;

    /// <summary>So many Retry packets whose tag is wrong, and no further one is checked.</summary>
    private const int MaxFalseRetries = 4;

    private const int OwnSize = 384;

    private BothSides _destination;
    private BothSides _source;
    private QuicConnectionId _keyId;
    private QuicKeys? _clientKeys;
    private QuicKeys? _serverKeys;
    private int _failures;
    private int _afterHellos;
    private int _falseRetries;
    private uint _attempt;
    private Exchange _exchange;
    private ConnectionIds? _ids;
    private bool _hasToldIds;

    /// <summary>What the client has said.</summary>
    public QuicHello Client { get; } = new();

    /// <summary>What the server has said.</summary>
    public QuicHello Server { get; } = new();

    /// <summary>True when the flow's initiator is the client, <see langword="null"/> until something proves it.</summary>
    public bool? ClientIsInitiator { get; set; }

    /// <summary>True once a datagram of the client was seen.</summary>
    public bool HasSeenClient { get; set; }

    /// <inheritdoc/>
    public override int Size => OwnSize + Client.Size + Server.Size + (_clientKeys is null ? 0 : QuicKeys.Size) + (_serverKeys is null ? 0 : QuicKeys.Size);

    /// <summary>Whether a sender is the client, as far as is known: the initiator until the contrary is proven.</summary>
    public bool IsClient(bool fromInitiator) => (ClientIsInitiator ?? true) == fromInitiator;

    /// <summary>Takes down the connection ids of a long header packet.</summary>
    public void Note(in QuicLongPacket packet, bool fromInitiator)
    {
        _destination[fromInitiator ? 0 : 1].Set(packet.DestinationId);
        _source[fromInitiator ? 0 : 1].Set(packet.SourceId);
    }

    /// <summary>Takes down the connection id a client addresses, where it is the only one.</summary>
    public void NoteClientId(ReadOnlySpan<byte> id, bool fromInitiator) => _destination[fromInitiator ? 0 : 1].Set(id);

    /// <summary>How packets are protected whose version only forces a negotiation, once that has been found out.</summary>
    public QuicProtection? OfReservedVersion { get; set; }

    /// <summary>How a version protects its packets in this flow, or <see langword="null"/>.</summary>
    public QuicProtection? ProtectionOf(uint version) =>
        QuicVersions.ProtectionOf(version) ?? (QuicVersions.IsReserved(version) ? OfReservedVersion : null);

    /// <summary>True when a packet's connection ids are those that its receiver used, exchanged: nobody off the path can know both.</summary>
    public bool IsEcho(in QuicLongPacket packet, bool fromInitiator)
    {
        var other = fromInitiator ? 1 : 0;
        return _source[other].Is(packet.DestinationId) && _destination[other].Is(packet.SourceId);
    }

    /// <summary>True when a short header packet is addressed as its sender's long header packets were, or as its receiver asked for.</summary>
    public bool IsAddressed(ReadOnlySpan<byte> shortPacket, bool fromInitiator)
    {
        var self = fromInitiator ? 0 : 1;
        return _destination[self].IsPrefixOf(shortPacket[1..]) || _source[1 - self].IsPrefixOf(shortPacket[1..]);
    }

    /// <summary>
    /// Opens an Initial packet. The first one that the client's keys open decides who the client is. Keys are those of the client's
    /// first destination connection id; after a Retry, and for another version, there are new ones (RFC 9001 §5.2).
    /// </summary>
    /// <param name="packet">A whole Initial packet.</param>
    /// <param name="protection">How its version protects it.</param>
    /// <param name="fromInitiator">Its direction.</param>
    /// <param name="opened">Its frames.</param>
    /// <param name="isNew">True when the client begins a new attempt with this packet.</param>
    public bool TryOpen(in QuicLongPacket packet, QuicProtection protection, bool fromInitiator, out QuicKeys.Opened opened, out bool isNew)
    {
        opened = default;
        isNew = false;
        if (_failures >= MaxFailures || (Client.IsDone && Server.IsDone && ++_afterHellos > MaxAfterHellos))
        {
            return false;
        }

        if (ClientIsInitiator is { } clientIsInitiator && clientIsInitiator != fromInitiator)
        {
            if (_serverKeys?.Protection != protection)
            {
                _serverKeys = QuicKeys.Derive(protection, _keyId.Bytes).Server;
            }

            return _serverKeys.TryOpen(packet, out opened) || Fail();
        }

        if (_clientKeys is not null && _clientKeys.Protection == protection && _clientKeys.TryOpen(packet, out opened))
        {
            return true;
        }

        if (_clientKeys is not null && _clientKeys.Protection == protection && _keyId.Is(packet.DestinationId))
        {
            return Fail();
        }

        var (keys, serverKeys) = QuicKeys.Derive(protection, packet.DestinationId);
        if (!keys.TryOpen(packet, out opened))
        {
            return Fail();
        }

        isNew = _clientKeys is not null;
        _clientKeys = keys;
        _serverKeys = serverKeys;
        _keyId.Set(packet.DestinationId);
        ClientIsInitiator = fromInitiator;
        Client.RestartUnlessDone();
        return true;
    }

    /// <summary>
    /// Takes a server's Retry packet, if it is one: from here on the connection id it names is what the client addresses, and what keys
    /// come from (RFC 9001 §5.2).
    /// </summary>
    public bool TryAcceptRetry(in QuicLongPacket packet, bool fromInitiator)
    {
        if (_falseRetries >= MaxFalseRetries)
        {
            return false;
        }

        if (!QuicRetry.IsGenuine(packet, _destination[fromInitiator ? 1 : 0].Bytes))
        {
            _falseRetries++;
            return false;
        }

        _clientKeys = null;
        _serverKeys = null;
        _keyId.Set(packet.SourceId);
        return true;
    }

    /// <summary>The client asks for a connection: the time of the server's answer counts from the first such packet of an attempt.</summary>
    public void NoteRequest() => _exchange = Exchange.Request(_attempt);

    /// <summary>The server answers the client's attempt.</summary>
    /// <param name="isFinal">False when the client has to try again (RFC 9000 §6, §8.1.2).</param>
    public void NoteResponse(bool isFinal)
    {
        _exchange = Exchange.Response(_attempt);
        if (!isFinal)
        {
            _attempt++;
        }
    }

    /// <summary>What the last datagram was to the timing of the handshake, once.</summary>
    public Exchange TakeExchange()
    {
        var exchange = _exchange;
        _exchange = default;
        return exchange;
    }

    /// <summary>A packet of the server's, no Retry: it has both ids that are in use until the ends agree on others.</summary>
    public void NoteIds(in QuicLongPacket packet, bool fromInitiator)
    {
        if (!_hasToldIds)
        {
            _hasToldIds = true;
            _ids = new ConnectionIds(fromInitiator, packet.SourceId, packet.DestinationId);
        }
    }

    /// <summary>The ids to tell of the connection, once.</summary>
    public ConnectionIds? TakeIds()
    {
        var ids = _ids;
        _ids = null;
        return ids;
    }

    /// <summary>Forgets the hellos: another connection begins between the same endpoints.</summary>
    public void Restart()
    {
        Client.Restart();
        Server.Restart();
        _afterHellos = 0;
        _attempt++;
        _hasToldIds = false;
    }

    /// <summary>Gives buffers back: nothing more of the handshake will be read.</summary>
    public void Clear()
    {
        Client.Clear();
        Server.Clear();
    }

    private bool Fail()
    {
        _failures++;
        return false;
    }

    /// <summary>What the initiator uses, then what the responder uses.</summary>
    [InlineArray(2)]
    private struct BothSides
    {
        private QuicConnectionId _ofInitiator;
    }

    /// <summary>A connection id of a known version, held in place.</summary>
    private struct QuicConnectionId
    {
        private Storage _bytes;
        private byte _length;

        [UnscopedRef]
        public readonly ReadOnlySpan<byte> Bytes => ((ReadOnlySpan<byte>)_bytes)[.._length];

        public void Set(ReadOnlySpan<byte> id)
        {
            if (id.Length <= QuicLongPacket.MaxConnectionIdLength)
            {
                id.CopyTo(_bytes);
                _length = (byte)id.Length;
            }
        }

        public readonly bool Is(ReadOnlySpan<byte> id) => id.SequenceEqual(Bytes);

        public readonly bool IsPrefixOf(ReadOnlySpan<byte> bytes) => _length > 0 && bytes.StartsWith(Bytes);

        [InlineArray(QuicLongPacket.MaxConnectionIdLength)]
        private struct Storage
        {
            private byte _first;
        }
    }
}
