using RustNet.Host.Linux.Bpf;
using RustNet.Host.Linux.Bpf.Records;

namespace RustNet.Host.Tests.Linux.Bpf;

/// <summary>Who is named for a packet, after what was told in which order. The language is that of <see cref="HolderScript"/>.</summary>
public class HolderTableTests
{
    [Theory]
    [InlineData("an event that comes after the packet", """
        1.2 connected A #1 tcp 10.0.0.2:40000 > 192.0.2.1:80
        1   out tcp 10.0.0.2:40000 > 192.0.2.1:80 try 0 = A exact
        """)]
    [InlineData("a client that is gone before it is asked for", """
        1.2 connected A #1 tcp 10.0.0.2:40000 > 192.0.2.1:80
        3   closed - #1 tcp 10.0.0.2:40000 > 192.0.2.1:80
        3.1 exit A
        1   out tcp 10.0.0.2:40000 > 192.0.2.1:80 try 1 = A exact
        """)]
    [InlineData("a connection from before the first snapshot, long after it", """
        0-5 snapshot A #1 tcp 10.0.0.2:40000 > 192.0.2.1:80
        90000 out tcp 10.0.0.2:40000 > 192.0.2.1:80 try 0 = A exact
        """)]
    [InlineData("a connection that nobody answers", """
        127000 failed A #1 tcp 10.0.0.2:40000 > 192.0.2.1:80
        1      out tcp 10.0.0.2:40000 > 192.0.2.1:80 try 5 = A exact
        """)]
    [InlineData("an accepted connection whose server reads late", """
        0-5  snapshot A #1 tcp 0.0.0.0:80
        900  used B #2 tcp 10.0.0.2:80 > 192.0.2.1:40000
        100  in tcp 10.0.0.2:80 > 192.0.2.1:40000 try 3 = B exact
        """)]
    [InlineData("an unconnected UDP client", """
        1.1 used A #1 udp 0.0.0.0:40000
        1   out udp 10.0.0.2:40000 > 192.0.2.1:53 try 0 = A wildcard
        """)]
    public void Connections_are_named(string what, string script) => Play(what, script);

    [Theory]
    [InlineData("the same ends, before the second owner is told", """
        1.2  connected A #1 tcp 10.0.0.2:40000 > 192.0.2.1:80
        3    closed - #1 tcp 10.0.0.2:40000 > 192.0.2.1:80
        20   out tcp 10.0.0.2:40000 > 192.0.2.1:80 try 0 = nobody
        20.2 connected B #2 tcp 10.0.0.2:40000 > 192.0.2.1:80
        20   out tcp 10.0.0.2:40000 > 192.0.2.1:80 try 1 = B exact
        1    out tcp 10.0.0.2:40000 > 192.0.2.1:80 try 2 = A exact
        """)]
    [InlineData("what follows a connection is a guess, and late", """
        1.2  connected A #1 tcp 10.0.0.2:40000 > 192.0.2.1:80
        3    closed - #1 tcp 10.0.0.2:40000 > 192.0.2.1:80
        20   out tcp 10.0.0.2:40000 > 192.0.2.1:80 try 2 = nobody
        20   out tcp 10.0.0.2:40000 > 192.0.2.1:80 try 3 = A guess
        9000 out tcp 10.0.0.2:40000 > 192.0.2.1:80 try 3 = nobody
        """)]
    [InlineData("a UDP port of one process and then of another one, both gone", """
        10.1 used A #1 udp 0.0.0.0:5000
        11   exit A
        13.1 used B #2 udp 0.0.0.0:5000
        14   exit B
        10   out udp 10.0.0.2:5000 > 192.0.2.1:1 try 1 = A wildcard
        13   out udp 10.0.0.2:5000 > 192.0.2.1:2 try 1 = B wildcard
        """)]
    [InlineData("a UDP port whose first process is gone and whose second one is not told yet", """
        10.1 used A #1 udp 0.0.0.0:5000
        11   exit A
        13   out udp 10.0.0.2:5000 > 192.0.2.1:2 try 0 = nobody
        13   out udp 10.0.0.2:5000 > 192.0.2.1:2 try 5 = nobody
        """)]
    [InlineData("a UDP port that a living process gave up, seen by a snapshot", """
        10.1  used A #1 udp 0.0.0.0:5000
        20-25 snapshot
        30.1  used B #2 udp 0.0.0.0:5000
        30    out udp 10.0.0.2:5000 > 192.0.2.1:2 try 0 = B wildcard
        """)]
    [InlineData("a UDP port that a living process gave up, seen by nobody: either may have sent it", """
        10.1  used A #1 udp 0.0.0.0:5000
        30.1  used B #2 udp 0.0.0.0:5000
        30    out udp 10.0.0.2:5000 > 192.0.2.1:2 try 1 = nobody
        40-45 snapshot B #2 udp 0.0.0.0:5000
        30    out udp 10.0.0.2:5000 > 192.0.2.1:2 try 5 = nobody
        50    out udp 10.0.0.2:5000 > 192.0.2.1:3 try 2 = B wildcard
        """)]
    [InlineData("a process that opens its own port anew", """
        10.1  used A #1 udp 0.0.0.0:5000
        30.1  used A #2 udp 0.0.0.0:5000
        30    out udp 10.0.0.2:5000 > 192.0.2.1:2 try 0 = A wildcard
        """)]
    [InlineData("a process that is younger than the packet has not sent it", """
        process B start=20
        21.1 used B #1 udp 0.0.0.0:5000
        10   out udp 10.0.0.2:5000 > 192.0.2.1:2 try 1 = nobody
        """)]
    [InlineData("a process that is younger than the datagram has not received it either", """
        process B start=20
        21.1 used B #1 udp 0.0.0.0:5000
        10   in udp 10.0.0.2:5000 > 192.0.2.1:2 try 5 = nobody
        """)]
    [InlineData("but may serve a connection that was begun before", """
        process B start=20
        21.1 used B #1 tcp 10.0.0.2:22 > 192.0.2.1:40000
        10   in tcp 10.0.0.2:22 > 192.0.2.1:40000 try 0 = B exact
        """)]
    [InlineData("a server that was stopped does not answer", """
        0-5 snapshot A #1 tcp 0.0.0.0:80; A #2 udp 0.0.0.0:80
        10  closed - #1 tcp 0.0.0.0:80
        10  exit A
        20  in tcp 10.0.0.2:80 > 192.0.2.1:40000 try 5 = nobody
        20  in udp 10.0.0.2:80 > 192.0.2.1:40000 try 5 = nobody
        """)]
    [InlineData("a server restarted under another id", """
        1    listening A #1 tcp 0.0.0.0:80
        10   in tcp 10.0.0.2:80 > 192.0.2.1:40000 try 2 = A listener
        20   closed - #1 tcp 0.0.0.0:80
        21   exit A
        30   listening B #2 tcp 0.0.0.0:80
        40   in tcp 10.0.0.2:80 > 192.0.2.1:40001 try 2 = B listener
        25   in tcp 10.0.0.2:80 > 192.0.2.1:40002 try 5 = nobody
        10   in tcp 10.0.0.2:80 > 192.0.2.1:40000 try 4 = A listener
        """)]
    [InlineData("a connection that failed and was made again by the same socket", """
        5   failed A #1 tcp 10.0.0.2:40000 > 192.0.2.1:80
        9   connected A #1 tcp 10.0.0.2:40000 > 192.0.2.1:80
        20  out tcp 10.0.0.2:40000 > 192.0.2.1:80 try 0 = A exact
        """)]
    [InlineData("a connection that is over, but whose socket its process keeps", """
        1.2   connected A #1 tcp 10.0.0.2:5000 > 192.0.2.1:80
        3     closed - #1 tcp 10.0.0.2:5000 > 192.0.2.1:80
        4     used A #1 tcp 10.0.0.2:5000 > 192.0.2.1:80 state=7
        10-15 snapshot A #1 tcp 10.0.0.2:5000 > 192.0.2.1:80 state=7
        20    exit A
        30    out tcp 10.0.0.2:5000 > 192.0.2.1:80 try 0 = nobody
        30.2  connected B #2 tcp 10.0.0.2:5000 > 192.0.2.1:80
        30    out tcp 10.0.0.2:5000 > 192.0.2.1:80 try 1 = B exact
        2     out tcp 10.0.0.2:5000 > 192.0.2.1:80 try 2 = A exact
        """)]
    [InlineData("a connection that was refused, and a process that tries to read from it", """
        2     failed A #1 tcp 10.0.0.2:5000 > 192.0.2.1:80
        3     used A #1 tcp 10.0.0.2:5000 > 192.0.2.1:80 state=7
        30    out tcp 10.0.0.2:5000 > 192.0.2.1:80 try 0 = nobody
        """)]
    [InlineData("a TCP socket that is bound and does not listen", """
        0-5   snapshot A #1 tcp 0.0.0.0:80 state=7; B #2 tcp 0.0.0.0:80
        10    in tcp 10.0.0.2:80 > 192.0.2.1:40000 try 2 = B listener
        """)]
    public void Ends_that_go_from_one_process_to_the_next_are_told_apart(string what, string script) => Play(what, script);

    [Theory]
    [InlineData("before and after: certain", """
        0-5       snapshot A #1 udp 0.0.0.0:53
        100       in udp 10.0.0.2:53 > 192.0.2.1:40000 try 0 = nobody
        120-125   snapshot A #1 udp 0.0.0.0:53
        100       in udp 10.0.0.2:53 > 192.0.2.1:40000 try 1 = A wildcard
        """)]
    [InlineData("before, and nothing since: a guess when it is time for one", """
        0-5       snapshot A #1 udp 0.0.0.0:53
        100       in udp 10.0.0.2:53 > 192.0.2.1:40000 try 2 = nobody
        100       in udp 10.0.0.2:53 > 192.0.2.1:40000 try 3 = A guess
        """)]
    [InlineData("gone before the packet: nobody", """
        0-5       snapshot A #1 udp 0.0.0.0:53
        50-55     snapshot
        100       in udp 10.0.0.2:53 > 192.0.2.1:40000 try 5 = nobody
        """)]
    [InlineData("a snapshot that breaks off says nothing of what it does not have", """
        0-5       snapshot A #1 udp 0.0.0.0:53
        50-55     partial B #2 udp 0.0.0.0:54
        60        in udp 10.0.0.2:53 > 192.0.2.1:40000 try 3 = A guess
        100-105   snapshot A #1 udp 0.0.0.0:53
        60        in udp 10.0.0.2:53 > 192.0.2.1:40000 try 1 = A wildcard
        150       in udp 10.0.0.2:54 > 192.0.2.1:40000 try 5 = nobody
        """)]
    [InlineData("a snapshot begun before an event does not undo it", """
        7.1       used A #1 udp 0.0.0.0:5000
        5-10      snapshot
        12        out udp 10.0.0.2:5000 > 192.0.2.1:2 try 2 = A wildcard
        """)]
    [InlineData("a snapshot begun before the end of a connection does not undo that", """
        1.2       connected A #1 tcp 10.0.0.2:40000 > 192.0.2.1:80
        7         closed - #1 tcp 10.0.0.2:40000 > 192.0.2.1:80
        5-10      snapshot A #1 tcp 10.0.0.2:40000 > 192.0.2.1:80
        20        out tcp 10.0.0.2:40000 > 192.0.2.1:80 try 2 = nobody
        """)]
    [InlineData("found by a snapshot: there when that was done", """
        100-105   snapshot A #1 udp 0.0.0.0:53
        200-205   snapshot A #1 udp 0.0.0.0:53
        106       in udp 10.0.0.2:53 > 192.0.2.1:40000 try 0 = A wildcard
        """)]
    [InlineData("one before and another one after: nobody", """
        0-5       snapshot A #1 udp 0.0.0.0:53
        200-205   snapshot B #2 udp 0.0.0.0:53
        100       in udp 10.0.0.2:53 > 192.0.2.1:40000 try 5 = nobody
        """)]
    public void Sockets_without_a_peer_answer_only_for_the_time_they_were_there(string what, string script) => Play(what, script);

    [Fact]
    public void Without_events_a_connection_too_needs_to_be_seen_before_and_after() => HolderScript.Play(
        """
        0-5     snapshot A #1 tcp 10.0.0.2:40000 > 192.0.2.1:80; A #2 udp 0.0.0.0:53
        100     out tcp 10.0.0.2:40000 > 192.0.2.1:80 try 1 = nobody
        100     out udp 10.0.0.2:53 > 192.0.2.1:80 try 2 = nobody
        200-205 snapshot A #1 tcp 10.0.0.2:40000 > 192.0.2.1:80; A #2 udp 0.0.0.0:53
        100     out tcp 10.0.0.2:40000 > 192.0.2.1:80 try 2 = A exact
        100     out udp 10.0.0.2:53 > 192.0.2.1:80 try 2 = A wildcard
        """,
        hasEvents: false);

    [Theory]
    [InlineData("a second flow of a socket that has sent before: who is new would have been told", """
        1.1 used A #1 udp 0.0.0.0:5000
        2   out udp 10.0.0.2:5000 > 192.0.2.1:2 try 1 = nobody
        3   exit A
        2   out udp 10.0.0.2:5000 > 192.0.2.1:2 try 2 = A wildcard
        """)]
    [InlineData("what arrives is not told so soon", """
        1.1 used A #1 udp 0.0.0.0:5000
        2   in udp 10.0.0.2:5000 > 192.0.2.1:2 try 2 = nobody
        2   in udp 10.0.0.2:5000 > 192.0.2.1:2 try 3 = A guess
        """)]
    [InlineData("of a socket that nobody was told to work with, silence says nothing", """
        0-5 snapshot A #1 icmp 0.0.0.0:77
        10  out icmp 10.0.0.2:77 > 192.0.2.1:0 try 2 = nobody
        10  out icmp 10.0.0.2:77 > 192.0.2.1:0 try 3 = A guess
        """)]
    [InlineData("lost events might have told of somebody else", """
        1.1   used A #1 udp 0.0.0.0:5000
        1.2   connected A #2 tcp 10.0.0.2:40000 > 192.0.2.1:80
        50    lost
        2     out udp 10.0.0.2:5000 > 192.0.2.1:2 try 2 = nobody
        1     out udp 10.0.0.2:5000 > 192.0.2.1:1 try 2 = nobody
        1     out udp 10.0.0.2:5000 > 192.0.2.1:1 try 3 = A guess
        60    out tcp 10.0.0.2:40000 > 192.0.2.1:80 try 2 = nobody
        70-75 snapshot A #1 udp 0.0.0.0:5000; A #2 tcp 10.0.0.2:40000 > 192.0.2.1:80
        2     out udp 10.0.0.2:5000 > 192.0.2.1:2 try 2 = A wildcard
        60    out tcp 10.0.0.2:40000 > 192.0.2.1:80 try 2 = A exact
        90    out tcp 10.0.0.2:40000 > 192.0.2.1:80 try 2 = A exact
        """)]
    public void Silence_tells_only_where_nothing_was_lost(string what, string script) => Play(what, script);

    [Theory]
    [InlineData("SO_REUSEPORT: of which one, nobody can tell", """
        0-5     snapshot A #1 udp 0.0.0.0:5353; B #2 udp 0.0.0.0:5353
        100-105 snapshot A #1 udp 0.0.0.0:5353; B #2 udp 0.0.0.0:5353
        50      in udp 10.0.0.2:5353 > 192.0.2.1:5353 try 2 = nobody
        50      in udp 10.0.0.2:5353 > 192.0.2.1:5353 try 3 = B guess
        """)]
    [InlineData("several sockets of one process", """
        0-5     snapshot A #1 udp 0.0.0.0:5353; A #2 udp 0.0.0.0:5353
        100-105 snapshot A #1 udp 0.0.0.0:5353; A #2 udp 0.0.0.0:5353
        50      in udp 10.0.0.2:5353 > 192.0.2.1:5353 try 1 = A wildcard
        """)]
    [InlineData("one of two that gave its socket up before", """
        0-5     snapshot A #1 udp 0.0.0.0:5353; B #2 udp 0.0.0.0:5353
        20-25   snapshot B #2 udp 0.0.0.0:5353
        100-105 snapshot B #2 udp 0.0.0.0:5353
        50      in udp 10.0.0.2:5353 > 192.0.2.1:5353 try 1 = B wildcard
        """)]
    [InlineData("workers inherit the socket of their master", """
        process A session=7
        process B parent=A session=8 start=-500
        process C parent=A session=9 start=-400
        0-5     snapshot B #1 tcp 0.0.0.0:80; A #1 tcp 0.0.0.0:80; C #1 tcp 0.0.0.0:80
        50      in tcp 10.0.0.2:80 > 192.0.2.1:5353 try 2 = A listener
        waiting 80 = A exact
        """)]
    [InlineData("who works with it counts before who has it open", """
        process A
        process B parent=A start=-500
        0-5     snapshot A #1 tcp 10.0.0.2:80 > 192.0.2.1:40000; B #1 tcp 10.0.0.2:80 > 192.0.2.1:40000
        10      in tcp 10.0.0.2:80 > 192.0.2.1:40000 try 0 = A exact
        20      used B #1 tcp 10.0.0.2:80 > 192.0.2.1:40000
        10      in tcp 10.0.0.2:80 > 192.0.2.1:40000 try 0 = B exact
        """)]
    [InlineData("a socket that init opened for a service", """
        process INIT start=-900000
        process A parent=INIT start=-500
        0-5     snapshot INIT #1 udp 0.0.0.0:53; A #1 udp 0.0.0.0:53
        100-105 snapshot INIT #1 udp 0.0.0.0:53; A #1 udp 0.0.0.0:53
        50      in udp 10.0.0.2:53 > 192.0.2.1:40000 try 0 = A wildcard
        waiting 53 = A exact
        """)]
    [InlineData("a socket that strangers share is a guess", """
        process A session=7
        process B session=8 start=-500
        0-5     snapshot A #1 udp 0.0.0.0:53; B #1 udp 0.0.0.0:53
        100-105 snapshot A #1 udp 0.0.0.0:53; B #1 udp 0.0.0.0:53
        50      in udp 10.0.0.2:53 > 192.0.2.1:40000 try 0 = nobody
        50      in udp 10.0.0.2:53 > 192.0.2.1:40000 try 3 = A guess
        waiting 53 = A guess
        """)]
    [InlineData("a socket that was passed on is its new owner's", """
        process A session=7
        process B session=8 start=-500
        1       used A #1 udp 0.0.0.0:53
        20-25   snapshot A #1 udp 0.0.0.0:53; B #1 udp 0.0.0.0:53
        40-45   snapshot B #1 udp 0.0.0.0:53
        100-105 snapshot B #1 udp 0.0.0.0:53
        50      in udp 10.0.0.2:53 > 192.0.2.1:40000 try 0 = B wildcard
        """)]
    [InlineData("the child goes on with the socket when its parent has ended", """
        process A session=7
        process B parent=A session=7 start=0
        1       used A #1 udp 0.0.0.0:53
        10      exit A
        20-25   snapshot B #1 udp 0.0.0.0:53
        100-105 snapshot B #1 udp 0.0.0.0:53
        50      in udp 10.0.0.2:53 > 192.0.2.1:40000 try 0 = B wildcard
        """)]
    [InlineData("who only closed a connection may not have worked with it", """
        30  closing A #1 tcp 10.0.0.2:80 > 192.0.2.1:40000
        31  closed - #1 tcp 10.0.0.2:80 > 192.0.2.1:40000
        10  in tcp 10.0.0.2:80 > 192.0.2.1:40000 try 2 = nobody
        10  in tcp 10.0.0.2:80 > 192.0.2.1:40000 try 3 = A guess
        """)]
    public void Shared_sockets_follow_the_one_rule(string what, string script) => Play(what, script);

    [Theory]
    [InlineData("an IPv6-only socket takes no IPv4", """
        0-5     snapshot A #1 udp [::]:53 v6only; A #2 tcp [::]:80 v6only
        100-105 snapshot A #1 udp [::]:53 v6only; A #2 tcp [::]:80 v6only
        50      in udp 10.0.0.2:53 > 192.0.2.1:40000 try 5 = nobody
        50      in tcp 10.0.0.2:80 > 192.0.2.1:40000 try 5 = nobody
        50      in udp [2001:db8::2]:53 > [2001:db8::1]:40000 try 1 = A wildcard
        50      in tcp [2001:db8::2]:80 > [2001:db8::1]:40000 try 2 = A listener
        """)]
    [InlineData("another IPv6 socket does, where no IPv4 socket is", """
        0-5     snapshot A #1 udp [::]:53; B #2 tcp 0.0.0.0:80; A #3 tcp [::]:80
        100-105 snapshot A #1 udp [::]:53; B #2 tcp 0.0.0.0:80; A #3 tcp [::]:80
        50      in udp 10.0.0.2:53 > 192.0.2.1:40000 try 1 = A wildcard
        50      in tcp 10.0.0.2:80 > 192.0.2.1:40000 try 2 = B listener
        """)]
    [InlineData("the one on the address itself is closer than the one on any", """
        0-5     snapshot A #1 udp 0.0.0.0:53; B #2 udp 10.0.0.2:53
        100-105 snapshot A #1 udp 0.0.0.0:53; B #2 udp 10.0.0.2:53
        50      in udp 10.0.0.2:53 > 192.0.2.1:40000 try 1 = B exact
        50      in udp 10.0.0.3:53 > 192.0.2.1:40000 try 1 = A wildcard
        """)]
    [InlineData("a raw socket is not the one with the identifier 1", """
        0-5     snapshot A #1 icmp 0.0.0.0:1; B #2 icmp 0.0.0.0:7
        100-105 snapshot A #1 icmp 0.0.0.0:1; B #2 icmp 0.0.0.0:7
        50      out icmp 10.0.0.2:1 > 192.0.2.1:0 try 5 = nobody
        50      in icmp 10.0.0.2:7 > 192.0.2.1:0 try 5 = nobody
        50      out icmp 10.0.0.2:7 > 192.0.2.1:0 try 1 = B wildcard
        """)]
    [InlineData("who listens has not begun the connection", """
        0-5     snapshot A #1 tcp 0.0.0.0:80
        50      out tcp 10.0.0.2:80 > 192.0.2.1:40000 try 5 = nobody
        """)]
    [InlineData("what is sent may be of any that shares the port, however close", """
        0-5     snapshot A #1 udp 0.0.0.0:53; B #2 udp 10.0.0.2:53
        100-105 snapshot A #1 udp 0.0.0.0:53; B #2 udp 10.0.0.2:53
        50      out udp 10.0.0.2:53 > 192.0.2.1:40000 try 5 = nobody
        50      out udp 10.0.0.3:53 > 192.0.2.1:40000 try 5 = A wildcard
        """)]
    [InlineData("whoever shows itself just after a packet may have sent it, who is there before and after need not", """
        0-5     snapshot A #1 udp 0.0.0.0:5353
        50.1    used B #2 udp 0.0.0.0:5353
        51      exit B
        60      used A #1 udp 0.0.0.0:5353
        100-105 snapshot A #1 udp 0.0.0.0:5353
        50      out udp 10.0.0.2:5353 > 224.0.0.251:5353 try 5 = nobody
        50      in udp 10.0.0.2:5353 > 192.0.2.9:5353 try 1 = A wildcard
        """)]
    [InlineData("who shows itself long after has not sent it", """
        0-5     snapshot A #1 udp 0.0.0.0:5353
        60      used A #1 udp 0.0.0.0:5353
        150     used B #2 udp 0.0.0.0:5353
        50      out udp 10.0.0.2:5353 > 224.0.0.251:5353 try 1 = A wildcard
        """)]
    public void The_closest_socket_answers(string what, string script) => Play(what, script);

    [Theory]
    [InlineData("a container's connection, from either side", """
        1.2 connected A #1 tcp 172.17.0.2:40000 > 192.0.2.1:80 ns=7
        1   forwarded tcp 172.17.0.2:40000 > 192.0.2.1:80 try 0 = A exact
        1.5 used B #2 tcp 172.17.0.3:80 > 192.0.2.1:40000 ns=8
        1   forwarded tcp 192.0.2.1:40000 > 172.17.0.3:80 try 0 = B exact
        """)]
    [InlineData("two containers with the same address", """
        1.2 connected A #1 tcp 172.17.0.2:40000 > 192.0.2.1:80 ns=7
        1.3 connected B #2 tcp 172.17.0.2:40000 > 192.0.2.1:80 ns=8
        1   forwarded tcp 172.17.0.2:40000 > 192.0.2.1:80 try 5 = nobody
        """)]
    [InlineData("two containers with the same address, one after the other", """
        1.2 connected A #1 tcp 172.17.0.2:40000 > 192.0.2.1:80 ns=7
        2   closed - #1 tcp 172.17.0.2:40000 > 192.0.2.1:80 ns=7
        9.2 connected B #2 tcp 172.17.0.2:40000 > 192.0.2.1:80 ns=8
        9   forwarded tcp 172.17.0.2:40000 > 192.0.2.1:80 try 0 = B exact
        """)]
    [InlineData("a port on any address in some container is not this one's", """
        0-5     snapshot A #1 udp 0.0.0.0:53 ns=7; B #2 udp [::]:54 ns=7
        100-105 snapshot A #1 udp 0.0.0.0:53 ns=7; B #2 udp [::]:54 ns=7
        50      forwarded udp 172.17.0.2:53 > 192.0.2.1:40000 try 5 = nobody
        50      forwarded udp 172.17.0.2:54 > 192.0.2.1:40000 try 5 = nobody
        50      in udp 10.0.0.2:53 > 192.0.2.1:40000 try 5 = nobody
        """)]
    [InlineData("a forwarded packet is not this machine's, whatever is bound here", """
        0-5     snapshot A #1 udp 0.0.0.0:53; B #2 udp [::]:53
        100-105 snapshot A #1 udp 0.0.0.0:53; B #2 udp [::]:53
        50      forwarded udp 172.17.0.2:53 > 192.0.2.1:40000 try 5 = nobody
        """)]
    public void Other_network_namespaces_are_other_machines(string what, string script) => Play(what, script);

    [Fact]
    public void Waiting_lists_this_namespace_and_stays_when_a_snapshot_breaks_off() => HolderScript.Play("""
        0-5   snapshot A #1 tcp 0.0.0.0:80; B #2 udp 0.0.0.0:53; C #3 udp 0.0.0.0:99 ns=7; C #4 udp 10.0.0.2:98 > 192.0.2.1:1
        waiting 80 = A exact
        waiting 53 = B exact
        waiting 99 = nobody
        waiting 98 = nobody
        10-15 partial B #2 udp 0.0.0.0:53
        waiting 80 = A exact
        20-25 snapshot B #2 udp 0.0.0.0:53
        waiting 80 = nobody
        """);

    [Fact]
    public void Find_does_not_take_those_that_are_remembered_for_those_that_are_not()
    {
        var script = string.Concat(Enumerable.Range(0, 400).Select(turn => $"{turn}.2 used P{turn} #{turn} udp 0.0.0.0:5000\n{turn}.8 exit P{turn}\n"));

        HolderScript.Play(script + """
            10.1 in udp 10.0.0.2:5000 > 192.0.2.1:2 try 5 = nobody
            390.1 in udp 10.0.0.2:5000 > 192.0.2.1:2 try 0 = P390 wildcard
            """);
    }

    [Fact]
    public void OnEvent_keeps_no_more_than_the_last_sockets_of_a_place_and_takes_any_bytes()
    {
        var random = new Random(11);
        var table = new HolderTable(HolderScript.OwnNamespace, new NoLineage(), hasEvents: true, tellsSenders: true);
        var bytes = new byte[SocketEvent.Size];
        for (var round = 0; round < 20_000; round++)
        {
            random.NextBytes(bytes);
            bytes.AsSpan(80, 36).Fill((byte)random.Next(2)); // few places, so that many sockets meet there
            bytes.AsSpan(116, 2).Clear();
            bytes[116] = (byte)(random.Next(2) == 0 ? 6 : 17);
            bytes[125] = (byte)random.Next(1, 7);
            Assert.True(SocketEvent.TryRead(bytes, out var any));
            table.OnEvent(in any);
            var records = new List<SocketRecord>();
            SocketRecord.ReadAll(bytes, records);
            table.OnSnapshot(records, random.NextInt64(), random.NextInt64(), random.Next(2) == 0);
            var ends = any.Ends;
            var query = new SocketQuery(
                (Core.Wire.IpProtocol)ends.Protocol, ends.LocalAddress, ends.LocalPort, ends.RemoteAddress, ends.RemotePort,
                (Core.Flows.FlowDirection)random.Next(4), random.Next(2) == 0, 0, random.Next(6));
            _ = table.Find(in query, random.NextInt64(), out _);
        }
    }

    [Fact]
    public void Find_asks_for_each_process_once_however_many_sockets_share_a_place()
    {
        const int Workers = 8;
        const int Sockets = 16;
        var lineage = new CountingLineage();
        var table = new HolderTable(HolderScript.OwnNamespace, lineage, hasEvents: true, tellsSenders: true);
        var ends = new SocketEnds { Protocol = 17, LocalPort = 53, LocalAddress = EventBytes.Address("10.0.0.2"), State = 7, NetworkNamespace = HolderScript.OwnNamespace };
        var records = Enumerable.Range(0, Workers * Sockets).Select(i => new SocketRecord(CountingLineage.Master + (i % Workers), 1 + (i % Workers), (ulong)(1 + (i / Workers)), ends)).ToList();
        table.OnSnapshot(records, 1_000, 2_000, isComplete: true);
        table.OnSnapshot(records, 9_000, 10_000, isComplete: true);
        Assert.Equal(2 * Workers, lineage.Asked);

        var query = new SocketQuery(
            Core.Wire.IpProtocol.Udp, ends.LocalAddress, ends.LocalPort, EventBytes.Address("192.0.2.1"), 40000, Core.Flows.FlowDirection.Incoming, IsInitiator: false, 0, Attempt: 0);
        var holder = table.Find(in query, 5_000, out var match);

        Assert.Equal((CountingLineage.Master, Core.Flows.OwnerMatch.Exact), (holder!.ProcessId, match));
        Assert.Equal(3 * Workers, lineage.Asked);
    }

    private static void Play(string what, string script)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(what);
        HolderScript.Play(script);
    }

    private sealed class NoLineage : IHolderLineage
    {
        public SocketHolder Of(HolderRecord holder) => new(holder.ProcessId, 0, 0, holder.StartedAt);

        public int ParentOf(int process) => 0;
    }

    private sealed class CountingLineage : IHolderLineage
    {
        public const int Master = 100;

        public int Asked { get; private set; }

        public SocketHolder Of(HolderRecord holder)
        {
            Asked++;
            return new SocketHolder(holder.ProcessId, holder.ProcessId == Master ? 1 : Master, 0, holder.StartedAt);
        }

        public int ParentOf(int process) => 0;
    }
}
