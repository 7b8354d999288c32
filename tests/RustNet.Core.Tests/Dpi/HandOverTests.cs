using System.Text;
using RustNet.Core.Dpi;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi;

/// <summary>A stream that turns into another protocol, by a protocol made up for it: <c>HELLO</c> lines, then <c>GO</c> or <c>SECRET</c>.</summary>
public sealed class HandOverTests
{
    [Fact]
    public void Flow_keeps_its_first_name_and_shows_the_second_beside_it()
    {
        var flow = Talk();

        flow.Client(Text("HELLO\n")).Server(Text("GO\n"));
        Assert.Equal("MADEUP", flow.App?.Summary);
        Assert.False(flow.IsFinished);

        flow.Client(ClientHelloBytes.WithSni("example.com", "h2")).Server(TlsBytes.ServerHello13());

        Assert.True(flow.IsFinished);
        Assert.Equal(("madeup", "tls"), (flow.App?.Protocol, flow.App?.Later?.Protocol));
        Assert.Equal("MADEUP → TLS example.com", flow.App?.Summary);
        Assert.Equal("example.com", flow.App?.HostName);
        Assert.Equal(("1", "tls", "TLSv1.3"), (flow.Facts["madeup.hellos"], flow.Facts["upgrade.protocol"], flow.Facts["tls.version"]));
        Assert.Equal(0, flow.Inspector.MemoryInUse);
    }

    [Fact]
    public void Next_protocol_may_begin_in_the_segment_that_hands_over()
    {
        var flow = Talk();

        flow.Client(Text("HELLO\n")).Client([.. Text("GO\n"), .. ClientHelloBytes.WithSni("example.com")]).Server(TlsBytes.ServerHello13());

        Assert.Equal("MADEUP → TLS example.com", flow.App?.Summary);
    }

    [Fact]
    public void Next_protocol_is_found_in_what_the_other_side_sent_early()
    {
        var flow = Talk();

        flow.Client(Text("HELLO\n")).Client(ClientHelloBytes.WithSni("example.com")).Server(Text("GO\n"));

        Assert.Equal("example.com", flow.App?.HostName);
    }

    [Fact]
    public void Next_protocol_is_found_although_its_message_comes_in_pieces()
    {
        var flow = Talk();

        flow.Client(Text("HELLO\n")).Server(Text("GO\n")).SendCut(true, ClientHelloBytes.WithSni("example.com"), 7);

        Assert.Equal("example.com", flow.App?.HostName);
    }

    [Fact]
    public void Flow_that_turns_into_nothing_known_keeps_its_name()
    {
        var flow = Talk();

        flow.Client(Text("HELLO\n")).Server(Text("GO\n")).Client([1, 2, 3, 4]).Server([5, 6, 7, 8]);

        Assert.True(flow.IsFinished);
        Assert.Equal("MADEUP", flow.App?.Summary);
        Assert.Null(flow.App?.Later);
    }

    [Fact]
    public void Flow_is_handed_over_once()
    {
        var flow = Talk();

        flow.Client(Text("HELLO\n")).Server(Text("GO\n")).Client(Text("HELLO\n")).Server(Text("GO\n")).Client(ClientHelloBytes.WithSni("example.com"));

        Assert.True(flow.IsFinished);
        Assert.Equal("MADEUP → MADEUP", flow.App?.Summary);
    }

    [Fact]
    public void Stream_that_nobody_named_takes_the_name_of_what_it_turns_into()
    {
        var flow = Talk();

        flow.Server(Text("WELCOME\n")).Client(Text("SECRET\n")).Server(Text("YES\n"))
            .Client(ClientHelloBytes.WithSni("example.com")).Server(TlsBytes.ServerHello13());

        Assert.Equal("TLS example.com", flow.App?.Summary);
        Assert.Equal("TLSv1.3", flow.Facts["tls.version"]);
        Assert.Equal(0, flow.Inspector.MemoryInUse);
    }

    private static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);

    private static Conversation Talk()
    {
        var tls = Enumerable.Range(0, DissectorSet.CreateDefault().Count).Select(i => DissectorSet.CreateDefault()[i]).Single(d => d.Traits.Protocol == "tls");
        return new Conversation(new Inspector(new DissectorSet(new MadeUpDissector(), tls), new InspectionBudget()), Transports.Tcp).Open();
    }

    private sealed record MadeUpInfo(int Hellos) : AppInfo
    {
        public override string Protocol => "madeup";

        public override void AddFields(List<AppField> fields) => fields.Add(new("madeup.hellos", "Hellos", $"{Hellos}"));
    }

    private sealed class MadeUpDissector : IDissector
    {
        public DissectorTraits Traits { get; } = new("madeup", Transports.Tcp, []);

        public Finding Dissect(in Payload payload)
        {
            var known = payload.Current as MadeUpInfo;
            var end = payload.Bytes.IndexOf((byte)'\n') + 1;
            var line = payload.Bytes[..end];
            return line.SequenceEqual("HELLO\n"u8) ? Finding.Complete(new MadeUpInfo((known?.Hellos ?? 0) + 1), end)
                : line.SequenceEqual("GO\n"u8) ? Finding.Complete(known, end, Interest.HandOver)
                : line.SequenceEqual("SECRET\n"u8) ? Finding.Complete(null, end, Interest.HandOver)
                : line.SequenceEqual("WELCOME\n"u8) || known is not null ? Finding.Truncated()
                : Finding.Malformed;
        }
    }
}
