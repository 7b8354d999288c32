using RustNet.Core.Flows;
using RustNet.Core.Wire;
using static RustNet.Core.Tests.Flows.TableDriver;

namespace RustNet.Core.Tests.Flows;

public class OrientationTests
{
    private readonly TableDriver _table = new();

    private FlowIdentity Identity => _table.Row.Identity;

    [Fact]
    public void Local_address_is_local_whoever_starts()
    {
        _table.Tcp(0, There, Here, "S", 1);

        Assert.Equal((Here, There), (Identity.LocalText, Identity.RemoteText));
        Assert.Equal((FlowDirection.Incoming, FlowInitiator.Remote), (Identity.Direction, Identity.Initiator));
        Assert.Equal((0L, 1L), (_table.Row.PacketsSent, _table.Row.PacketsReceived));
    }

    [Fact]
    public void Both_directions_are_one_row()
    {
        _table.Open(0);

        Assert.Equal((2L, 1L), (_table.Row.PacketsSent, _table.Row.PacketsReceived));
        Assert.Equal((2L * HeaderLength, 1L * HeaderLength), (_table.Row.BytesSent, _table.Row.BytesReceived));
        Assert.Equal((108L, 54L), (_table.Statistics.BytesSent, _table.Statistics.BytesReceived));
    }

    [Fact]
    public void Syn_ack_names_its_receiver_as_the_initiator()
    {
        _table.Tcp(0, There, Here, "SA", 1, 2);

        Assert.Equal((FlowDirection.Outgoing, FlowInitiator.Local), (Identity.Direction, Identity.Initiator));
    }

    [Fact]
    public void Forwarded_shows_the_initiator_as_local()
    {
        _table.Tcp(0, "203.0.113.9:443", "198.51.100.1:40000", "SA", 1, 2);

        Assert.Equal(("198.51.100.1:40000", "203.0.113.9:443"), (Identity.LocalText, Identity.RemoteText));
        Assert.Equal((FlowDirection.Forwarded, FlowInitiator.Local), (Identity.Direction, Identity.Initiator));
        Assert.Equal(1, _table.Row.PacketsReceived);
    }

    [Fact]
    public void Service_port_names_the_responder_in_mid_stream()
    {
        _table.Tcp(0, "203.0.113.9:80", "198.51.100.1:40000", "A", 1, 2);

        Assert.Equal("198.51.100.1:40000", Identity.LocalText);
        Assert.Equal(FlowInitiator.Local, Identity.Initiator);
    }

    [Fact]
    public void First_sender_is_the_guess_where_nothing_tells()
    {
        _table.Udp(0, "203.0.113.9:50001", "198.51.100.1:50002");

        Assert.Equal("203.0.113.9:50001", Identity.LocalText);
        Assert.Equal(FlowInitiator.Unknown, Identity.Initiator);
    }

    [Theory]
    [InlineData(8, "203.0.113.9")]
    [InlineData(0, "198.51.100.1")]
    public void Echo_tells_who_asked(ushort type, string expected)
    {
        _table.Message(0, "203.0.113.9", "198.51.100.1", IpProtocol.Icmp, type, identifier: 7);

        Assert.Equal(expected, Identity.LocalText);
    }

    [Fact]
    public void Both_local_is_a_loop()
    {
        _table.Table.SetLocalAddresses(Local(["10.0.0.2", "10.0.0.3"]));
        _table.Udp(0, "10.0.0.3:50000", "10.0.0.2:80");
        _table.Udp(0, "127.0.0.1:50000", "127.0.0.53:53");

        Assert.Equal([FlowDirection.Loop, FlowDirection.Loop], _table.Rows.Select(row => row.Identity.Direction));
        Assert.Equal("10.0.0.3:50000", _table.Rows[0].Identity.LocalText);
    }

    [Fact]
    public void Swapped_addresses_are_for_new_connections()
    {
        _table.Udp(0, "10.9.9.9:50000", "192.0.2.1:53");
        _table.Table.SetLocalAddresses(Local(["10.9.9.9"]));
        _table.Udp(1, "10.9.9.9:50001", "192.0.2.1:53");

        Assert.Equal([FlowDirection.Forwarded, FlowDirection.Outgoing], _table.Rows.Select(row => row.Identity.Direction));
    }

    [Theory]
    [InlineData("224.0.0.251:5353", AddressScope.Multicast)]
    [InlineData("[ff02::fb]:5353", AddressScope.Multicast)]
    [InlineData("255.255.255.255:67", AddressScope.Broadcast)]
    [InlineData("10.0.0.255:137", AddressScope.Broadcast)]
    [InlineData("10.0.1.255:137", AddressScope.Unicast)]
    public void Groups_are_recognised(string destination, AddressScope expected)
    {
        _table.Table.SetLocalAddresses(Local(["10.0.0.2"], "10.0.0.255"));
        _table.Udp(0, destination.StartsWith('[') ? "[fe80::1]:5353" : "10.0.0.7:68", destination);

        Assert.Equal(expected, Identity.RemoteScope);
        Assert.Equal(destination, Identity.RemoteText);
    }

    [Fact]
    public void Localhost_is_hidden_and_counted_when_not_wanted()
    {
        var table = new TableDriver(new FlowTableOptions { ShowLocalhost = false });
        table.Udp(0, "127.0.0.1:50000", "127.0.0.53:53");
        table.Udp(0, "[::1]:50000", "[::1]:53");
        table.Udp(0, "10.0.0.2:50000", "10.0.0.2:53");

        Assert.Equal("10.0.0.2:53", table.Row.Identity.RemoteText);
        Assert.Equal((2L, 3L), (table.Statistics.PacketsLocalhostHidden, table.Statistics.Packets));
    }

    [Fact]
    public void Localhost_is_tracked_from_when_it_is_wanted()
    {
        var table = new TableDriver(new FlowTableOptions { ShowLocalhost = false });
        table.Udp(0, "127.0.0.1:50000", "127.0.0.53:53");
        table.Table.TrackLocalhost();
        table.Udp(1, "127.0.0.53:53", "127.0.0.1:50000");

        Assert.True(table.Row.Identity.IsLocalhost);
        Assert.Equal((1L, 1L), (table.Statistics.PacketsLocalhostHidden, table.Row.Packets));
    }

    [Theory]
    [InlineData("127.0.0.1:50000", "127.0.0.53:53", true)]
    [InlineData("[::1]:50000", "[::1]:53", true)]
    [InlineData("10.0.0.2:50000", "10.0.0.2:53", false)]
    [InlineData("127.0.0.1:50000", "10.0.0.2:53", false)]
    public void Localhost_is_what_has_two_loopback_addresses(string from, string to, bool expected)
    {
        _table.Udp(0, from, to);

        Assert.Equal(expected, _table.Row.Identity.IsLocalhost);
    }

    [Fact]
    public void Capture_names_the_process()
    {
        var frame = Frame(0, Here, There, IpProtocol.Udp, 100);
        frame.ProcessId = 42;
        frame.ProcessCommand = "cu\u001b[31mrl\0junk"u8;
        _table.Add(in frame);

        Assert.Equal(new FlowOwner(new ProcessInfo(42, "cu\ufffd[31mrl"), OwnerMatch.Capture), _table.Row.Owner);
    }

    [Fact]
    public void Vlan_and_interface_are_those_of_the_first_frame()
    {
        var frame = Frame(0, Here, There, IpProtocol.Udp, 100);
        frame.InterfaceIndex = 3;
        _table.Add(in frame);
        Assert.Equal(0, Identity.VlanId);

        frame.InterfaceIndex = 4;
        frame.VlanId = 10;
        _table.Add(in frame);

        Assert.Equal(((ushort)10, 3), (Identity.VlanId, Identity.InterfaceIndex));
    }

    [Fact]
    public void Held_fragments_count_with_the_first()
    {
        var frame = Frame(0, Here, There, IpProtocol.Udp, 1514);
        frame.HeldPackets = 2;
        frame.HeldBytes = 2000;
        _table.Add(in frame);

        Assert.Equal((3L, 3514L), (_table.Row.PacketsSent, _table.Row.BytesSent));
    }

    [Fact]
    public void Packed_holds_every_orientation()
    {
        foreach (var direction in Enum.GetValues<FlowDirection>())
        {
            foreach (var scope in Enum.GetValues<AddressScope>())
            {
                for (var bits = 0; bits < 16; bits++)
                {
                    var orientation = new FlowOrientation((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, direction, scope);
                    Assert.Equal(orientation, FlowOrientation.Unpack(orientation.Packed));
                }
            }
        }
    }
}
