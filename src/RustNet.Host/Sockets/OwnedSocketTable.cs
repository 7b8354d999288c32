using System.Runtime.InteropServices;
using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Host.Sockets;

/// <summary>The sockets of a system at one time, to be looked up by their ends. Immutable.</summary>
internal sealed class OwnedSocketTable
{
    private const int None = -1;

    // A socket that more processes share, or a port that more are bound to, is nobody's in particular anyway.
    private const int MostAnswers = 64;

    private static readonly UInt128 s_anyIPv4 = FlowText.FromIPv4(0);

    private readonly List<OwnedSocket> _sockets;
    private readonly int[] _next;
    private readonly Dictionary<SocketKey, int> _connected = [];
    private readonly Dictionary<SocketKey, int> _waiting = [];

    /// <summary>Indexes them; the list is the table's from now on.</summary>
    public OwnedSocketTable(List<OwnedSocket> sockets)
    {
        _sockets = sockets;
        _next = new int[sockets.Count];
        for (var i = sockets.Count - 1; i >= 0; i--)
        {
            var socket = sockets[i];
            ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(socket.IsWaiting ? _waiting : _connected, socket.Ends, out var isKnown);
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
        // As a system chooses: who is bound to that very address, then to any of its version, then to any of both.
        var isIPv4 = FlowText.IsIPv4(local);
        _ = AddBound(protocol, local, port, isIPv4, processes)
            || (isIPv4 && AddBound(protocol, s_anyIPv4, port, isIPv4, processes))
            || AddBound(protocol, UInt128.Zero, port, isIPv4, processes);
    }

    // True if there is a socket, whoever has it.
    private bool AddBound(IpProtocol protocol, UInt128 local, ushort port, bool isIPv4, List<int> processes)
    {
        var isAny = false;
        var next = _waiting.GetValueOrDefault(new SocketKey(protocol, local, port, UInt128.Zero, 0), None);
        for (var listed = 0; next != None && listed < MostAnswers; next = _next[next], listed++)
        {
            var socket = _sockets[next];
            if (!(isIPv4 && socket.IsIPv6Only))
            {
                isAny = true;
                Add(socket.Process, processes);
            }
        }

        return isAny;
    }

    private static void Add(int process, List<int> processes)
    {
        if (process != 0 && !processes.Contains(process))
        {
            processes.Add(process);
        }
    }
}
