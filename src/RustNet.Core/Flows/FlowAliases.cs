using System.Runtime.InteropServices;
using RustNet.Core.Dpi;
using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>
/// The flows that are known by connection ids too (<see cref="ConnectionIds"/>), so that one whose client gets another address or
/// port is found again: an address translation has forgotten it (RFC 9000 §9.3), or the client has moved without taking a new id.
/// A client that migrates on purpose takes an id it was given under encryption (§9.5), so that nobody on the way can tell: that is
/// a new connection here.
/// <para>
/// An id counts only together with the server's address and port, which stay. Whoever has seen an id can send datagrams that
/// name it; all that does is to move a row about, ten times a second at most. Bounded in number; nothing is allocated but when
/// a flow is added or moves. A shard knows its own flows only: with several, a move to an address whose datagrams another
/// shard gets is a new connection. Guarded by the shard's lock.
/// </para>
/// </summary>
internal sealed class FlowAliases
{
    /// <summary>Flows beyond this are known by their addresses only.</summary>
    public const int MaxFlows = 1 << 15;

    /// <summary>A shorter id is too easily met by chance.</summary>
    private const int MinIdLength = 4;

    private const int MaxIdLength = 20;

    /// <summary>What a packet has behind its id at least: packet number and header protection sample (RFC 9001 §5.4.2).</summary>
    private const int MinBehindId = 20;

    /// <summary>Least time between two moves of a flow, nanoseconds.</summary>
    private const long MoveInterval = 100 * PacketTime.Millisecond;

    private readonly Dictionary<Alias, Known> _byAlias = [];
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
        known.ToServer = Enter(known, address, port, ids.OfServer.Span, toServer: true);
        known.ToClient = Enter(known, address, port, ids.OfClient.Span, toServer: false);
        if (known.ToServer is not null || known.ToClient is not null)
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
            _byFormerKey.Remove(former);
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

            if (_byAlias.TryGetValue(new Alias(frame.Destination, frame.DestinationPort, rest[..length], true), out var known))
            {
                match = new Match(known.Flow, FromServer: false, known.ServerIsA, Moves: known.MayMove(now));
                return true;
            }

            if (_byAlias.TryGetValue(new Alias(frame.Source, frame.SourcePort, rest[..length], false), out known))
            {
                // Where a client has been, the server may go on sending for a while.
                match = new Match(known.Flow, FromServer: true, known.ServerIsA, Moves: known.Former != key && known.MayMove(now));
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
            _byFormerKey.Remove(former);
        }

        if (_byFormerKey.TryGetValue(before, out var other))
        {
            other.Former = null;
        }

        known.Former = before;
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

    private Alias? Enter(Known known, UInt128 address, ushort port, ReadOnlySpan<byte> id, bool toServer)
    {
        if (id.Length is < MinIdLength or > MaxIdLength)
        {
            return null;
        }

        var alias = new Alias(address, port, id, toServer);
        if (_byAlias.TryGetValue(alias, out var other))
        {
            // The newest connection of that server with that id is the one that lives.
            other.Forget(alias);
            Leave(alias);
        }

        _byAlias.Add(alias, known);
        _idsOfLength[id.Length]++;
        return alias;
    }

    private void Leave(Alias? alias)
    {
        if (alias is { } entered)
        {
            _byAlias.Remove(entered);
            _idsOfLength[entered.Length]--;
        }
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

        public Alias? ToServer { get; set; }

        public Alias? ToClient { get; set; }

        public FlowKey? Former { get; set; }

        public long MovedAt { get; set; }

        // The clock may have been set back.
        public bool MayMove(long now) => (ulong)(now - MovedAt) >= MoveInterval;

        public bool IsServer(UInt128 address, ushort port) => ServerIsA
            ? Flow.Key.AddressA == address && Flow.Key.PortA == port
            : Flow.Key.AddressB == address && Flow.Key.PortB == port;

        public void Forget(Alias alias)
        {
            if (ToServer == alias)
            {
                ToServer = null;
            }
            else
            {
                ToClient = null;
            }
        }
    }

    /// <summary>A connection id with the server's endpoint.</summary>
    private readonly record struct Alias
    {
        private readonly UInt128 _server;
        private readonly ulong _id0;
        private readonly ulong _id1;
        private readonly uint _id2;
        private readonly ushort _port;
        private readonly bool _toServer;

        public Alias(UInt128 server, ushort port, ReadOnlySpan<byte> id, bool toServer)
        {
            Span<byte> padded = stackalloc byte[24];
            padded.Clear();
            id.CopyTo(padded);
            _server = server;
            _id0 = MemoryMarshal.Read<ulong>(padded);
            _id1 = MemoryMarshal.Read<ulong>(padded[8..]);
            _id2 = MemoryMarshal.Read<uint>(padded[16..]);
            _port = port;
            _toServer = toServer;
            Length = (byte)id.Length;
        }

        public byte Length { get; }

        public override int GetHashCode() => (int)FlowHash.OfProcess.Of(
            _server, _id0, _id1, (ulong)_id2 << 32 | (ulong)_port << 16 | (ulong)Length << 8 | (_toServer ? 1UL : 0));
    }

    private sealed class KeyComparer : IEqualityComparer<FlowKey>
    {
        public static KeyComparer Instance { get; } = new();

        public bool Equals(FlowKey x, FlowKey y) => x.Equals(y);

        public int GetHashCode(FlowKey key) => (int)FlowHash.OfProcess.Of(in key);
    }
}
