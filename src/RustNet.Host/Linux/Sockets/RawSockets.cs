using System.Buffers.Binary;
using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Host.Linux.Proc;

namespace RustNet.Host.Linux.Sockets;

/// <summary>
/// Owners of what has no ports: ping sockets, which the kernel lists by echo identifier, and raw sockets, which it lists by protocol. One
/// thread.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class RawSockets(ProcDirectory proc, OwnerFinder owners, TimeProvider clock)
{
    private static readonly TimeSpan s_shortestRest = TimeSpan.FromMilliseconds(20);
    private static readonly FlowOwner s_kernel = new(null, OwnerMatch.Kernel);
    private static readonly FlowOwner s_gone = new(null, OwnerMatch.Exited);
    private static readonly FlowOwner s_noRights = new(null, OwnerMatch.NoRights);

    private readonly ProcNetTables _tables = new(proc);
    private readonly List<SocketEntry> _ping = [];
    private readonly List<SocketEntry> _raw = [];
    private long _readAt;

    /// <summary>The owner of an ICMP exchange; the identifier of an echo is the local port.</summary>
    public FlowOwner? FindEcho(in SocketQuery socket)
    {
        if (!socket.IsInitiator || socket.LocalPort == 0)
        {
            return s_kernel; // it answers echo requests, and writes errors and neighbor discovery itself
        }

        ReadIfDue();
        foreach (var entry in _ping)
        {
            if (entry.Protocol == socket.Protocol && entry.LocalPort == socket.LocalPort
                && (SocketEntry.IsAny(entry.Local) || entry.Local == socket.Local))
            {
                return owners.Find(entry.Inode, socket.SeenAt)?.As(OwnerMatch.Exact) ?? Hidden(in socket);
            }
        }

        return FindRawEcho(in socket) ?? (Only(in socket, out var count) is null && count > 0 ? Hidden(in socket) : Gone(in socket));
    }

    /// <summary>The owner of any other protocol: a raw socket for it, or else the kernel.</summary>
    public FlowOwner? FindRaw(in SocketQuery socket)
    {
        ReadIfDue();
        var found = Only(in socket, out var count);
        return count == 0 ? s_kernel
            : found is { } owner ? owner.As(count == 1 ? OwnerMatch.Wildcard : OwnerMatch.Guess)
            : Hidden(in socket);
    }

    // By custom the identifier is the low half of the process id; the kernel does not know it.
    private FlowOwner? FindRawEcho(in SocketQuery socket)
    {
        foreach (var entry in _raw)
        {
            if (Serves(in entry, in socket) && owners.Find(entry.Inode, socket.SeenAt) is { } owner)
            {
                var id = unchecked((ushort)owner.Process.Id);
                if (id == socket.LocalPort || BinaryPrimitives.ReverseEndianness(id) == socket.LocalPort)
                {
                    return owner.As(OwnerMatch.Exact);
                }
            }
        }

        return Only(in socket, out var count) is { } only && count == 1 ? only.As(OwnerMatch.Guess) : null;
    }

    private OwningProcess? Only(in SocketQuery socket, out int count)
    {
        count = 0;
        OwningProcess? found = null;
        foreach (var entry in _raw)
        {
            if (Serves(in entry, in socket))
            {
                var owner = owners.Find(entry.Inode, socket.SeenAt);
                count += found is null || owner?.Process.Id != found.Value.Process.Id ? 1 : 0;
                found ??= owner;
            }
        }

        return found;
    }

    // There is a socket, but nobody to be seen who has it.
    private FlowOwner? Hidden(in SocketQuery socket) => socket.Attempt > 0 && !owners.SeesAll ? s_noRights : Gone(in socket);

    private static FlowOwner? Gone(in SocketQuery socket) => socket.Attempt > 0 ? s_gone : null;

    private static bool Serves(in SocketEntry entry, in SocketQuery socket) =>
        entry.Protocol == socket.Protocol && entry.Inode != 0
        && (SocketEntry.IsAny(entry.Local) || entry.Local == socket.Local)
        && (SocketEntry.IsAny(entry.Remote) || entry.Remote == socket.Remote)
        && entry.IsIPv6 == (socket.Local >> 32 != 0xffff);

    private void ReadIfDue()
    {
        if (_readAt != 0 && clock.GetElapsedTime(_readAt) < s_shortestRest)
        {
            return;
        }

        _ping.Clear();
        _raw.Clear();
        _tables.ReadPing(_ping);
        _tables.ReadRaw(_raw);
        _readAt = clock.GetTimestamp();
    }
}
