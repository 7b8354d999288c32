using System.Runtime.InteropServices;
using RustNet.Core.Wire;

namespace RustNet.Host.Sockets;

/// <summary>The sockets of a system at one time, to be looked up by their ends. Immutable.</summary>
internal sealed class OwnedSocketTable
{
    private const int None = -1;

    // A socket that more processes share, or a port that more are bound to, is nobody's in particular anyway.
    private const int MostAnswers = 64;

    private readonly List<OwnedSocket> _sockets;
    private readonly int[] _next;
    private readonly Dictionary<SocketKey, int> _connected = [];
    private readonly Dictionary<(IpProtocol Protocol, ushort Port), int> _waiting = [];

    /// <summary>Indexes them; the list is the table's from now on.</summary>
    public OwnedSocketTable(List<OwnedSocket> sockets)
    {
        _sockets = sockets;
        _next = new int[sockets.Count];
        for (var i = sockets.Count - 1; i >= 0; i--)
        {
            var socket = sockets[i];
            ref var first = ref socket.IsWaiting
                ? ref CollectionsMarshal.GetValueRefOrAddDefault(_waiting, (socket.Ends.Protocol, socket.Ends.LocalPort), out var isKnown)
                : ref CollectionsMarshal.GetValueRefOrAddDefault(_connected, socket.Ends, out isKnown);
            _next[i] = isKnown ? first : None;
            first = i;
        }
    }

    /// <summary>No sockets.</summary>
    public static OwnedSocketTable Empty { get; } = new([]);

    /// <summary>All of them.</summary>
    public IReadOnlyList<OwnedSocket> Sockets => _sockets;

    /// <summary>True if there is a connected socket with these ends, whoever has it.</summary>
    public bool HasConnected(in SocketKey key) => _connected.ContainsKey(key);

    /// <summary>Adds the processes that have the connected socket with these ends, each once.</summary>
    public void AddConnected(in SocketKey key, List<int> processes)
    {
        var next = _connected.GetValueOrDefault(key, None);
        for (var listed = 0; next != None && listed < MostAnswers; next = _next[next], listed++)
        {
            Add(_sockets[next].Process, processes);
        }
    }

    /// <summary>Adds the processes with the sockets that wait for packets to that address: of the closest ones, each once.</summary>
    public void AddWaiting(IpProtocol protocol, UInt128 local, ushort port, List<int> processes)
    {
        var best = 1;
        var next = _waiting.GetValueOrDefault((protocol, port), None);
        for (; next != None && processes.Count < MostAnswers; next = _next[next])
        {
            var fit = BoundAddress.Fit(_sockets[next].Ends.Local, local);
            if (fit > best)
            {
                processes.Clear();
            }

            if (fit >= best)
            {
                best = fit;
                Add(_sockets[next].Process, processes);
            }
        }
    }

    private static void Add(int process, List<int> processes)
    {
        if (process != 0 && !processes.Contains(process))
        {
            processes.Add(process);
        }
    }
}
