using System.Text;
using RustNet.Core.Dpi;
using RustNet.Core.Wire;

namespace RustNet.Core.Tests.Flows;

/// <summary>FTP's control and data connections through the table.</summary>
public sealed class FtpDataTests
{
    private const string Client = "10.0.0.2:51000";
    private const string Server = "192.0.2.1:21";

    private readonly TableDriver _table = new();
    private uint _clientNext = 101;
    private uint _serverNext = 501;

    [Theory]
    [InlineData("PASV", "227 Entering Passive Mode (192,0,2,1,156,64).")]
    [InlineData("PASV", "227 Entering Passive Mode (10,9,9,9,156,64).")]     // behind a translation: the address is not the one used
    [InlineData("EPSV", "229 Entering Extended Passive Mode (|||40000|)")]
    public void Passive_data_connection_is_named(string command, string reply)
    {
        Login();
        Say(1, true, command);
        Say(1.1, false, reply);

        _table.Open(1.2, "10.0.0.2:51001", "192.0.2.1:40000");
        Assert.Null(AppOf(51001));
        Transfer(1.3, "192.0.2.1:40000", "10.0.0.2:51001");
        _table.Open(1.4, "10.0.0.2:51002", "192.0.2.1:40000");
        Transfer(1.5, "192.0.2.1:40000", "10.0.0.2:51002");

        Assert.Equal(("ftp", "FTP data", "FTP data"), (AppOf(51001)?.Protocol, AppOf(51001)?.DisplayName, AppOf(51001)?.Summary));
        Assert.Null(AppOf(51002));
    }

    [Theory]
    [InlineData("PORT 10,0,0,2,156,64")]
    [InlineData("EPRT |1|10.0.0.2|40000|")]
    public void Active_data_connection_is_named(string command)
    {
        Login();
        Say(1, true, command);
        Say(1.1, false, "200 PORT command successful.");

        _table.Open(1.2, "192.0.2.1:20", "10.0.0.2:40000");
        Transfer(1.3, "10.0.0.2:40000", "192.0.2.1:20");

        Assert.Equal("FTP data", AppOf(40000)?.Summary);
    }

    [Theory]
    [InlineData("PASV", "227 Entering Passive Mode (192,0,2,1,1,187).")]
    [InlineData("EPSV", "229 Entering Extended Passive Mode (|||443|)")]
    public void Connection_to_a_system_port_is_not_named(string command, string reply)
    {
        Login();
        Say(1, true, command);
        Say(1.1, false, reply);

        _table.Open(1.2, "10.0.0.2:51001", "192.0.2.1:443");
        Transfer(1.3, "192.0.2.1:443", "10.0.0.2:51001");

        Assert.Null(AppOf(51001));
    }

    [Fact]
    public void Connection_of_another_host_is_not_named()
    {
        Login();
        Say(1, true, "PASV");
        Say(1.1, false, "227 Entering Passive Mode (192,0,2,1,156,64).");

        _table.Open(1.2, "10.0.0.2:51001", "192.0.2.9:40000");
        _table.Open(1.2, "10.0.0.2:51002", "192.0.2.1:40001");
        Transfer(1.3, "192.0.2.9:40000", "10.0.0.2:51001");
        Transfer(1.3, "192.0.2.1:40001", "10.0.0.2:51002");

        Assert.Null(AppOf(51001));
        Assert.Null(AppOf(51002));
    }

    [Fact]
    public void Other_replies_announce_nothing()
    {
        Login();
        Say(1, true, "SIZE 192,0,2,1,156,64");
        Say(1.1, false, "213 40000");
        Say(1.2, false, "227 no numbers");

        _table.Open(1.3, "10.0.0.2:51001", "192.0.2.1:40000");
        Transfer(1.4, "192.0.2.1:40000", "10.0.0.2:51001");

        Assert.Null(AppOf(51001));
    }

    [Fact]
    public void Data_connection_keeps_its_name_whatever_it_carries()
    {
        Login();
        Say(1, true, "EPSV");
        Say(1.1, false, "229 Entering Extended Passive Mode (|||40000|)");
        _table.Open(1.2, "10.0.0.2:51001", "192.0.2.1:40000");

        Send(1.3, "192.0.2.1:40000", "10.0.0.2:51001", 501, "HTTP/1.1 200 OK\r\n\r\n");
        Send(1.4, "10.0.0.2:51001", "192.0.2.1:40000", 101, "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n");
        Send(1.5, "192.0.2.1:40000", "10.0.0.2:51001", 520, "HTTP/1.1 200 OK\r\n\r\n");

        Assert.Equal("FTP data", AppOf(51001)?.Summary);
    }

    private void Transfer(double at, string from, string to) => Send(at, from, to, 501, "some bytes");

    private void Login()
    {
        _table.Open(0, Client, Server);
        Say(0.1, false, "220 FTP server ready");
        Say(0.2, true, "USER anonymous");
        Say(0.3, false, "230 in");
    }

    private void Say(double at, bool fromClient, string line)
    {
        var (from, to, sequence) = fromClient ? (Client, Server, _clientNext) : (Server, Client, _serverNext);
        Send(at, from, to, sequence, line + "\r\n");
        _ = fromClient ? _clientNext += (uint)line.Length + 2 : _serverNext += (uint)line.Length + 2;
    }

    private void Send(double at, string from, string to, uint sequence, string text)
    {
        var frame = TableDriver.Frame(at, from, to, IpProtocol.Tcp, TableDriver.HeaderLength + text.Length);
        frame.TcpFlags = TcpFlags.Ack | TcpFlags.Psh;
        frame.Sequence = sequence;
        frame.Payload = Encoding.ASCII.GetBytes(text);
        frame.PayloadLength = text.Length;
        _table.Add(in frame);
    }

    private AppInfo? AppOf(ushort localPort) => _table.Rows.Single(row => row.Identity.LocalPort == localPort).App;
}
