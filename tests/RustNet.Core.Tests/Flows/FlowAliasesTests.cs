using RustNet.Core.Dpi;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Flows;

public sealed class FlowAliasesTests
{
    private const string Server = "192.0.2.1:443";

    private readonly FlowAliases _aliases = new();

    [Fact]
    public void TryFind_knows_ids_of_different_lengths()
    {
        for (var length = 4; length <= 20; length++)
        {
            var flow = Flow(length);
            _aliases.Add(flow, new ConnectionIds(false, Id(length, 1), Id(length, 2)));

            Assert.Equal((flow, false, true), Find($"10.9.9.9:{length}", Server, Id(length, 1)));
            Assert.Equal((flow, true, true), Find(Server, $"10.9.9.9:{length}", Id(length, 2)));
            Assert.Null(Find(Server, $"10.9.9.9:{length}", Id(length, 1)).Flow);
        }

        Assert.Equal(17, _aliases.Count);
    }

    [Fact]
    public void Add_takes_the_place_of_what_the_flow_had()
    {
        var flow = Flow(1);
        _aliases.Add(flow, new ConnectionIds(false, Id(8, 1), Id(8, 2)));
        _aliases.Add(flow, new ConnectionIds(false, Id(8, 3), Id(0, 0)));

        Assert.Null(Find("10.9.9.9:1", Server, Id(8, 1)).Flow);
        Assert.Null(Find(Server, "10.9.9.9:1", Id(8, 2)).Flow);
        Assert.Equal(flow, Find("10.9.9.9:1", Server, Id(8, 3)).Flow);

        _aliases.Add(flow, new ConnectionIds(false, Id(0, 0), Id(3, 0)));
        Assert.True(_aliases.IsEmpty);
        Assert.False(flow.HasAlias);
    }

    [Fact]
    public void Id_that_two_connections_have_is_the_newer_ones()
    {
        var (older, newer) = (Flow(1), Flow(2));
        _aliases.Add(older, new ConnectionIds(false, Id(8, 1), Id(8, 2)));
        _aliases.Add(newer, new ConnectionIds(false, Id(8, 1), Id(0, 0)));
        Assert.Equal(newer, Find("10.9.9.9:1", Server, Id(8, 1)).Flow);

        _aliases.Remove(older);
        Assert.Equal(newer, Find("10.9.9.9:1", Server, Id(8, 1)).Flow);
        Assert.Null(Find(Server, "10.9.9.9:1", Id(8, 2)).Flow);

        _aliases.Remove(newer);
        Assert.True(_aliases.IsEmpty);
    }

    [Fact]
    public void OnMoved_remembers_where_the_flow_was_last()
    {
        var flow = Flow(1);
        var first = flow.Key;
        _aliases.Add(flow, new ConnectionIds(false, Id(8, 1), Id(0, 0)));
        Move(flow, 2);
        Assert.Equal((flow, true, false), Find(Server, "10.0.0.2:1", Id(0, 0)));
        Assert.Equal((flow, false, false), Find("10.0.0.2:1", Server, Id(8, 9)));

        Move(flow, 3);
        Assert.Null(Find(Server, "10.0.0.2:1", Id(0, 0)).Flow);
        Assert.Equal(flow, Find(Server, "10.0.0.2:2", Id(0, 0)).Flow);

        _aliases.Remove(flow);
        Assert.Null(Find(Server, "10.0.0.2:2", Id(0, 0)).Flow);
        Assert.NotEqual(first, flow.Key);
    }

    [Fact]
    public void Former_endpoints_are_those_of_the_flow_that_left_them_last()
    {
        var (one, two) = (Flow(1), Flow(2));
        _aliases.Add(one, new ConnectionIds(false, Id(8, 1), Id(0, 0)));
        _aliases.Add(two, new ConnectionIds(false, Id(8, 2), Id(0, 0)));
        Move(one, 3);
        Move(two, 1);
        Move(two, 4);
        Assert.Equal(two, Find(Server, "10.0.0.2:1", Id(0, 0)).Flow);

        _aliases.Remove(one);
        Assert.Equal(two, Find(Server, "10.0.0.2:1", Id(0, 0)).Flow);
    }

    [Fact]
    public void Add_is_bounded()
    {
        for (var i = 0; i < FlowAliases.MaxFlows + 100; i++)
        {
            _aliases.Add(Flow(i), new ConnectionIds(false, new WireBytes().U32(i).ToArray(), Id(0, 0)));
        }

        Assert.Equal(FlowAliases.MaxFlows, _aliases.Count);
        _aliases.Clear();
        Assert.Null(Find("10.9.9.9:1", Server, new byte[4]).Flow);
    }

    private (Flow? Flow, bool FromServer, bool Moves) Find(string from, string to, byte[] id)
    {
        var payload = QuicBytes.Short(id);
        var frame = TableDriver.Frame(10, from, to, IpProtocol.Udp, 42 + payload.Length);
        frame.Payload = payload;
        frame.PayloadLength = payload.Length;
        var key = FlowKey.Of(in frame, out _);
        return _aliases.TryFind(in frame, in key, TableDriver.Time(10), out var match) ? (match.Flow, match.FromServer, match.Moves) : default;
    }

    private void Move(Flow flow, ushort port)
    {
        var before = flow.Key;
        flow.Key = Key(port);
        _aliases.OnMoved(flow, in before, TableDriver.Time(5));
    }

    private static Flow Flow(int number) => new()
    {
        Key = Key((ushort)number),
        Id = number,
        Orientation = new FlowOrientation { InitiatorIsA = true, LocalIsA = true },
    };

    private static FlowKey Key(ushort port) => FlowKey.Of(
        NetworkLayer.IPv4, IpProtocol.Udp, TableDriver.Address("10.0.0.2"), port, TableDriver.Address("192.0.2.1"), 443, out _);

    private static byte[] Id(int length, byte fill) => [.. Enumerable.Range(0, length).Select(i => (byte)(fill * 16 + i))];
}
