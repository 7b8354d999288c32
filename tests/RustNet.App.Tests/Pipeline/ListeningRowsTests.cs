using RustNet.App.Pipeline;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host;
using RustNet.Testing;

namespace RustNet.App.Tests.Pipeline;

public sealed class ListeningRowsTests
{
    private static readonly FlowOwner s_sshd = new(new ProcessInfo(1, "sshd"), OwnerMatch.Exact);
    private static readonly ListeningSocket s_ssh = new(IpProtocol.Tcp, UInt128.Zero, 22, IsAnyAddress: true, IsIPv6: true, s_sshd);
    private static readonly ListeningSocket s_dhcp = new(IpProtocol.Udp, FlowText.FromIPv4(0), 68, IsAnyAddress: true, IsIPv6: false, null);
    private readonly ListeningRows _rows = new(new SkippingTime());

    [Fact]
    public void Of_makes_a_row_of_each_socket()
    {
        var rows = _rows.Of([s_ssh, s_dhcp]);

        Assert.Equal(["LISTEN", "UDP_LISTEN"], rows.Select(row => row.State));
        Assert.Equal(["[::]:22", "0.0.0.0:68"], rows.Select(row => row.Identity.LocalText));
        Assert.All(rows, row => Assert.Equal("*", row.Identity.RemoteText));
        Assert.Equal("ssh", rows[0].Identity.Service);
        Assert.Same(s_sshd, rows[0].Owner);
        Assert.Equal(0, rows[0].Staleness(long.MaxValue / 8));
    }

    [Fact]
    public void Of_keeps_the_ids_of_what_still_waits()
    {
        var first = _rows.Of([s_dhcp, s_ssh]);
        var again = _rows.Of([s_ssh]);
        var back = _rows.Of([s_ssh, s_dhcp]);

        Assert.Equal(first[1].Identity.Id, Assert.Single(again).Identity.Id);
        Assert.Equal([first[1].Identity.Id, first[1].Identity.Id + 1], back.Select(row => row.Identity.Id));
    }

    [Fact]
    public void Of_keeps_the_id_when_the_owner_becomes_known_or_another_one()
    {
        var unknown = Assert.Single(_rows.Of([s_ssh with { Owner = null }]));
        var known = Assert.Single(_rows.Of([s_ssh]));
        var other = Assert.Single(_rows.Of([s_ssh with { Owner = new(new ProcessInfo(2, "sshd"), OwnerMatch.Exact) }]));

        Assert.Equal([unknown.Identity.Id, unknown.Identity.Id], [known.Identity.Id, other.Identity.Id]);
        Assert.Equal([null, 1, 2], new[] { unknown, known, other }.Select(row => row.Process?.Id));
        Assert.Equal(unknown.Identity.FirstSeen, other.Identity.FirstSeen);
    }

    [Fact]
    public void Of_keeps_each_process_at_one_place_with_its_row()
    {
        ListeningSocket Of(int process) => s_ssh with { Owner = new(new ProcessInfo(process, "worker"), OwnerMatch.Exact) };

        var first = _rows.Of([Of(7), Of(8), Of(8)]);
        var next = _rows.Of([Of(9), Of(8)]);
        var more = _rows.Of([Of(5), Of(8), Of(9)]);

        Assert.Equal([7, 8], first.Select(row => row.Process!.Id));
        Assert.Equal([(first[0].Identity.Id, 9), (first[1].Identity.Id, 8)], next.Select(row => (row.Identity.Id, row.Process!.Id)));
        Assert.Equal([9, 8, 5], more.Select(row => row.Process!.Id));
    }

    [Fact]
    public void Of_tells_the_sockets_of_both_families_apart()
    {
        var rows = _rows.Of([s_dhcp, s_dhcp with { IsIPv6 = true }, s_dhcp with { IsIPv6 = true, Local = UInt128.Zero }]);

        Assert.Equal(["0.0.0.0:68", "0.0.0.0:68", "[::]:68"], rows.Select(row => row.Identity.LocalText));
    }

    [Fact]
    public void Of_answers_the_same_list_for_the_same_sockets()
    {
        ListeningSocket[] sockets = [s_ssh];

        Assert.Same(_rows.Of(sockets), _rows.Of(sockets));
    }
}
