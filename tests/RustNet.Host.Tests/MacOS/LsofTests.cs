using System.Net;
using System.Text;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.MacOS;
using RustNet.Host.Sockets;

namespace RustNet.Host.Tests.MacOS;

public sealed class LsofTests
{
    private const string Output = """
        p77
        ccurl
        u501
        Lada
        f5
        tIPv4
        PTCP
        n10.0.0.2:50000->192.0.2.7:443
        TST=ESTABLISHED
        TQR=0
        TQS=0
        f6
        tIPv6
        PTCP
        n[fe80:e::1]:50001->[fe80:e::2]:22
        TST=SYN_SENT
        p1
        claunchd
        Lroot
        u0
        f7
        tIPv6
        PTCP
        n*:22
        TST=LISTEN
        f8
        tIPv4
        PUDP
        n*:5353
        f9
        tIPv4
        PUDP
        n*:*
        f10
        tIPv4
        PICMP
        n*:*
        f11
        tIPv4
        PTCP
        n127.0.0.1:631
        TST=CLOSED
        """;

    [Fact]
    public void Read_reads_sockets_and_processes()
    {
        var (sockets, processes) = Read(Output);

        Assert.Equal(
            [
                OwnedSocket.Connected(IpProtocol.Tcp, false, Address("10.0.0.2"), 50000, Address("192.0.2.7"), 443, 77),
                OwnedSocket.Connected(IpProtocol.Tcp, true, Address("fe80::1"), 50001, Address("fe80::2"), 22, 77),
                OwnedSocket.Waiting(IpProtocol.Tcp, true, Address("::"), 22, 1),
                OwnedSocket.Waiting(IpProtocol.Udp, false, Address("0.0.0.0"), 5353, 1),
                OwnedSocket.Waiting(IpProtocol.Icmp, false, Address("0.0.0.0"), 0, 1),
            ],
            sockets);
        Assert.Equal(new ProcessInfo(77, "curl") { UserId = 501, User = "ada" }, processes[77]);
        Assert.Equal(new ProcessInfo(1, "launchd") { UserId = 0, User = "root" }, processes[1]);
    }

    [Fact]
    public void Read_takes_the_zone_off_an_address()
    {
        var (sockets, _) = Read("p7\nf4\ntIPv6\nPUDP\nn[fe80::1%en0]:546\n");

        Assert.Equal(Address("fe80::1"), Assert.Single(sockets).Ends.Local);
    }

    [Fact]
    public void Read_does_without_descriptors()
    {
        var (sockets, _) = Read("p7\nctest\ntIPv6\nPTCP\nn[::1]:80\nTST=LISTEN\nTQR=1\ntIPv6\nPTCP\nn[::1]:5->[::1]:80\nTST=ESTABLISHED\ntIPv4\nPUDP\nn*:53\n");

        Assert.Equal([(80, true), (5, false), (53, true)], sockets.Select(static socket => ((int)socket.Ends.LocalPort, socket.IsWaiting)));
    }

    [Theory]
    [InlineData("p0")]
    [InlineData("p-5")]
    [InlineData("p99999999999")]
    [InlineData("p7x")]
    [InlineData("p")]
    public void Read_leaves_out_a_process_without_a_proper_id(string process)
    {
        var (sockets, processes) = Read($"{process}\ncx\nf5\ntIPv4\nPUDP\nn*:53\n");

        Assert.Empty(sockets);
        Assert.Empty(processes);
    }

    [Theory]
    [InlineData("10.0.0.2:70000")]
    [InlineData("10.0.0.2:-1")]
    [InlineData("10.0.0.2")]
    [InlineData(":53")]
    [InlineData("10.0.0.2:53->")]
    [InlineData("[::1:53->x:1")]
    [InlineData("localhost:http")]
    public void Read_leaves_out_a_socket_without_proper_ends(string name)
    {
        var (sockets, _) = Read($"p7\nf4\nPUDP\nn{name}\nf5\ntIPv4\nPUDP\nn*:53\n");

        Assert.Equal(53, Assert.Single(sockets).Ends.LocalPort);
    }

    [Fact]
    public void Read_cleans_names() => Assert.Equal("x\ufffd[31m", Read("p7\ncx\u001b[31m\n").Processes[7].Name);

    [Fact]
    public void Read_takes_any_damage() => Damage.Try(
        Encoding.UTF8.GetBytes(Output), static input => LsofOutput.Read(input, [], []));

    [Fact]
    public void Source_keeps_the_processes_of_the_last_output()
    {
        ReadOnlyMemory<byte>? output = Encoding.UTF8.GetBytes(Output);
        using var source = new LsofSource(() => output, isPartial: true);

        Assert.True(source.TryList([]));
        Assert.Equal(("curl", new ProcessIdentity(0, "curl")), (source.Read(77)?.Name, source.Identify(77)));
        output = null;
        Assert.False(source.TryList([]));
        Assert.True(source.IsViewPartial);
        Assert.NotNull(source.Read(77));
    }

    private static (List<OwnedSocket> Sockets, Dictionary<int, ProcessInfo> Processes) Read(string text)
    {
        List<OwnedSocket> sockets = [];
        Dictionary<int, ProcessInfo> processes = [];
        LsofOutput.Read(Encoding.UTF8.GetBytes(text), sockets, processes);
        return (sockets, processes);
    }

    private static UInt128 Address(string text) => FlowText.FromIPAddress(IPAddress.Parse(text));
}
