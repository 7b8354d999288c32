using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host;

namespace RustNet.App.Pipeline;

/// <summary>
/// The sockets that wait for connections as rows that keep their ids from one look to the next, so that a selection stays
/// where it is: also when their process becomes known, or another one takes the place over. For one thread.
/// </summary>
internal sealed class ListeningRows(TimeProvider time)
{
    private readonly Dictionary<Place, List<FlowSnapshot>> _rows = [];
    private IReadOnlyList<ListeningSocket> _of = [];
    private IReadOnlyList<FlowSnapshot> _current = [];
    private long _nextId = ListeningRow.FirstId;

    /// <summary>The rows of these sockets, one for each process at a place; the same list for the same list.</summary>
    public IReadOnlyList<FlowSnapshot> Of(IReadOnlyList<ListeningSocket> sockets)
    {
        if (ReferenceEquals(sockets, _of))
        {
            return _current;
        }

        _of = sockets;
        var now = PacketTime.FromUtc(time.GetUtcNow());
        var places = sockets.GroupBy(static socket => new Place(socket.Protocol, socket.Local, socket.Port, socket.IsIPv6)).ToList();
        foreach (var gone in _rows.Keys.Except(places.Select(static place => place.Key)).ToList())
        {
            _rows.Remove(gone);
        }

        foreach (var place in places)
        {
            _rows[place.Key] = RowsAt(_rows.GetValueOrDefault(place.Key, []), place.DistinctBy(static socket => ProcessOf(socket.Owner)), now);
        }

        return _current = [.. _rows.Values.SelectMany(static rows => rows).OrderBy(static row => row.Identity.Id)];
    }

    // Several processes may wait at one place (SO_REUSEPORT, multicast): each keeps its row, and what is left goes to who is new.
    private List<FlowSnapshot> RowsAt(List<FlowSnapshot> before, IEnumerable<ListeningSocket> sockets, long now)
    {
        var rows = new List<FlowSnapshot>();
        var left = new List<FlowSnapshot>(before);
        var newcomers = new List<ListeningSocket>();
        foreach (var socket in sockets)
        {
            var same = left.FindIndex(row => ProcessOf(row.Owner) == ProcessOf(socket.Owner));
            if (same < 0)
            {
                newcomers.Add(socket);
                continue;
            }

            rows.Add(With(left[same], socket.Owner));
            left.RemoveAt(same);
        }

        for (var i = 0; i < newcomers.Count; i++)
        {
            var socket = newcomers[i];
            rows.Add(i < left.Count ? With(left[i], socket.Owner) : ListeningRow.Make(_nextId++, socket.Protocol, socket.Local, socket.Port, socket.Owner, now));
        }

        return rows;
    }

    private static FlowSnapshot With(FlowSnapshot row, FlowOwner? owner) => ReferenceEquals(row.Owner, owner) ? row
        : ListeningRow.Make(row.Identity.Id, row.Identity.Key.Protocol, row.Identity.LocalAddress, row.Identity.LocalPort, owner, row.Identity.FirstSeen);

    private static int ProcessOf(FlowOwner? owner) => owner?.Process?.Id ?? 0;

    private readonly record struct Place(IpProtocol Protocol, UInt128 Local, ushort Port, bool IsIPv6);
}
