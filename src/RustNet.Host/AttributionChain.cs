using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Host;

/// <summary>Asks several mechanisms, the best first, until one names a process. Disposes them. One thread.</summary>
internal sealed class AttributionChain : IProcessAttributor, IListeningSockets
{
    /// <summary>From this attempt on, why there is nobody is an answer.</summary>
    private const int AttemptOfReasons = 3;

    private readonly IReadOnlyList<IProcessAttributor> _attributors;
    private readonly IListeningSockets[] _listening;
    private readonly IDisposable? _shared;
    private readonly string? _refusals;
    private IReadOnlyList<ListeningSocket>[] _listeningOf = [];
    private IReadOnlyList<ListeningSocket> _all = [];

    /// <summary>Takes them over.</summary>
    /// <param name="attributors">At least one; the order is the preference.</param>
    /// <param name="refusals">Why better ones are missing.</param>
    /// <param name="shared">What they use in common, disposed after them.</param>
    public AttributionChain(IReadOnlyList<IProcessAttributor> attributors, string? refusals = null, IDisposable? shared = null)
    {
        _attributors = attributors;
        _listening = [.. attributors.OfType<IListeningSockets>()];
        _refusals = refusals;
        _shared = shared;
    }

    /// <inheritdoc/>
    public string Method => _attributors[0].Method;

    /// <inheritdoc/>
    public string? Degradation => (_refusals, _attributors[0].Degradation) switch
    {
        (null, var own) => own,
        (var refusals, null) => refusals,
        var (refusals, own) => refusals + "; " + own,
    };

    /// <summary>
    /// Those of the best mechanism, and those that only others know of: sockets of the kernel, or of a process that is hidden, are in nobody's
    /// open files.
    /// </summary>
    public IReadOnlyList<ListeningSocket> Listening
    {
        get
        {
            IReadOnlyList<ListeningSocket>[] parts = [.. _listening.Select(static one => one.Listening).Where(static part => part.Count > 0)];
            if (!parts.SequenceEqual(_listeningOf, ReferenceEqualityComparer.Instance))
            {
                _listeningOf = parts;
                _all = Merge(parts);
            }

            return _all;
        }
    }

    private static IReadOnlyList<ListeningSocket> Merge(IReadOnlyList<ListeningSocket>[] parts)
    {
        if (parts.Length <= 1)
        {
            return parts is [var only] ? only : [];
        }

        var places = new HashSet<(IpProtocol Protocol, UInt128 Local, ushort Port)>();
        var merged = new List<ListeningSocket>();
        foreach (var part in parts)
        {
            merged.AddRange(part.Where(one => !places.Contains((one.Protocol, one.Local, one.Port))));
            places.UnionWith(part.Select(static one => (one.Protocol, one.Local, one.Port)));
        }

        return merged.Count == parts[0].Count ? parts[0] : merged;
    }

    /// <inheritdoc/>
    public void Refresh()
    {
        foreach (var attributor in _attributors)
        {
            attributor.Refresh();
        }
    }

    /// <inheritdoc/>
    public FlowOwner? Find(in SocketQuery socket)
    {
        FlowOwner? reason = null;
        // What has no ports and came from elsewhere (an answer to a ping, a neighbour's message) is matched by no socket's ends.
        var first = socket is { IsInitiator: false, Protocol: not (IpProtocol.Tcp or IpProtocol.Udp) } ? _attributors.Count - 1 : 0;
        for (var i = first; i < _attributors.Count; i++)
        {
            var owner = _attributors[i].Find(in socket);
            if (i > 0 && IsLateFor(in socket, owner))
            {
                continue;
            }

            if (owner?.Process is not null)
            {
                // Who listens need not be who accepts; a better mechanism may be about to hear of that.
                if (i > 0 && owner.Match == OwnerMatch.Listener && socket.Attempt < AttemptOfReasons)
                {
                    return null;
                }

                return owner;
            }

            // Those further down look at the system as it is now, and so know best why there is nobody.
            reason = owner ?? reason;
        }

        // A report of a better one may still be on its way.
        var isFinal = _attributors.Count == 1 || socket.Attempt >= AttemptOfReasons || reason?.Match is OwnerMatch.Kernel or OwnerMatch.Forwarded;
        return isFinal ? reason : null;
    }

    // Who waits now has not for certain waited when the packet came, where one that knows since when does not name it.
    private bool IsLateFor(in SocketQuery socket, FlowOwner? owner) =>
        owner is { Process: not null, Match: OwnerMatch.Listener or OwnerMatch.Wildcard }
        && socket is { Protocol: IpProtocol.Tcp or IpProtocol.Udp, Direction: not FlowDirection.Forwarded }
        && _attributors[0] is IWaitingSocketsWitness { SeesWaitingSockets: true };

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var attributor in _attributors)
        {
            attributor.Dispose();
        }

        _shared?.Dispose();
    }
}
