using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host;

namespace RustNet.App.Pipeline;

/// <summary>
/// The sockets that wait for connections as rows that keep their ids from one look to the next, so that a selection stays
/// where it is. For one thread.
/// </summary>
internal sealed class ListeningRows(TimeProvider time)
{
    private readonly Dictionary<Place, FlowSnapshot> _rows = [];
    private IReadOnlyList<ListeningSocket> _of = [];
    private IReadOnlyList<FlowSnapshot> _current = [];
    private long _nextId = ListeningRow.FirstId;

    /// <summary>The rows of these sockets; the same list for the same list.</summary>
    public IReadOnlyList<FlowSnapshot> Of(IReadOnlyList<ListeningSocket> sockets)
    {
        if (ReferenceEquals(sockets, _of))
        {
            return _current;
        }

        _of = sockets;
        var now = PacketTime.FromUtc(time.GetUtcNow());
        var kept = new HashSet<Place>();
        foreach (var socket in sockets)
        {
            var place = new Place(socket.Protocol, socket.Local, socket.Port, socket.IsIPv6, socket.Owner?.Process?.Id ?? 0);
            if (!kept.Add(place))
            {
                continue;
            }

            if (!_rows.TryGetValue(place, out var row))
            {
                _rows[place] = ListeningRow.Make(_nextId++, socket.Protocol, socket.Local, socket.Port, socket.Owner, now);
            }
            else if (!ReferenceEquals(row.Owner, socket.Owner))
            {
                _rows[place] = ListeningRow.Make(row.Identity.Id, socket.Protocol, socket.Local, socket.Port, socket.Owner, row.Identity.FirstSeen);
            }
        }

        foreach (var gone in _rows.Keys.Where(place => !kept.Contains(place)).ToList())
        {
            _rows.Remove(gone);
        }

        return _current = [.. _rows.Values.OrderBy(static row => row.Identity.Id)];
    }

    private readonly record struct Place(IpProtocol Protocol, UInt128 Local, ushort Port, bool IsIPv6, int ProcessId);
}
