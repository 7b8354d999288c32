using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <content>Connections whose client is heard from another address or port, and go on as the row they were (<see cref="FlowAliases"/>).</content>
internal sealed partial class FlowShard
{
    private readonly FlowAliases _aliases = new();

    /// <summary>No datagram comes any more. Needs the shard's lock.</summary>
    internal void ForgetAliases() => _aliases.Clear();

    /// <summary>Counts a datagram between endpoints without a flow for the connection it names, if it does.</summary>
    private bool TryContinue(in FlowKey key, ulong hash, in Frame frame, bool fromA)
    {
        if (_aliases.IsEmpty || frame.Protocol != IpProtocol.Udp || frame.IsLaterFragment
            || !_aliases.TryFind(in frame, in key, _clock.Now, out var match))
        {
            return false;
        }

        var serverIsA = match.ServerIsA;
        if (match.Moves)
        {
            var before = match.Flow.Key;
            serverIsA = match.FromServer == fromA;
            Rekey(match.Flow, in key, hash, isSwapped: serverIsA != match.ServerIsA);
            _aliases.OnMoved(match.Flow, in before, _clock.Now);
        }

        Update(match.Flow, in frame, match.FromServer == serverIsA);
        if (match.Moves)
        {
            _options.ChangeObserver?.OnChanged(FlowReader.Current(match.Flow, in _clock));
        }

        return true;
    }

    /// <summary>Who is local and who began stays; which side of the key they are may not.</summary>
    private void Rekey(Flow flow, in FlowKey key, ulong hash, bool isSwapped)
    {
        _index.Remove(flow, FlowHash.OfProcess.Of(in flow.Key));
        flow.Key = key;
        _index.Add(flow, hash);
        var orientation = flow.Orientation;
        if (isSwapped)
        {
            orientation = orientation with { LocalIsA = !orientation.LocalIsA, InitiatorIsA = !orientation.InitiatorIsA };
            (flow.PacketsA, flow.PacketsB) = (flow.PacketsB, flow.PacketsA);
            (flow.BytesA, flow.BytesB) = (flow.BytesB, flow.BytesA);
            flow.Rate?.Swap();
        }

        flow.Orientation = orientation with { RemoteScope = AddressScopes.Of(orientation.LocalIsA ? key.AddressB : key.AddressA, _local) };
        flow.Snapshot = null; // its identity is no longer right
    }
}
