using System.Runtime.Versioning;
using RustNet.Core.Wire;
using RustNet.Host.Linux.Interop;
using RustNet.Host.Linux.Sockets;

namespace RustNet.Host.Linux.Proc;

/// <summary>
/// Reads the tables of <c>/proc/net</c>, of any length, a piece at a time. One thread. A line that does not parse is skipped.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class ProcNetTables(ProcDirectory proc)
{
    private readonly byte[] _piece = new byte[64 * 1024];

    /// <summary>Adds the TCP and UDP sockets of the network namespace that a process is in; false if nothing could be read.</summary>
    /// <param name="process">The process; 0 for this one.</param>
    /// <param name="into">Where they go.</param>
    public bool TryReadSockets(int process, List<SocketEntry> into) =>
        TryRead(process, "net/tcp"u8, IpProtocol.Tcp, into)
        | TryRead(process, "net/tcp6"u8, IpProtocol.Tcp, into)
        | TryRead(process, "net/udp"u8, IpProtocol.Udp, into)
        | TryRead(process, "net/udp6"u8, IpProtocol.Udp, into);

    /// <summary>Adds the sockets of one protocol, of this process's own network namespace.</summary>
    public bool TryReadSockets(IpProtocol protocol, List<SocketEntry> into) => protocol == IpProtocol.Tcp
        ? TryRead(0, "net/tcp"u8, protocol, into) | TryRead(0, "net/tcp6"u8, protocol, into)
        : TryRead(0, "net/udp"u8, protocol, into) | TryRead(0, "net/udp6"u8, protocol, into);

    /// <summary>Adds the ping sockets (ICMP echo without a raw socket): their local port is the echo identifier.</summary>
    public void ReadPing(List<SocketEntry> into)
    {
        TryRead(0, "net/icmp"u8, IpProtocol.Icmp, into);
        TryRead(0, "net/icmp6"u8, IpProtocol.IcmpV6, into);
    }

    /// <summary>Adds the raw sockets: their protocol is what they are for.</summary>
    public void ReadRaw(List<SocketEntry> into)
    {
        TryRead(0, "net/raw"u8, protocol: null, into);
        TryRead(0, "net/raw6"u8, protocol: null, into);
    }

    private bool TryRead(int process, ReadOnlySpan<byte> table, IpProtocol? protocol, List<SocketEntry> into)
    {
        Span<byte> path = stackalloc byte[64];
        var file = proc.OpenFile(process > 0 ? ProcDirectory.PathOf(process, table, path) : OwnPath(table, path), out _);
        if (file < 0)
        {
            return false;
        }

        var isHeading = true;
        var kept = 0;
        // A line that is longer than a piece is none of these tables': what is there then ends the reading.
        for (int count; kept < _piece.Length && (count = FileCalls.Read(file, _piece.AsSpan(kept), out _)) > 0;)
        {
            var rest = _piece.AsSpan(0, kept + count);
            for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
            {
                if (!isHeading && ProcNetLine.TryParse(rest[..end], protocol, out var entry))
                {
                    into.Add(entry);
                }

                isHeading = false;
            }

            kept = rest.Length;
            rest.CopyTo(_piece);
        }

        FileCalls.Close(file);
        return true;
    }

    private static ReadOnlySpan<byte> OwnPath(ReadOnlySpan<byte> table, Span<byte> into)
    {
        // Not "self": that is the namespace of the first thread, whichever one asks.
        var prefix = "thread-self/"u8;
        prefix.CopyTo(into);
        table.CopyTo(into[prefix.Length..]);
        into[prefix.Length + table.Length] = 0;
        return into[..(prefix.Length + table.Length + 1)];
    }
}
