using System.Text;
using System.Text.Json;
using RustNet.Core.Flows;
using RustNet.Core.Query;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Export.Tests;

public class JsonLinesWriterTests
{
    [Fact]
    public void WriteConnection_writes_every_key_in_the_order_of_the_schema()
    {
        var connection = new SnapshotBuilder
        {
            Id = 17,
            Local = "10.0.0.2:51000",
            Remote = "192.0.2.1:443",
            FirstSeen = SnapshotBuilder.Start,
            LastSeen = SnapshotBuilder.Start + 1_500_000_999,
            PacketsSent = 3,
            PacketsReceived = 4,
            BytesSent = 300,
            BytesReceived = 4_000_000_000,
            End = FlowEnd.Closed,
            App = new SampleApp("tls", "example.com", new("tls.version", "Version", "TLSv1.3"), new("tls.alpn", "ALPN", "h2")),
            Process = new ProcessInfo(1, "curl"),
            Tcp = new TcpQualitySnapshot { Retransmissions = 2, OutOfOrder = 1, SmoothedRttMilliseconds = 12.3 },
            VlanId = 10,
            InterfaceIndex = 2,
            State = "CLOSED",
        };

        Assert.Equal(
            """
            {"schema":1,"event":"connection","id":"17","protocol":"tcp","local":"10.0.0.2:51000","remote":"192.0.2.1:443",
            "initiator":"local","direction":"outgoing","state":"CLOSED",
            "first_seen":"2024-05-01T12:00:00.000000Z","last_seen":"2024-05-01T12:00:01.500000Z",
            "packets_sent":3,"packets_received":4,"bytes_sent":300,"bytes_received":4000000000,"end":"closed","service":"https",
            "app":{"protocol":"tls","host":"example.com","tls.version":"TLSv1.3","tls.alpn":"h2"},"process":{"pid":1,"name":"curl","match":"exact"},
            "rtt_ms":12.3,"retransmits":2,"out_of_order":1,"vlan":10,"interface":"eth0"}

            """.Replace(",\n", ",", StringComparison.Ordinal),
            Line(connection, index => index == 2 ? "eth0" : null));
    }

    [Fact]
    public void Words_of_enumerations_are_those_that_the_filter_takes()
    {
        foreach (var direction in Enum.GetValues<FlowDirection>())
        {
            AssertTakes("direction", new SnapshotBuilder { Direction = direction });
        }

        foreach (var end in Enum.GetValues<FlowEnd>().Where(end => end != FlowEnd.None))
        {
            AssertTakes("end", new SnapshotBuilder { End = end });
        }

        static void AssertTakes(string key, SnapshotBuilder connection)
        {
            using var json = JsonDocument.Parse(Line(connection));
            Assert.True(FilterExpression.TryParse($"{key}:{json.RootElement.GetProperty(key).GetString()}", out var filter, out _));
            Assert.True(filter.Matches(connection.Build(), SnapshotBuilder.Start));
        }
    }

    [Fact]
    public void WriteConnection_omits_what_is_not_known()
    {
        var connection = new SnapshotBuilder
        {
            Protocol = IpProtocol.Icmp,
            Local = "192.0.2.7",
            Remote = "198.51.100.9",
            Direction = FlowDirection.Forwarded,
            Initiator = FlowInitiator.Unknown,
            State = "ECHO_REQUEST",
        };

        Assert.Equal(
            """
            {"schema":1,"event":"connection","id":"1","protocol":"icmp","local":"192.0.2.7","remote":"198.51.100.9",
            "initiator":"unknown","direction":"forwarded","state":"ECHO_REQUEST",
            "first_seen":"2024-05-01T12:00:00.000000Z","last_seen":"2024-05-01T12:00:00.000000Z",
            "packets_sent":1,"packets_received":1,"bytes_sent":60,"bytes_received":60}

            """.Replace(",\n", ",", StringComparison.Ordinal),
            Line(connection));
    }

    [Theory]
    [InlineData(IpProtocol.Tcp, "10.0.0.2:51000", "\"10.0.0.2:51000\"")]
    [InlineData(IpProtocol.Udp, "[2001:db8::1]:443", "\"[2001:db8::1]:443\"")]
    [InlineData(IpProtocol.Sctp, "10.0.0.2:36412", "\"10.0.0.2:36412\"")]
    [InlineData(IpProtocol.IcmpV6, "fe80::1", "\"fe80::1\"")]
    [InlineData((IpProtocol)47, "10.0.0.2", "\"10.0.0.2\"")]
    public void Endpoints_have_ports_where_the_protocol_has(IpProtocol protocol, string local, string json)
    {
        var connection = new SnapshotBuilder { Protocol = protocol, Local = local };

        Assert.Contains($"\"local\":{json},", Line(connection), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FlowEnd.Timeout, "timeout")]
    [InlineData(FlowEnd.Closed, "closed")]
    [InlineData(FlowEnd.Reset, "reset")]
    [InlineData(FlowEnd.Evicted, "evicted")]
    [InlineData(FlowEnd.Shutdown, "shutdown")]
    public void End_says_why(FlowEnd end, string json) =>
        Assert.Equal(json, Parse(new SnapshotBuilder { End = end }).GetProperty("end").GetString());

    [Theory]
    [InlineData(FlowInitiator.Local, "local")]
    [InlineData(FlowInitiator.Remote, "remote")]
    [InlineData(FlowInitiator.Unknown, "unknown")]
    public void Initiator_is_always_there(FlowInitiator initiator, string json) =>
        Assert.Equal(json, Parse(new SnapshotBuilder { Initiator = initiator }).GetProperty("initiator").GetString());

    [Theory]
    [InlineData(FlowDirection.Outgoing, "outgoing")]
    [InlineData(FlowDirection.Incoming, "incoming")]
    [InlineData(FlowDirection.Loop, "loop")]
    [InlineData(FlowDirection.Forwarded, "forwarded")]
    public void Direction_is_always_there(FlowDirection direction, string json) =>
        Assert.Equal(json, Parse(new SnapshotBuilder { Direction = direction }).GetProperty("direction").GetString());

    [Theory]
    [InlineData(0, "0")]
    [InlineData(12.3, "12.3")]
    [InlineData(12.3456, "12.346")]
    [InlineData(0.0004, "0")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.05, "0.05")]
    [InlineData(3, "3")]
    [InlineData(999.9999, "1000")]
    [InlineData(123456.789, "123456.789")]
    public void Rtt_has_at_most_three_decimals(double milliseconds, string json)
    {
        var connection = new SnapshotBuilder { Tcp = new TcpQualitySnapshot { InitialRttMilliseconds = milliseconds } };

        Assert.Contains($"\"rtt_ms\":{json},", Line(connection), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1.0)]
    public void Rtt_that_is_no_time_is_not_known(double milliseconds)
    {
        var connection = new SnapshotBuilder { Tcp = new TcpQualitySnapshot { SmoothedRttMilliseconds = milliseconds } };

        Assert.False(Parse(connection).TryGetProperty("rtt_ms", out _));
    }

    [Fact]
    public void App_writes_the_first_of_fields_with_the_same_name()
    {
        var connection = new SnapshotBuilder
        {
            App = new SampleApp("dns", "a.example", new("host", "", "x"), new("dns.type", "", "A"), new("protocol", "", "y"), new("dns.type", "", "AAAA")),
        };

        Assert.Contains("""
            "app":{"protocol":"dns","host":"a.example","dns.type":"A"}
            """.Trim(), Line(connection), StringComparison.Ordinal);
    }

    [Fact]
    public void App_has_fields_only_where_the_protocol_is_no_application()
    {
        var connection = new SnapshotBuilder
        {
            App = new SampleApp("icmp", null, new("icmp.type", "", "echo request"), new("icmp.id", "", "7")) { IsOfTheNetwork = true },
        };

        Assert.Contains("""
            "app":{"icmp.type":"echo request","icmp.id":"7"}
            """.Trim(), Line(connection), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0L, "1970-01-01T00:00:00.000000Z")]
    [InlineData(999L, "1970-01-01T00:00:00.000000Z")]
    [InlineData(1_000L, "1970-01-01T00:00:00.000001Z")]
    [InlineData(-1L, "1969-12-31T23:59:59.999999Z")]
    [InlineData(1_709_209_812_345_678_901L, "2024-02-29T12:30:12.345678Z")]
    [InlineData(long.MaxValue, "2262-04-11T23:47:16.854775Z")]
    [InlineData(long.MinValue, "1677-09-21T00:12:43.145224Z")]
    public void Times_are_rfc_3339_with_microseconds(long time, string json) =>
        Assert.Equal(json, Parse(new SnapshotBuilder { FirstSeen = time }).GetProperty("first_seen").GetString());

    [Fact]
    public void WriteStatistics_writes_every_key_in_a_fixed_order()
    {
        var output = new MemoryStream();
        var writer = new JsonLinesWriter(output, _ => null);
        writer.WriteStatistics(
            new EngineStatistics
            {
                Now = SnapshotBuilder.Start,
                Packets = 1,
                Bytes = 2,
                BytesSent = 3,
                BytesReceived = 4,
                Connections = 5,
                TcpConnections = 6,
                UdpConnections = 7,
                ConnectionsTotal = 8,
                Retransmissions = 9,
                OutOfOrder = 10,
                FastRetransmissions = 11,
                ConnectionsNotTracked = 13,
                PacketsNotTracked = 14,
                LatePackets = 20,
                InterfaceCopies = 22,
                PacketsLocalhostHidden = 15,
                InspectionsOverCeiling = 16,
                OwnersNotSought = 21,
                Oddities = [new("tcp.truncated_header", 17), new("ip.bad_length", 18)],
            },
            new RunTotals(Dropped: 12, NotWritten: 19) { Attribution = "sock_diag", AttributionDegraded = "no BPF" });
        writer.Flush();

        Assert.Equal(
            """
            {"schema":1,"event":"statistics","time":"2024-05-01T12:00:00.000000Z","packets":1,"bytes":2,"bytes_sent":3,"bytes_received":4,
            "connections":5,"tcp":6,"udp":7,"connections_total":8,"retransmits":9,"out_of_order":10,"fast_retransmits":11,
            "dropped":12,"not_written":19,"not_tracked":13,"not_tracked_packets":14,"late_packets":20,"interface_copies":22,"hidden_localhost_packets":15,"inspections_given_up":16,
            "owners_not_sought":21,"attribution":"sock_diag","attribution_degraded":"no BPF",
            "oddities":{"tcp.truncated_header":17,"ip.bad_length":18}}

            """.Replace(",\n", ",", StringComparison.Ordinal),
            Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void WriteStatistics_has_no_time_before_the_first_packet()
    {
        var output = new MemoryStream();
        var writer = new JsonLinesWriter(output, _ => null);
        writer.WriteStatistics(new EngineStatistics(), default);
        writer.Flush();

        using var json = JsonDocument.Parse(output.ToArray());
        Assert.False(json.RootElement.TryGetProperty("time", out _));
        Assert.Empty(json.RootElement.GetProperty("oddities").EnumerateObject());
    }

    [Fact]
    public void Lines_reach_the_stream_whole_when_the_buffer_is_full()
    {
        var output = new MemoryStream();
        var writer = new JsonLinesWriter(output, _ => null);
        var connection = new SnapshotBuilder().Build();
        while (output.Length == 0)
        {
            writer.WriteConnection(connection);
        }

        var text = Encoding.UTF8.GetString(output.ToArray());
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.True(output.Length >= 64 * 1024);
    }

    [Fact]
    public void A_failed_write_is_the_callers_and_is_not_repeated()
    {
        using var output = new BrokenStream();
        var writer = new JsonLinesWriter(output, _ => null);
        writer.WriteConnection(new SnapshotBuilder().Build());

        Assert.Throws<IOException>(writer.Flush);
        writer.Flush();
        Assert.Equal(1, output.Attempts);
    }

    [Fact]
    public void WriteConnection_allocates_nothing_in_steady_state()
    {
        var writer = new JsonLinesWriter(Stream.Null, _ => "eth0");
        var connection = new SnapshotBuilder { App = null, Process = new ProcessInfo(7, "näme") }.Build();

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                writer.WriteConnection(connection);
            }
        }));
    }

    [Fact]
    public void WriteConnection_tells_all_that_is_known_of_the_process()
    {
        var line = Line(new SnapshotBuilder
        {
            Process = new ProcessInfo(7, "web")
            {
                Executable = "/srv/web",
                CommandLine = "web --port 80",
                UserId = 33,
                User = "www-data",
                StartTime = 1_767_225_600_000_000_000,
                Parents = [new(3, "containerd-shim"), new(1, "systemd")],
                Unit = "docker.service",
                Container = new ContainerInfo("docker", "0123456789ab") { Name = "shop" },
                ForeignNetworkNamespace = 4026532000,
            },
        });

        Assert.Contains(
            "\"process\":{\"pid\":7,\"name\":\"web\",\"match\":\"exact\",\"executable\":\"/srv/web\",\"command_line\":\"web --port 80\","
            + "\"uid\":33,\"user\":\"www-data\",\"started\":\"2026-01-01T00:00:00.000000Z\","
            + "\"parents\":[{\"pid\":3,\"name\":\"containerd-shim\"},{\"pid\":1,\"name\":\"systemd\"}],\"unit\":\"docker.service\","
            + "\"container\":{\"runtime\":\"docker\",\"id\":\"0123456789ab\",\"name\":\"shop\"},\"network_namespace\":4026532000}",
            line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OwnerMatch.Exited, "exited")]
    [InlineData(OwnerMatch.OtherNamespace, "other-namespace")]
    [InlineData(OwnerMatch.NoRights, "no-rights")]
    [InlineData(OwnerMatch.Forwarded, "forwarded")]
    [InlineData(OwnerMatch.Kernel, "kernel")]
    public void WriteConnection_says_why_there_is_no_process(OwnerMatch match, string reason)
    {
        var line = Line(new SnapshotBuilder { Match = match });

        Assert.Contains($"\"process_unknown\":\"{reason}\"", line, StringComparison.Ordinal);
        Assert.DoesNotContain("\"process\":", line, StringComparison.Ordinal);
    }

    private static string Line(SnapshotBuilder connection, Func<int, string?>? interfaceName = null)
    {
        var output = new MemoryStream();
        var writer = new JsonLinesWriter(output, interfaceName ?? (_ => null));
        writer.WriteConnection(connection.Build());
        writer.Flush();
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static JsonElement Parse(SnapshotBuilder connection)
    {
        using var json = JsonDocument.Parse(Line(connection));
        return json.RootElement.Clone();
    }

    /// <summary>A pipe whose reader has gone: every write that carries bytes fails.</summary>
    private sealed class BrokenStream : MemoryStream
    {
        public int Attempts { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (!buffer.IsEmpty)
            {
                Attempts++;
                throw new IOException("Broken pipe");
            }
        }
    }
}
