using System.Runtime.Versioning;
using RustNet.Core.Wire;
using RustNet.Host.Linux.Sockets;

namespace RustNet.Host.Linux.Proc;

/// <summary>
/// Sockets by the tables of /proc/net. There is no way to ask for one: a lookup reads the whole table again if the last reading is
/// older than a connection may wait for, and never more often than leaves most of the time for others.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class ProcNetSource(ProcDirectory proc, TimeProvider clock, int restPerWork = ProcNetSource.RestPerWork) : ISocketSource
{
    /// <summary>For one part of all time that goes into reading tables for lookups, so many go by without.</summary>
    public const int RestPerWork = 10;

    private readonly ProcNetTables _tables = new(proc);
    private Reading _streams = new(SocketTable.Empty, 0, TimeSpan.Zero);
    private Reading _datagrams = new(SocketTable.Empty, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public bool TryDump(List<SocketEntry> into) => TryDump(IpProtocol.Tcp, into) | TryDump(IpProtocol.Udp, into);

    /// <summary>Adds the sockets of one protocol.</summary>
    public bool TryDump(IpProtocol protocol, List<SocketEntry> into)
    {
        var isRead = Read(protocol);
        into.AddRange(Of(protocol).Table.Entries);
        return isRead;
    }

    /// <inheritdoc/>
    public bool TryLookup(in SocketKey key, out SocketEntry entry)
    {
        ReadIfDue(key.Protocol);
        return Of(key.Protocol).Table.TryFind(in key, out entry);
    }

    /// <inheritdoc/>
    public bool TryDumpSctp(List<SocketEntry> into) => false; // its tables are of another kind

    /// <inheritdoc/>
    public void Dispose()
    {
        // nothing of its own is open between two readings
    }

    private void ReadIfDue(IpProtocol protocol)
    {
        var last = Of(protocol);
        if (last.At == 0 || clock.GetElapsedTime(last.At) > last.Work * restPerWork)
        {
            Read(protocol);
        }
    }

    private bool Read(IpProtocol protocol)
    {
        var begin = clock.GetTimestamp();
        var entries = new List<SocketEntry>(Of(protocol).Table.Entries.Count);
        var isRead = _tables.TryReadSockets(protocol, entries);
        var end = clock.GetTimestamp();
        var reading = new Reading(new SocketTable(entries), end, clock.GetElapsedTime(begin, end));
        if (protocol == IpProtocol.Tcp)
        {
            _streams = reading;
        }
        else
        {
            _datagrams = reading;
        }

        return isRead;
    }

    private Reading Of(IpProtocol protocol) => protocol == IpProtocol.Tcp ? _streams : _datagrams;

    private readonly record struct Reading(SocketTable Table, long At, TimeSpan Work);
}
