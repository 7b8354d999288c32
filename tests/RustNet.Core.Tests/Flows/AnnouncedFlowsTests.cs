using RustNet.Core.Dpi;
using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Core.Tests.Flows;

public sealed class AnnouncedFlowsTests
{
    private static readonly AppInfo s_app = new Data();
    private readonly AnnouncedFlows _flows = new();

    [Fact]
    public void Take_answers_once_the_flow_that_was_announced()
    {
        var control = Key("10.0.0.2", 51000, "192.0.2.1", 21, out var clientIsA);
        _flows.Add(in control, clientIsA, new AnnouncedFlow(ListenerIsInitiator: false, 40000, s_app), now: 0);

        Assert.Null(_flows.Take(Key("10.0.0.3", 51001, "192.0.2.1", 40000, out _), 1));
        Assert.Null(_flows.Take(Key("10.0.0.2", 40000, "192.0.2.1", 20, out _), 1));
        Assert.Same(s_app, _flows.Take(Key("10.0.0.2", 51001, "192.0.2.1", 40000, out _), 1));
        Assert.Null(_flows.Take(Key("10.0.0.2", 51001, "192.0.2.1", 40000, out _), 1));
        Assert.True(_flows.IsEmpty);
    }

    [Fact]
    public void Take_answers_what_the_initiator_will_accept()
    {
        var control = Key("10.0.0.2", 51000, "192.0.2.1", 21, out var clientIsA);
        _flows.Add(in control, clientIsA, new AnnouncedFlow(ListenerIsInitiator: true, 40000, s_app), now: 0);

        Assert.Same(s_app, _flows.Take(Key("192.0.2.1", 20, "10.0.0.2", 40000, out _), 1));
    }

    [Fact]
    public void Take_forgets_what_does_not_come_in_a_minute()
    {
        var control = Key("10.0.0.2", 51000, "192.0.2.1", 21, out var clientIsA);
        _flows.Add(in control, clientIsA, new AnnouncedFlow(false, 40000, s_app), now: 0);

        Assert.Null(_flows.Take(Key("10.0.0.2", 51001, "192.0.2.1", 40000, out _), PacketTime.Minute));
    }

    [Fact]
    public void Add_without_end_keeps_the_newest()
    {
        var control = Key("10.0.0.2", 51000, "192.0.2.1", 21, out var clientIsA);
        for (var port = 1; port <= 5000; port++)
        {
            _flows.Add(in control, clientIsA, new AnnouncedFlow(false, (ushort)port, s_app), now: port);
        }

        Assert.Null(_flows.Take(Key("10.0.0.2", 51001, "192.0.2.1", 3976, out _), 5001));
        Assert.NotNull(_flows.Take(Key("10.0.0.2", 51001, "192.0.2.1", 3977, out _), 5001));
        Assert.NotNull(_flows.Take(Key("10.0.0.2", 51001, "192.0.2.1", 5000, out _), 5001));
    }

    private static FlowKey Key(string from, ushort fromPort, string to, ushort toPort, out bool fromA) => FlowKey.Of(
        NetworkLayer.IPv4, IpProtocol.Tcp, TableDriver.Address(from), fromPort, TableDriver.Address(to), toPort, out fromA);

    private sealed record Data : AppInfo
    {
        public override string Protocol => "ftp";
    }
}
