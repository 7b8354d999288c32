using System.Runtime.InteropServices;
using RustNet.Core.Dpi;
using RustNet.Core.Flows;

namespace RustNet.Export;

/// <summary>
/// Writes events as JSON lines, schema 1: one object per line, UTF-8, keys always in the same order, a key that is absent
/// is not known. Not thread-safe; buffers whole lines until <see cref="Flush"/> or its buffer is full.
/// </summary>
/// <param name="output">Where the lines go; not disposed. An <see cref="IOException"/> of it is the caller's; the lines it was given are not given again.</param>
/// <param name="interfaceName">Names an interface index, or answers <see langword="null"/>.</param>
public sealed partial class JsonLinesWriter(Stream output, Func<int, string?> interfaceName)
{
    private const int FlushAt = 64 * 1024;

    private readonly Utf8JsonLine _line = new(FlushAt + 8 * 1024);
    private readonly Rfc3339Text _time = new();
    private readonly List<AppField> _fields = [];

    /// <summary>One connection that has ended.</summary>
    public void WriteConnection(FlowSnapshot connection)
    {
        var identity = connection.Identity;
        _line.Raw("{\"schema\":1,\"event\":\"connection\",\"id\":\""u8);
        _line.Number(identity.Id);
        _line.Raw("\",\"protocol\":"u8);
        _line.String(identity.ProtocolName);
        Endpoint(",\"local\":\""u8, identity.LocalAddress, identity.LocalPort, identity.HasPorts);
        Endpoint(",\"remote\":\""u8, identity.RemoteAddress, identity.RemotePort, identity.HasPorts);
        _line.Raw(Initiator(identity.Initiator));
        _line.Raw(Direction(identity.Direction));
        Text(",\"state\":"u8, connection.State);
        Time(",\"first_seen\":\""u8, identity.FirstSeen);
        Time(",\"last_seen\":\""u8, connection.LastSeen);
        Number(",\"packets_sent\":"u8, connection.PacketsSent);
        Number(",\"packets_received\":"u8, connection.PacketsReceived);
        Number(",\"bytes_sent\":"u8, connection.BytesSent);
        Number(",\"bytes_received\":"u8, connection.BytesReceived);
        _line.Raw(End(connection.End));
        Text(",\"service\":"u8, identity.Service);
        App(connection.App);
        Owner(connection.Owner);
        RoundTripTime(connection.RttMilliseconds);
        if (connection.Tcp is { } tcp)
        {
            Number(",\"retransmits\":"u8, tcp.Retransmissions);
            Number(",\"out_of_order\":"u8, tcp.OutOfOrder);
        }

        if (identity.VlanId != 0)
        {
            Number(",\"vlan\":"u8, identity.VlanId);
        }

        Text(",\"interface\":"u8, interfaceName(identity.InterfaceIndex));
        EndLine();
    }

    /// <summary>Running totals.</summary>
    public void WriteStatistics(EngineStatistics statistics, in RunTotals run)
    {
        _line.Raw("{\"schema\":1,\"event\":\"statistics\""u8);
        if (statistics.Now != 0)
        {
            Time(",\"time\":\""u8, statistics.Now);
        }

        Number(",\"packets\":"u8, statistics.Packets);
        Number(",\"bytes\":"u8, statistics.Bytes);
        Number(",\"bytes_sent\":"u8, statistics.BytesSent);
        Number(",\"bytes_received\":"u8, statistics.BytesReceived);
        Number(",\"connections\":"u8, statistics.Connections);
        Number(",\"tcp\":"u8, statistics.TcpConnections);
        Number(",\"udp\":"u8, statistics.UdpConnections);
        Number(",\"connections_total\":"u8, statistics.ConnectionsTotal);
        Number(",\"retransmits\":"u8, statistics.Retransmissions);
        Number(",\"out_of_order\":"u8, statistics.OutOfOrder);
        Number(",\"fast_retransmits\":"u8, statistics.FastRetransmissions);
        Number(",\"dropped\":"u8, run.Dropped);
        Number(",\"not_written\":"u8, run.NotWritten);
        Number(",\"not_tracked\":"u8, statistics.ConnectionsNotTracked);
        Number(",\"not_tracked_packets\":"u8, statistics.PacketsNotTracked);
        Number(",\"late_packets\":"u8, statistics.LatePackets);
        Number(",\"interface_copies\":"u8, statistics.InterfaceCopies);
        Number(",\"hidden_localhost_packets\":"u8, statistics.PacketsLocalhostHidden);
        Number(",\"inspections_given_up\":"u8, statistics.InspectionsOverCeiling);
        Number(",\"owners_not_sought\":"u8, statistics.OwnersNotSought);
        Text(",\"attribution\":"u8, run.Attribution);
        Text(",\"attribution_degraded\":"u8, run.AttributionDegraded);
        _line.Raw(",\"oddities\":{"u8);
        var separator = ReadOnlySpan<byte>.Empty;
        foreach (var (reason, count) in statistics.Oddities)
        {
            _line.Raw(separator);
            _line.String(reason);
            Number(":"u8, count);
            separator = ","u8;
        }

        _line.Raw("}"u8);
        EndLine();
    }

    /// <summary>Hands everything written so far to the stream and flushes it.</summary>
    public void Flush()
    {
        HandOver();
        output.Flush();
    }

    private void EndLine()
    {
        _line.Raw("}\n"u8);
        if (_line.Length >= FlushAt)
        {
            HandOver();
        }
    }

    private void HandOver()
    {
        try
        {
            output.Write(_line.Written);
        }
        finally
        {
            _line.Clear();
        }
    }

    private void Number(ReadOnlySpan<byte> key, long value)
    {
        _line.Raw(key);
        _line.Number(value);
    }

    private void Text(ReadOnlySpan<byte> key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _line.Raw(key);
            _line.String(value);
        }
    }

    private void Time(ReadOnlySpan<byte> keyAndQuote, long nanoseconds)
    {
        _line.Raw(keyAndQuote);
        _time.Write(nanoseconds, _line.Reserve(Rfc3339Text.Length));
        _line.Advance(Rfc3339Text.Length);
        _line.Raw("\""u8);
    }

    private void Endpoint(ReadOnlySpan<byte> keyAndQuote, UInt128 address, ushort port, bool hasPort)
    {
        _line.Raw(keyAndQuote);
        _line.Advance(FlowText.FormatEndpoint(address, port, hasPort, _line.Reserve(FlowText.MaxEndpointLength)));
        _line.Raw("\""u8);
    }

    private void App(AppInfo? app)
    {
        if (app is null)
        {
            return;
        }

        _line.Raw(",\"app\":{"u8);
        var follows = app.IsApplication;
        if (follows)
        {
            _line.Raw("\"protocol\":"u8);
            _line.String(app.Protocol);
            Text(",\"host\":"u8, app.HostName);
        }

        _fields.Clear();
        app.AddFields(_fields);
        var written = 0UL;
        var fields = CollectionsMarshal.AsSpan(_fields);
        for (var i = 0; i < fields.Length; i++)
        {
            // A JSON object has each key once: the first of a name wins, and our own two names are taken.
            var name = fields[i].Name;
            var mark = 1UL << (name.Length * 3 + name[^1] * 14 + name[name.Length / 2]);   // of few names only: the shift takes the lower 6 bits
            if (name is "protocol" or "host" || ((written & mark) != 0 && WasWritten(name, fields[..i])))
            {
                continue;
            }

            written |= mark;
            _line.Member(follows, name, fields[i].Value);
            follows = true;
        }

        _line.Raw("}"u8);
    }

    private static bool WasWritten(string name, ReadOnlySpan<AppField> fields)
    {
        foreach (ref readonly var field in fields)
        {
            if (field.Name == name)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Milliseconds with at most three decimals: no capture knows better than the microsecond.</summary>
    private void RoundTripTime(double? milliseconds)
    {
        if (milliseconds is not (>= 0 and < 1e12))
        {
            return;
        }

        var (whole, thousandths) = Math.DivRem((long)Math.Round(milliseconds.Value * 1000), 1000);
        Number(",\"rtt_ms\":"u8, whole);
        if (thousandths != 0)
        {
            var fraction = _line.Reserve(4);
            fraction[0] = (byte)'.';
            fraction[1] = (byte)('0' + thousandths / 100);
            fraction[2] = (byte)('0' + thousandths / 10 % 10);
            fraction[3] = (byte)('0' + thousandths % 10);
            _line.Advance(thousandths % 100 == 0 ? 2 : thousandths % 10 == 0 ? 3 : 4);
        }
    }

    private static ReadOnlySpan<byte> Initiator(FlowInitiator initiator) => initiator switch
    {
        FlowInitiator.Local => ",\"initiator\":\"local\""u8,
        FlowInitiator.Remote => ",\"initiator\":\"remote\""u8,
        _ => ",\"initiator\":\"unknown\""u8,
    };

    private static ReadOnlySpan<byte> Direction(FlowDirection direction) => direction switch
    {
        FlowDirection.Outgoing => ",\"direction\":\"outgoing\""u8,
        FlowDirection.Incoming => ",\"direction\":\"incoming\""u8,
        FlowDirection.Loop => ",\"direction\":\"loop\""u8,
        _ => ",\"direction\":\"forwarded\""u8,
    };

    private static ReadOnlySpan<byte> End(FlowEnd end) => end switch
    {
        FlowEnd.Timeout => ",\"end\":\"timeout\""u8,
        FlowEnd.Closed => ",\"end\":\"closed\""u8,
        FlowEnd.Reset => ",\"end\":\"reset\""u8,
        FlowEnd.Evicted => ",\"end\":\"evicted\""u8,
        FlowEnd.Shutdown => ",\"end\":\"shutdown\""u8,
        _ => default,
    };
}
