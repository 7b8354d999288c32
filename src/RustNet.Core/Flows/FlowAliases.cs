using System.Buffers.Binary;
using RustNet.Core.Dpi;
using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>
/// The flows that are known by connection ids too (<see cref="ConnectionIds"/>), so that one whose client gets another address or
/// port is found again: an address translation has forgotten it (RFC 9000 §9.3), or the client has moved without taking a new id.
/// A client that migrates on purpose takes an id it was given under encryption (§9.5), so that nobody on the way can tell: that is
/// a new connection here.
/// <para>
/// An id counts only together with the server's address and port, which stay; of the three there is one keyed hash of 64 bits, which
/// nobody on the wire can foresee. Whoever has seen an id can send datagrams that name it; all that does is to move a row about, ten
/// times a second at most. Bounded in number; nothing is allocated but when a flow is added or moves. A shard knows its own flows
/// only: with several, a move to an address whose datagrams another shard gets is a new connection. Guarded by the shard's lock.
/// </para>
/// </summary>
internal sealed class FlowAliases
{
    /// <summary>Flows beyond this are known by their addresses only.</summary>
    public const int MaxFlows = 1 << 15;

    /// <summary>A shorter id is too easily met by chance.</summary>
    private const int MinIdLength = 4;

    private const int MaxIdLength = ConnectionIds.MaxLength;

    /// <summary>What a packet has behind its id at least: packet number and header protection sample (RFC 9001 §5.4.2).</summary>
    private const int MinBehindId = 20;

    /// <summary>Least time between two moves of a flow, nanoseconds.</summary>
    private const long MoveInterval = 100 * PacketTime.Millisecond;

    private readonly Dictionary<ulong, Known> _byAlias = [];
    private readonly Dictionary<FlowKey, Known> _byFormerKey = new(KeyComparer.Instance);
    private readonly Dictionary<long, Known> _byFlow = [];
    private readonly int[] _idsOfLength = new int[MaxIdLength + 1];

    /// <summary>None is known: nothing need be looked up.</summary>
    public bool IsEmpty => _byFlow.Count == 0;

    /// <summary>Number of flows that are known by an id.</summary>
    public int Count => _byFlow.Count;

    /// <summary>The ends of a flow have chosen these ids; any it had before are forgotten.</summary>
    public void Add(Flow flow, ConnectionIds ids)
    {
        Remove(flow);
        if (_byFlow.Count >= MaxFlows)
        {
            return;
        }

        var known = new Known(flow, ids.ServerIsInitiator);
        var serverIsA = known.ServerIsA;
        var address = serverIsA ? flow.Key.AddressA : flow.Key.AddressB;
        var port = serverIsA ? flow.Key.PortA : flow.Key.PortB;
        known.ToServer = Enter(known, address, port, ids.OfServer, toServer: true);
        known.ToClient = Enter(known, address, port, ids.OfClient, toServer: false);
        if (known.ToServer.IsThere || known.ToClient.IsThere)
        {
            _byFlow.Add(flow.Id, known);
            flow.HasAlias = true;
        }
    }

    /// <summary>Forgets a flow, which leaves.</summary>
    public void Remove(Flow flow)
    {
        if (!flow.HasAlias || !_byFlow.Remove(flow.Id, out var known))
        {
            return;
        }

        flow.HasAlias = false;
        Leave(known.ToServer);
        Leave(known.ToClient);
        if (known.Former is { } former)
        {
            _byFormerKey.Remove(former.Key);
        }
    }

    /// <summary>The flow that a datagram between endpoints without a flow belongs to.</summary>
    /// <param name="frame">The UDP frame, not a later fragment.</param>
    /// <param name="key">Its key, of which there is no flow.</param>
    /// <param name="now">Instant of the shard's clock.</param>
    /// <param name="match">The flow, and what the datagram means to it.</param>
    public bool TryFind(in Frame frame, in FlowKey key, long now, out Match match)
    {
        match = default;
        if (!ConnectionIds.TryLocate(frame.Payload, out var rest))
        {
            return false;
        }

        for (var length = Math.Min(MaxIdLength, rest.Length); length >= MinIdLength; length--)
        {
            if (_idsOfLength[length] == 0 || frame.PayloadLength < 1 + length + MinBehindId)
            {
                continue;
            }

            if (_byAlias.TryGetValue(AliasOf(frame.Destination, frame.DestinationPort, rest[..length], toServer: true), out var known))
            {
                match = new Match(known.Flow, FromServer: false, known.ServerIsA, Moves: known.MayMove(now));
                return true;
            }

            if (_byAlias.TryGetValue(AliasOf(frame.Source, frame.SourcePort, rest[..length], toServer: false), out known))
            {
                // Where a client has been, the server may go on sending for a while.
                match = new Match(known.Flow, FromServer: true, known.ServerIsA, Moves: known.Former?.Key != key && known.MayMove(now));
                return true;
            }
        }

        if (_byFormerKey.TryGetValue(key, out var moved))
        {
            match = new Match(moved.Flow, moved.IsServer(frame.Source, frame.SourcePort), moved.ServerIsA, Moves: false);
            return true;
        }

        return false;
    }

    /// <summary>A flow has another key now; packets of the one before are still its own.</summary>
    public void OnMoved(Flow flow, in FlowKey before, long now)
    {
        if (!_byFlow.TryGetValue(flow.Id, out var known))
        {
            return;
        }

        known.MovedAt = now;
        if (known.Former is { } former)
        {
            _byFormerKey.Remove(former.Key);
        }

        if (_byFormerKey.TryGetValue(before, out var other))
        {
            other.Former = null;
        }

        known.Former = new Place(before);
        _byFormerKey[before] = known;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        foreach (var known in _byFlow.Values)
        {
            known.Flow.HasAlias = false;
        }

        _byFlow.Clear();
        _byAlias.Clear();
        _byFormerKey.Clear();
        Array.Clear(_idsOfLength);
    }

    private Alias Enter(Known known, UInt128 address, ushort port, ReadOnlySpan<byte> id, bool toServer)
    {
        if (id.Length is < MinIdLength or > MaxIdLength)
        {
            return default;
        }

        var alias = new Alias(AliasOf(address, port, id, toServer), (byte)id.Length);
        if (_byAlias.TryGetValue(alias.Hash, out var other))
        {
            // The newest connection of that server with that id is the one that lives.
            Leave(other.Forget(alias.Hash));
        }

        _byAlias.Add(alias.Hash, known);
        _idsOfLength[id.Length]++;
        return alias;
    }

    private void Leave(Alias alias)
    {
        if (alias.IsThere)
        {
            _byAlias.Remove(alias.Hash);
            _idsOfLength[alias.Length]--;
        }
    }

    // Of a connection id with the server's endpoint. An id is at most 20 bytes long.
    private static ulong AliasOf(UInt128 server, ushort port, ReadOnlySpan<byte> id, bool toServer)
    {
        Span<byte> padded = stackalloc byte[24];
        padded.Clear();
        id.CopyTo(padded);
        return FlowHash.OfProcess.Of(
            server,
            BinaryPrimitives.ReadUInt64LittleEndian(padded),
            BinaryPrimitives.ReadUInt64LittleEndian(padded[8..]),
            (ulong)BinaryPrimitives.ReadUInt32LittleEndian(padded[16..]) << 32 | (ulong)port << 16 | (ulong)id.Length << 8 | (toServer ? 1UL : 0));
    }

    /// <summary>What a datagram is to a flow with other addresses.</summary>
    /// <param name="Flow">The flow.</param>
    /// <param name="FromServer">The server has sent it, else the client.</param>
    /// <param name="ServerIsA">The server is side A of the flow as it is.</param>
    /// <param name="Moves">The client is now where the datagram comes from or goes to.</param>
    public readonly record struct Match(Flow Flow, bool FromServer, bool ServerIsA, bool Moves);

    /// <summary>A flow and all that leads to it.</summary>
    private sealed class Known(Flow flow, bool serverIsInitiator)
    {
        public Flow Flow { get; } = flow;

        public bool ServerIsA => serverIsInitiator == Flow.Orientation.InitiatorIsA;

        public Alias ToServer { get; set; }

        public Alias ToClient { get; set; }

        /// <summary>Where the client was before it moved; an object of its own, because few ever move.</summary>
        public Place? Former { get; set; }

        public long MovedAt { get; set; }

        // The clock may have been set back.
        public bool MayMove(long now) => (ulong)(now - MovedAt) >= MoveInterval;

        public bool IsServer(UInt128 address, ushort port) => ServerIsA
            ? Flow.Key.AddressA == address && Flow.Key.PortA == port
            : Flow.Key.AddressB == address && Flow.Key.PortB == port;

        public Alias Forget(ulong hash)
        {
            Alias forgotten;
            if (ToServer.Hash == hash && ToServer.IsThere)
            {
                (forgotten, ToServer) = (ToServer, default);
            }
            else
            {
                (forgotten, ToClient) = (ToClient, default);
            }

            return forgotten;
        }
    }

    private sealed record Place(FlowKey Key);

    /// <summary>Under which an id is entered, or nothing.</summary>
    private readonly record struct Alias(ulong Hash, byte Length)
    {
        public bool IsThere => Length != 0;
    }

    private sealed class KeyComparer : IEqualityComparer<FlowKey>
    {
        public static KeyComparer Instance { get; } = new();

        public bool Equals(FlowKey x, FlowKey y) => x.Equals(y);

        public int GetHashCode(FlowKey key) => (int)FlowHash.OfProcess.Of(in key);
    }
}
