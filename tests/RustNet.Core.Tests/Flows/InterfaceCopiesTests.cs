using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Core.Tests.Flows;

public sealed class InterfaceCopiesTests
{
    private const int Below = 2;
    private const int Bond = 5;
    private const int Bridge = 6;

    private readonly TableDriver _table = new(new FlowTableOptions { SkipsInterfaceCopies = true });

    [Fact]
    public void A_segment_seen_on_each_interface_it_passes_counts_once()
    {
        foreach (var device in new[] { Below, Bond, Bridge })
        {
            Tcp(0, device, TableDriver.Here, TableDriver.There, 100);
            Tcp(0.01, device, TableDriver.There, TableDriver.Here, 500);
        }

        Assert.Equal((1, 1), (_table.Row.PacketsSent, _table.Row.PacketsReceived));
        Assert.Equal(0, _table.Statistics.Retransmissions);
        Assert.Equal((6, 4), (_table.Statistics.Packets, _table.Statistics.InterfaceCopies));
        Assert.Equal(Below, _table.Row.Identity.InterfaceIndex);
    }

    [Fact]
    public void A_queue_between_two_devices_makes_no_difference()
    {
        for (var i = 0; i < 1000; i++)
        {
            Tcp(i * 1e-5, Bond, TableDriver.Here, TableDriver.There, 100 + (uint)i * 10);
        }

        for (var i = 0; i < 1000; i++)
        {
            Tcp(0.1 + i * 1e-5, Below, TableDriver.Here, TableDriver.There, 100 + (uint)i * 10);
        }

        // Of a thousand frames a few meet in one place of the table.
        Assert.InRange(_table.Statistics.InterfaceCopies, 900, 1000);
        Assert.Equal(2000, _table.Row.PacketsSent + _table.Statistics.InterfaceCopies);
    }

    [Fact]
    public void What_is_sent_again_counts_again_and_its_copy_does_not()
    {
        for (var i = 0; i < 2; i++)
        {
            Tcp(i * 0.3, Below, TableDriver.Here, TableDriver.There, 100);
            Tcp(i * 0.3, Bond, TableDriver.Here, TableDriver.There, 100);
        }

        Assert.Equal((2, 2), (_table.Row.PacketsSent, _table.Statistics.InterfaceCopies));
        Assert.Equal(1, _table.Statistics.Retransmissions);
    }

    [Theory]
    [InlineData(0.3)] // too late
    [InlineData(-0.3)] // the clock was set back
    public void What_comes_at_another_time_is_no_copy(double at)
    {
        Tcp(2, Below, TableDriver.Here, TableDriver.There, 100);
        Tcp(2 + at, Bond, TableDriver.Here, TableDriver.There, 100);

        Assert.Equal(0, _table.Statistics.InterfaceCopies);
    }

    [Fact]
    public void Datagrams_that_differ_anywhere_are_no_copies()
    {
        byte[] datagram = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        Udp(Below, datagram);
        Udp(Bond, [0, .. datagram[1..]]);
        Udp(Bond, [.. datagram[..^1], 0]);
        Udp(Bond, [.. datagram[..5], 0, .. datagram[6..]]);
        Udp(Bond, [.. datagram, 11]);
        Udp(Bond, datagram, identification: 7);
        Assert.Equal(0, _table.Statistics.InterfaceCopies);

        Udp(Bond, datagram);

        Assert.Equal((6, 1), (_table.Row.PacketsSent, _table.Statistics.InterfaceCopies));
    }

    [Fact]
    public void Both_directions_of_the_same_ends_are_no_copies()
    {
        Tcp(0, Below, TableDriver.Here, TableDriver.There, 100);
        Tcp(0, Bond, TableDriver.There, TableDriver.Here, 100);

        Assert.Equal((1, 1), (_table.Row.PacketsSent, _table.Row.PacketsReceived));
    }

    [Fact]
    public void A_table_that_is_not_told_to_counts_every_frame()
    {
        var table = new TableDriver();
        foreach (var device in new[] { Below, Bond })
        {
            var frame = TableDriver.Frame(0, "10.0.0.2:5000", "192.0.2.1:53", IpProtocol.Udp, 60);
            frame.InterfaceIndex = device;
            table.Add(in frame);
        }

        Assert.Equal(2, table.Row.PacketsSent);
    }

    private void Tcp(double at, int device, string from, string to, uint sequence)
    {
        var frame = TableDriver.Frame(at, from, to, IpProtocol.Tcp, TableDriver.HeaderLength + 10);
        frame.TcpFlags = TcpFlags.Ack | TcpFlags.Psh;
        frame.Sequence = sequence;
        frame.PayloadLength = 10;
        frame.Payload = new byte[10];
        frame.InterfaceIndex = device;
        _table.Add(in frame);
    }

    private void Udp(int device, byte[] payload, ushort identification = 0)
    {
        var frame = TableDriver.Frame(0, "10.0.0.2:5000", "192.0.2.1:4000", IpProtocol.Udp, 42 + payload.Length);
        frame.PayloadLength = payload.Length;
        frame.Payload = payload;
        frame.Identification = identification;
        frame.InterfaceIndex = device;
        _table.Add(in frame);
    }
}
