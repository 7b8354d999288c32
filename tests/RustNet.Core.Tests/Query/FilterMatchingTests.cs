using RustNet.Testing;

namespace RustNet.Core.Tests.Query;

public class FilterMatchingTests
{
    [Theory]
    [InlineData("", "thdspg")]
    [InlineData("   ", "thdspg")]
    [InlineData("firefox", "t")]
    [InlineData("FIREFOX", "t")]
    [InlineData("4321", "t")]
    [InlineData("example", "td")]
    [InlineData("h2", "t")]
    [InlineData("aaaa", "d")]
    [InlineData("fin_wait", "h")]
    [InlineData("authentication", "s")]
    [InlineData("domain", "d")]
    [InlineData("ip-47", "g")]
    [InlineData("udp", "d")]
    [InlineData("tcp", "thds")] // also in a name
    [InlineData("nothing", "")]
    [InlineData("10.0.0.2:80", "h")]
    [InlineData("fe80::1", "p")]
    [InlineData("FE80::ABCD", "p")]
    [InlineData("[2001:db8::2]:40053", "d")]
    [InlineData("2001:0db8:0:0:0:0:0:2", "d")]
    [InlineData("::ffff:192.0.2.1", "t")]
    [InlineData("10.0.0.0/8", "ths")]
    [InlineData("\"TLS www\"", "t")]
    [InlineData("/^(nginx|firefox)$/", "th")]
    public void Free_text_looks_in_every_field(string filter, string rows) => Assert.Equal(rows, FilterRows.Select(filter));

    [Theory]
    [InlineData("tcp 443", "t")]
    [InlineData("tcp and 443", "t")]
    [InlineData("TCP AND 443", "t")]
    [InlineData("nginx or dns", "hd")]
    [InlineData("nginx OR dns aaaa", "hd")]
    [InlineData("(nginx or dns) aaaa", "d")]
    [InlineData("!tcp", "pg")]
    [InlineData("not proto:tcp", "dpg")]
    [InlineData("!!firefox", "t")]
    [InlineData("! firefox proto:tcp", "hs")]
    [InlineData("not (firefox or nginx) proto:tcp", "s")]
    [InlineData("!(proto:tcp or proto:udp)", "pg")]
    [InlineData("((firefox)(443))", "t")]
    [InlineData("\"or\"", "dg")] // of a name, of "forwarded"
    [InlineData("not not firefox", "t")]
    public void Words_combine(string filter, string rows) => Assert.Equal(rows, FilterRows.Select(filter));

    [Theory]
    [InlineData("port:44", "th")]
    [InlineData("port:443", "t")]
    [InlineData("sport:443", "t")]
    [InlineData("dport:443", "t")]
    [InlineData("port:=443", "t")]
    [InlineData("sport:=443", "")]
    [InlineData("dport:==443", "t")]
    [InlineData("port:!=443", "hds")]
    [InlineData("dport:>1024", "h")]
    [InlineData("dport:>=443 dport:<=443", "t")]
    [InlineData("dport:<53", "s")]
    [InlineData("dport:> 1024", "h")]
    [InlineData("port:/^80/", "h")]
    [InlineData("port:\"44\"", "th")]
    [InlineData("port:", "thds")]
    [InlineData("!port:", "pg")]
    [InlineData("pid:43", "t")]
    [InlineData("pid:=80", "h")]
    [InlineData("pid:!=80", "t")]
    [InlineData("pid:>80", "t")]
    [InlineData("vlan:10", "t")]
    [InlineData("vlan:=1", "")]
    [InlineData("vlan:>=0", "t")]
    public void Identifiers_match_digits_or_compare(string filter, string rows) => Assert.Equal(rows, FilterRows.Select(filter));

    [Theory]
    [InlineData("src:10.0.0", "ths")]
    [InlineData("src:51443", "")] // a port is not part of the address
    [InlineData("src:10.0.0.2:51443", "t")]
    [InlineData("src:10.0.0.2:5", "ts")]
    [InlineData("dst:[2001:db8:0:1::53]:53", "d")]
    [InlineData("dst:[2001:db8:0:1:0:0:0:53]:5", "d")]
    [InlineData("dst:[2001:db8:0:1::53]", "d")]
    [InlineData("dst:2001:DB8:0:1:0::53", "d")]
    [InlineData("dst:[fe80::abcd]", "p")]
    [InlineData("dst:=fe80::abcd", "p")]
    [InlineData("dst:=192.0.2.1", "t")]
    [InlineData("dst:=192.0.2", "")]
    [InlineData("dst:!=192.0.2.1", "hdspg")]
    [InlineData("dst:=192.0.2.1:443", "t")]
    [InlineData("dst:=192.0.2.1:44", "")]
    [InlineData("src:10.0.0.0/8", "ths")]
    [InlineData("ip:10.0.0.0/8", "ths")]
    [InlineData("ip:192.0.2.1", "t")]
    [InlineData("ip:=192.0.2.1", "t")]
    [InlineData("ip:[2001:db8:0:1::53]:53", "d")]
    [InlineData("ip:!=10.0.0.2", "dpg")]
    [InlineData("IP:!=192.0.2.1 tcp", "hds")]
    [InlineData("src:10.1.2.3/8", "ths")]
    [InlineData("src:10.0.0.0/", "")] // no length yet: still text
    [InlineData("src:10.0.0.2/32", "ths")]
    [InlineData("src:!=10.0.0.0/8", "dpg")]
    [InlineData("src:0.0.0.0/0", "thsg")]
    [InlineData("src:::/0", "dp")]
    [InlineData("src:2001:db8::/32", "d")]
    [InlineData("src:fe80::/10", "p")]
    [InlineData("src:::ffff:10.0.0.0/104", "ths")]
    [InlineData("src:172.16.0.0/12", "g")]
    [InlineData("dst:/^(192|198)\\./", "th")]
    [InlineData("src:", "thdspg")]
    public void Addresses_match_text_or_networks(string filter, string rows) => Assert.Equal(rows, FilterRows.Select(filter));

    [Theory]
    [InlineData("process:fire", "t")]
    [InlineData("PROCESS:FIRE", "t")]
    [InlineData("process:=nginx", "h")]
    [InlineData("process:=ngin", "")]
    [InlineData("process:!=nginx", "t")]
    [InlineData("!process:=nginx", "tdspg")]
    [InlineData("process:", "th")]
    [InlineData("process:/x$/", "th")]
    [InlineData("sni:example", "t")]
    [InlineData("host:example", "td")]
    [InlineData("host:\"intranet.local\"", "h")]
    [InlineData("app:tls", "t")]
    [InlineData("app:", "thds")]
    [InlineData("ssh:openssh", "s")]
    [InlineData("ssh:auth", "s")]
    [InlineData("ssh:", "s")]
    [InlineData("state:wait", "h")]
    [InlineData("state:authentication", "s")]
    [InlineData("state:=established", "ts")]
    [InlineData("state:!=established", "hdpg")]
    [InlineData("proto:icmp", "p")]
    [InlineData("proto:=icmp", "")]
    [InlineData("service:https", "t")]
    [InlineData("direction:incom", "h")]
    [InlineData("dir:incom", "h")]
    [InlineData("Proc:=firefox", "t")]
    [InlineData("direction:forw", "g")]
    [InlineData("interface:eth", "t")]
    [InlineData("tls.version:1.3", "t")]
    [InlineData("TLS.Version:1.3", "t")]
    [InlineData("tls.version:>1.2", "t")]
    [InlineData("tls.version:<1.3", "")]
    [InlineData("http.status:404", "h")]
    [InlineData("http.status:4", "h")]
    [InlineData("http.status:>=400", "h")]
    [InlineData("http.status:!=404", "")]
    [InlineData("http.status:", "h")]
    [InlineData("http.path:/api/v1", "h")]
    [InlineData("http.path:/api/v1/users", "h")]
    [InlineData("http.path:=/users$/", "h")]
    [InlineData("dns.query:\"tcp.example\"", "d")]
    [InlineData("example.com:443", "")]
    public void Text_fields_contain_equal_or_match(string filter, string rows) => Assert.Equal(rows, FilterRows.Select(filter));

    [Theory]
    [InlineData("bytes:>1M", "t")]
    [InlineData("bytes:1M", "t")] // without a comparison: at least
    [InlineData("bytes:>4.9mb", "t")]
    [InlineData("bytes:>5MiB", "")]
    [InlineData("bytes:=120", "hdspg")]
    [InlineData("bytes:<0.2k", "hdspg")]
    [InlineData("packets:>4k", "t")]
    [InlineData("packets:<=2", "hdspg")]
    [InlineData("rate:>209k", "t")]
    [InlineData("rate:>211k/s", "")]
    [InlineData("down:>=200kB/s", "t")]
    [InlineData("up:>0", "t")]
    [InlineData("up:=0", "hdspg")]
    [InlineData("rtt:>50ms", "t")]
    [InlineData("rtt:>80", "t")]
    [InlineData("rtt:<1ms", "h")]
    [InlineData("rtt:<500us", "h")]
    [InlineData("rtt:", "th")]
    [InlineData("!rtt:", "dspg")]
    [InlineData("retransmits:>0", "t")]
    [InlineData("retransmits:=0", "h")]
    [InlineData("age:<10s", "h")]
    [InlineData("age:>1m30s", "tdspg")]
    [InlineData("age:>1m40s", "")]
    [InlineData("age:<10", "h")]
    [InlineData("idle:<1s", "tp")]
    [InlineData("idle:>=1m40", "hdsg")]
    [InlineData("idle:>0.02h", "hdsg")]
    public void Amounts_compare(string filter, string rows) => Assert.Equal(rows, FilterRows.Select(filter));

    [Fact]
    public void All_and_unfinished_text_match_everything()
    {
        Assert.True(FilterExpression.All.MatchesAll);
        Assert.Equal("", FilterExpression.All.Text);
        foreach (var unfinished in new[] { "", " ", "!", "not", "(", "((", "\"", "/", "!(", "!\"", "( \"" })
        {
            Assert.True(FilterExpression.TryParse(unfinished, out var expression, out _), unfinished);
            Assert.True(expression.MatchesAll, unfinished);
            Assert.Equal(unfinished, expression.Text);
        }
    }

    [Fact]
    public void Interface_matches_nothing_without_names()
    {
        Assert.True(FilterExpression.TryParse("interface:eth0", out var expression, out _));

        Assert.False(expression.Matches(new SnapshotBuilder { InterfaceIndex = 2 }.Build(), 0));
    }

    [Fact]
    public void Matches_allocates_nothing_of_its_own()
    {
        Assert.True(FilterExpression.TryParse("port:44 !src:10.0.0.0/8 or 53 rtt:>1 process:x or dport:>80 age:>3s", out var expression, out _));
        var row = new SnapshotBuilder { Local = "[2001:db8::1]:5", Process = new(1, "y") }.Build();

        Assert.Equal(0, Allocations.Of(() => expression.Matches(row, FilterRows.Now)));
    }
}
