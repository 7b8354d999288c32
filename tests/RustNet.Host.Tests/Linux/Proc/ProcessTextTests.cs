using System.Text;
using RustNet.Core.Flows;
using RustNet.Host.Linux.Proc;

namespace RustNet.Host.Tests.Linux.Proc;

public sealed class ProcessTextTests
{
    private const string Stat =
        "4181 (sshd-session) S 902 4181 4181 0 -1 4194560 1024 0 3 0 12 7 0 0 20 0 1 0 8812345 17641472 2304 18446744073709551615 1 1 0";

    private const string Status = "Name:\tsshd\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t902\nUid:\t0\t33\t0\t33\nGid:\t0\t0\t0\t0\n";
    private const string Passwd = "root:x:0:0:root:/root:/bin/bash\n# comment:x:5:5::/:/bin/sh\nwww-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\nalias:x:0:0::/:\nbad\n+::::::\nanna:x:1000:1000:Anna,,,:/home/anna:/bin/bash";

    [Fact]
    public void ProcessStat_reads_parent_session_and_start()
    {
        Assert.True(ProcessStat.TryParse(Encoding.ASCII.GetBytes(Stat), out var stat));

        Assert.Equal((902, 4181, 8812345L, false), (stat.Parent, stat.Session, stat.StartTicks, stat.IsKernelThread));
        Assert.Equal("sshd-session", Encoding.ASCII.GetString(stat.Name));
    }

    [Fact]
    public void ProcessStat_takes_a_name_with_parentheses_and_digits()
    {
        Assert.True(ProcessStat.TryParse(Encoding.ASCII.GetBytes(Stat.Replace("sshd-session", "a) S 1 (b", StringComparison.Ordinal)), out var stat));

        Assert.Equal(("a) S 1 (b", 902), (Encoding.ASCII.GetString(stat.Name), stat.Parent));
    }

    [Fact]
    public void ProcessStat_knows_a_thread_of_the_kernel()
    {
        Assert.True(ProcessStat.TryParse("2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0"u8, out var stat));

        Assert.True(stat.IsKernelThread);
    }

    [Fact]
    public void ProcessStat_takes_any_damage() =>
        Damage.Try(Encoding.ASCII.GetBytes(Stat), static input => _ = ProcessStat.TryParse(input, out _));

    [Fact]
    public void ProcessStatus_reads_the_effective_user()
    {
        Assert.True(ProcessStatus.TryUser(Encoding.ASCII.GetBytes(Status), out var user));

        Assert.Equal(33u, user);
    }

    [Fact]
    public void ProcessStatus_takes_any_damage() =>
        Damage.Try(Encoding.ASCII.GetBytes(Status), static input => ProcessStatus.TryUser(input, out _));

    [Theory]
    [InlineData("curl\0-s\0http://example.com\0", "curl -s http://example.com")]
    [InlineData("sshd: anna [priv]\0\0\0", "sshd: anna [priv]")]
    [InlineData("a\u001b[31mb\0", "a\ufffd[31mb")]
    [InlineData("\0\0", null)]
    [InlineData("", null)]
    public void CommandLineText_joins_and_cleans(string content, string? expected) =>
        Assert.Equal(expected, CommandLineText.Join(Encoding.UTF8.GetBytes(content)));

    [Fact]
    public void CommandLineText_is_bounded()
    {
        var joined = CommandLineText.Join(Encoding.UTF8.GetBytes(new string('x', 100_000)))!;

        Assert.Equal((CommandLineText.MaxLength, '…'), (joined.Length, joined[^1]));
    }

    [Theory]
    [InlineData("curl", "/usr/bin/curl", "curl\0", "curl")]
    [InlineData("systemd-resolve", "/usr/lib/systemd/systemd-resolved", "", "systemd-resolved")]
    [InlineData("systemd-resolve", "/usr/lib/systemd/systemd-resolved (deleted)", "", "systemd-resolved")]
    [InlineData("very-long-scrip", "/usr/bin/python3.11", "/usr/bin/python3\0-u\0/opt/very-long-script-name\0", "very-long-script-name")]
    [InlineData("a-name-somebody", "/usr/bin/other", "other\0", "a-name-somebody")]
    [InlineData("node-MainThread", "/usr/bin/node", "node\0", "node")]
    [InlineData("MainThread", "/usr/bin/node", "node\0", "node")]
    [InlineData("kworker/0:1", "", "", "kworker/0:1")]
    [InlineData("worker", "/usr/bin/server", "server\0", "worker")]
    public void ProcessName_prefers_the_whole_name(string kernel, string executable, string arguments, string expected) =>
        Assert.Equal(
            expected, ProcessName.Choose(Encoding.UTF8.GetBytes(kernel), Encoding.UTF8.GetBytes(executable), Encoding.UTF8.GetBytes(arguments)));

    [Fact]
    public void PasswdFile_reads_names_and_homes()
    {
        var users = PasswdFile.Parse(Encoding.ASCII.GetBytes(Passwd));

        Assert.Equal(new PasswdUser("root", "/root"), users[0]);
        Assert.Equal("www-data", users[33].Name);
        Assert.Equal("/home/anna", users[1000].Home);
        Assert.Equal(3, users.Count);
    }

    [Fact]
    public void PasswdFile_takes_any_damage() =>
        Damage.Try(Encoding.ASCII.GetBytes(Passwd), static input => PasswdFile.Parse(input));

    [Theory]
    [InlineData("0.20 0.18 0.12 1/80 11206\n", 11206)]
    [InlineData("", int.MaxValue)]
    [InlineData("0.20 0.18 0.12 1/80 x\n", int.MaxValue)]
    public void LoadAverage_has_the_last_process(string text, int expected) =>
        Assert.Equal(expected, LoadAverage.LastProcess(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData("socket:[4026]", true, 4026UL)]
    [InlineData("socket:[]", false, 0UL)]
    [InlineData("pipe:[4026]", false, 0UL)]
    [InlineData("socket:[4026", false, 0UL)]
    [InlineData("/tmp/socket:[4026]", false, 0UL)]
    [InlineData("socket:[99999999999999999999]", false, 0UL)]
    public void LinkTarget_has_the_inode(string target, bool expected, ulong inode)
    {
        Assert.Equal(expected, LinkTarget.TryInode(Encoding.ASCII.GetBytes(target), "socket"u8, out var found));
        Assert.Equal(inode, expected ? found : 0);
    }

    [Fact]
    public void NamespaceAddresses_reads_both_families()
    {
        var addresses = new HashSet<UInt128>();
        var trie = "Main:\n  +-- 0.0.0.0/0 3 0 5\n     |-- 0.0.0.0\n        /0 universe UNICAST\n     +-- 172.17.0.0/16 2 0 2\n        |-- 172.17.0.0\n           /16 link UNICAST\n        |-- 172.17.0.2\n           /32 host LOCAL\n        |-- 172.17.255.255\n           /32 link BROADCAST\n"u8;

        NamespaceAddresses.AddIPv4(trie, addresses);
        NamespaceAddresses.AddIPv6("fe80000000000000004211fffeac0002 05 40 20 80     eth0\nzz\n"u8, addresses);

        Assert.Equal(["172.17.0.2", "fe80::42:11ff:feac:2"], addresses.Select(FlowText.Address).Order());
    }

    [Fact]
    public void NamespaceAddresses_takes_any_damage() =>
        Damage.Try("        |-- 172.17.0.2\n           /32 host LOCAL\nfe80000000000000004211fffeac0002 05 40 20 80     eth0\n"u8, static input =>
        {
            NamespaceAddresses.AddIPv4(input, []);
            NamespaceAddresses.AddIPv6(input, []);
        });
}
