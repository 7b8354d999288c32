using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Core.Tests.Query;

/// <summary>Whatever enumeration people read, on the screen or in headless output, can be typed into the filter.</summary>
public class FlowWordTests
{
    [Theory]
    [InlineData(FlowDirection.Outgoing, "outgoing")]
    [InlineData(FlowDirection.Incoming, "incoming")]
    [InlineData(FlowDirection.Loop, "loop")]
    [InlineData(FlowDirection.Forwarded, "forwarded")]
    public void Direction_is_found_by_its_words(FlowDirection direction, string word) => Check(
        Enum.GetValues<FlowDirection>(), direction, "direction", value => new SnapshotBuilder { Direction = value }.Build(), FlowWords.Direction(direction), word);

    [Theory]
    [InlineData(FlowEnd.Timeout, "timeout")]
    [InlineData(FlowEnd.Closed, "closed")]
    [InlineData(FlowEnd.Reset, "reset")]
    [InlineData(FlowEnd.Evicted, "evicted")]
    [InlineData(FlowEnd.Shutdown, "shutdown")]
    public void End_is_found_by_its_words(FlowEnd end, string word) => Check(
        Enum.GetValues<FlowEnd>(), end, "end", value => new SnapshotBuilder { End = value }.Build(), FlowWords.End(end)!, word);

    [Theory]
    [InlineData(OwnerMatch.Capture, "capture")]
    [InlineData(OwnerMatch.Exact, "exact")]
    [InlineData(OwnerMatch.Listener, "listener")]
    [InlineData(OwnerMatch.Wildcard, "wildcard")]
    [InlineData(OwnerMatch.Guess, "guess")]
    [InlineData(OwnerMatch.Exited, "exited")]
    [InlineData(OwnerMatch.OtherNamespace, "other-namespace")]
    [InlineData(OwnerMatch.NoRights, "no-rights")]
    [InlineData(OwnerMatch.Forwarded, "forwarded")]
    [InlineData(OwnerMatch.Kernel, "kernel")]
    public void Match_is_found_by_its_words(OwnerMatch match, string word)
    {
        Check(Enum.GetValues<OwnerMatch>(), match, "match", Owned, FlowWords.Match(match), word);
        if (match >= OwnerMatch.Exited)
        {
            Check(Enum.GetValues<OwnerMatch>(), match, "match", Owned, FlowWords.WhyNot(match), word);
            Check(Enum.GetValues<OwnerMatch>(), match, "process", Owned, FlowWords.WhyNot(match), FlowWords.WhyNot(match)); // as the column shows it
            Assert.True(Matches(FlowWords.WhyNot(match), Owned(match)));
        }
    }

    [Theory]
    [InlineData(AddressScope.Multicast, "multicast")]
    [InlineData(AddressScope.Broadcast, "broadcast")]
    public void Scope_is_found_by_its_word(AddressScope scope, string word)
    {
        var row = Scoped(scope);

        Assert.Equal(word, FlowWords.Scope(scope));
        Assert.True(Matches($"dst:{word}", row));
        Assert.True(Matches(word, row));
        Assert.False(Matches($"dst:{word}", Scoped(AddressScope.Unicast)));
    }

    [Fact]
    public void Words_for_what_is_not_known_do_not_make_it_known()
    {
        Assert.False(Matches("process:", Owned(OwnerMatch.Exited)));
        Assert.True(Matches("!process:", Owned(OwnerMatch.Exited)));
        Assert.False(Matches("process:!=curl", Owned(OwnerMatch.Exited)));
        Assert.True(Matches("match:unknown", new SnapshotBuilder().Build()));
        Assert.False(Matches("match:", new SnapshotBuilder().Build()));
        Assert.False(Matches("end:", new SnapshotBuilder().Build()));
        Assert.True(Matches("end:", new SnapshotBuilder { End = FlowEnd.Reset }.Build()));
    }

    [Theory]
    [InlineData("/usr/bin/curl")]
    [InlineData("example.com/x")]
    [InlineData("alice")]
    [InlineData("session-1.scope")]
    [InlineData("docker")]
    [InlineData("loop")]
    public void Free_text_finds_what_details_show(string text)
    {
        var process = new ProcessInfo(5, "curl") { Executable = "/usr/bin/curl", CommandLine = "curl https://example.com/x", User = "alice", Unit = "session-1.scope", Container = new("docker", "0123") };
        var row = new SnapshotBuilder { Process = process, Direction = FlowDirection.Loop, InterfaceIndex = 2 }.Build();

        Assert.True(Matches($"\"{text}\"", row));
        Assert.False(Matches($"\"{text}\"", new SnapshotBuilder().Build()));
    }

    [Theory]
    [InlineData("direction:inbound", "direction: is one of outgoing incoming loop forwarded")]
    [InlineData("end:foo", "end: is one of timeout closed reset evicted shutdown")]
    [InlineData("match:!=bogus", "match: is one of capture exact listener wildcard guess exited other-namespace no-rights forwarded kernel unknown")]
    [InlineData("proto:tpc", "proto: is one of tcp udp icmp icmpv6 igmp arp sctp ip-N")]
    [InlineData("!proto:=ip-256", "proto: is one of tcp udp icmp icmpv6 igmp arp sctp ip-N")]
    [InlineData("proto:ip-n", "proto: is one of tcp udp icmp icmpv6 igmp arp sctp ip-N")]
    [InlineData("app:htpp", "no application protocol is called 'htpp' (did you mean http ?)")]
    [InlineData("proto:6", "protocol 6 is called tcp here")]
    [InlineData("proto:!=47", "protocol 47 is called ip-47 here")]
    [InlineData("app:=ttp", "no application protocol is called 'ttp' (did you mean ftp or http ?)")]
    [InlineData("(state:!=estab) x", "no state is called 'estab'; the manual lists them")]
    [InlineData("app:=ht x", "no application protocol is called 'ht', only")]
    [InlineData("app:h2", "what is meant by 'h2' is called http, or over TLS tls.alpn:h2 here")]
    [InlineData("app:HTTPS", "what is meant by 'HTTPS' is called tls here")]
    [InlineData("not app:tsl", "no application protocol is called 'tsl' (did you mean tls ?)")]
    [InlineData("app:!=BitTorent", "no application protocol is called 'BitTorent' (did you mean bittorrent ?)")]
    [InlineData("app:\"ftp dtaa\"", "no application protocol is called 'ftp dtaa' (did you mean \"ftp data\" ?)")]
    [InlineData("app:prelude", "no application protocol is called 'prelude', only arp bittorrent dhcp dhcpv6 dns ftp \"ftp data\" http icmp icmpv6 igmp llmnr mdns mld mqtt ndp netbios ntp quic snmp ssdp ssh stun tls")]
    [InlineData("state:ESTABLISHD", "no state is called 'ESTABLISHD' (did you mean ESTABLISHED ?)")]
    [InlineData("state:FIN_WAIT3", "no state is called 'FIN_WAIT3' (did you mean FIN_WAIT1 or FIN_WAIT2 ?)")]
    [InlineData("state:=listning", "no state is called 'listning' (did you mean listening ?)")]
    [InlineData("state:fin-wait-2", "no state is called 'fin-wait-2' (did you mean FIN_WAIT2 ?)")]
    [InlineData("state:nonsense", "no state is called 'nonsense'; the manual lists them")]
    public void Value_that_is_none_of_the_words_is_an_error(string filter, string reason)
    {
        Assert.False(FilterExpression.TryParse(filter, out _, out var error));
        Assert.StartsWith(reason, error.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("proto:=ICMPv6 proto:ip-47 proto:SCTP")]
    [InlineData("app:tls or app:\"ftp data\" or app:=mDNS or app:!=NetBIOS or app:DHCPv6 or app:ndp")]
    [InlineData("state:established state:=LISTEN state:listening state:UDP_LISTEN !state:time_wait")]
    [InlineData("state:UDP_STALE state:echo_reply state:DNS_QUERY state:keyexchange state:!=DHCPV6_RELAY_FORWARD state:IP")]
    [InlineData("app:/^nothing$/ state:/x|y/ proto:/ip-[0-9]+/")]
    [InlineData("app: state:\"\" proto:=\"\" state:!=")]
    public void No_prefix_of_a_good_word_is_an_error(string filter)
    {
        for (var length = 0; length <= filter.Length; length++)
        {
            Assert.True(FilterExpression.TryParse(filter[..length], out _, out var error), $"{filter[..length]}: {error?.Reason}");
        }
    }

    [Fact]
    public void Protocol_is_found_by_what_the_screen_shows()
    {
        foreach (var protocol in Enumerable.Range(0, 256).Select(number => (IpProtocol)number))
        {
            var row = new SnapshotBuilder { Protocol = protocol }.Build();

            Assert.True(Matches($"proto:={FlowText.ProtocolLabel(row.Identity.ProtocolName)}", row), row.Identity.ProtocolName);
        }
    }

    [Fact]
    public void Data_connection_of_ftp_is_found_by_what_the_screen_shows()
    {
        var data = new SnapshotBuilder { App = RustNet.Core.Dpi.Protocols.FtpInfo.Data }.Build();

        Assert.True(Matches("app:=\"ftp data\"", data));
        Assert.True(Matches("app:=ftp", data));
        Assert.False(Matches("app:data", new SnapshotBuilder { App = new SampleApp("ftp", null) }.Build()));
    }

    [Theory]
    [InlineData("machine")]
    [InlineData("the")]
    [InlineData("not known")]
    public void Free_text_leaves_the_sentences_of_details_alone(string text) =>
        Assert.False(Matches($"\"{text}\"", new SnapshotBuilder { Match = OwnerMatch.Exited, Direction = FlowDirection.Loop }.Build()));

    [Theory]
    [InlineData("idle:>0")]
    [InlineData("idle:<1d")]
    [InlineData("age:>=0")]
    [InlineData("age:<1d")]
    [InlineData("bytes:=0")]
    [InlineData("packets:<10")]
    [InlineData("received:=0")]
    [InlineData("sent:=0")]
    [InlineData("rate:<1k")]
    [InlineData("down:=0")]
    [InlineData("up:=0")]
    [InlineData("dport:")]
    [InlineData("dport:<1024")]
    [InlineData("dport:=0")]
    [InlineData("dst:10.")]
    [InlineData("dst:192.0.2.1:443")]
    [InlineData("dst:0.0.0.0/0")]
    [InlineData("dst:::/0")]
    [InlineData("end:")]
    public void Listening_sockets_have_no_packets_and_no_other_side(string filter)
    {
        Assert.False(Matches(filter, Listening("::")));
        Assert.False(Matches(filter, Listening("0.0.0.0")));
        Assert.False(Matches(filter, Listening("127.0.0.1")));
    }

    [Theory]
    [InlineData("state:listen")]
    [InlineData("state:listening")]
    [InlineData("port:22")]
    [InlineData("sport:=22")]
    [InlineData("src:127.0.0.0/8")]
    [InlineData("dst:*")]
    [InlineData("service:ssh")]
    [InlineData("process:sshd")]
    [InlineData("listen")]
    public void Listening_sockets_are_found_by_what_they_have(string filter) => Assert.True(Matches(filter, Listening("127.0.0.1")));

    private static void Check<T>(T[] all, T value, string keyword, Func<T, FlowSnapshot> row, params string[] words)
    {
        foreach (var word in words)
        {
            Assert.True(Matches($"{keyword}:\"{word}\"", row(value)), $"{keyword}:\"{word}\"");
            Assert.True(Matches($"{keyword}:=\"{word}\"", row(value)), $"{keyword}:=\"{word}\"");
            Assert.True(Matches($"{keyword}:{word.Split(' ', '(')[0]}", row(value)), word);
            Assert.All(all.Where(other => !other!.Equals(value)), other => Assert.False(Matches($"{keyword}:=\"{word}\"", row(other)), $"{word}: {other}"));
        }
    }

    private static FlowSnapshot Owned(OwnerMatch match) =>
        new SnapshotBuilder { Process = match < OwnerMatch.Exited ? new ProcessInfo(5, "curl") : null, Match = match }.Build();

    private static FlowSnapshot Listening(string address) => ListeningRow.Make(
        ListeningRow.FirstId, IpProtocol.Tcp, FlowText.FromIPAddress(System.Net.IPAddress.Parse(address)), 22, new FlowOwner(new ProcessInfo(1, "sshd"), OwnerMatch.Exact), SnapshotBuilder.Start);

    private static FlowSnapshot Scoped(AddressScope scope)
    {
        var plain = new SnapshotBuilder { Protocol = IpProtocol.Udp, Remote = "239.1.2.3:5000" }.Build();
        return new FlowSnapshot
        {
            Identity = new FlowIdentity
            {
                Id = 1,
                Key = plain.Identity.Key,
                LocalIsA = plain.Identity.LocalIsA,
                Direction = FlowDirection.Outgoing,
                Initiator = FlowInitiator.Local,
                RemoteScope = scope,
                FirstSeen = plain.Identity.FirstSeen,
            },
            State = plain.State,
            LastSeen = plain.LastSeen,
            PacketsSent = 1,
            PacketsReceived = 0,
            BytesSent = 60,
            BytesReceived = 0,
            AgesFrom = plain.LastSeen,
            Timeout = plain.Timeout,
        };
    }

    private static bool Matches(string filter, FlowSnapshot row)
    {
        Assert.True(FilterExpression.TryParse(filter, out var expression, out var error), $"{filter}: {error?.Reason}");
        return expression.WithInterfaceNames(index => index == 2 ? "eth0" : null).Matches(row, SnapshotBuilder.Start + PacketTime.Second);
    }
}
