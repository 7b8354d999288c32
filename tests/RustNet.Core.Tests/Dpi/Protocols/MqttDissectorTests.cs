using RustNet.Core.Dpi;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols;

public sealed class MqttDissectorTests
{
    [Theory]
    [InlineData(3, "3.1")]
    [InlineData(4, "3.1.1")]
    [InlineData(5, "5.0")]
    [InlineData(0x84, "3.1.1")]   // a broker's bridge
    public void Dissect_reads_connect_of_every_version(int level, string version)
    {
        var flow = Open().Client(MqttBytes.Connect("device-1", level));

        Assert.Equal(version, flow.Facts["mqtt.version"]);
        Assert.Equal("device-1", flow.Facts["mqtt.client_id"]);
        Assert.Equal("MQTT device-1", flow.App?.Summary);
    }

    [Fact]
    public void Dissect_follows_the_topics_of_both_sides()
    {
        var flow = Open().Client(MqttBytes.Connect("a", 4)).Client(MqttBytes.Publish("one", "x"));
        Assert.Equal("one", flow.Facts["mqtt.topic"]);

        flow.Server([0x20, 2, 0, 0, .. MqttBytes.Publish("two", "y")]);
        Assert.Equal("two", flow.Facts["mqtt.topic"]);

        for (var i = 0; i < 100; i++)
        {
            flow.Client([0xc0, 0]).Server([0xd0, 0]);
        }

        flow.Client(MqttBytes.Publish("three", "z"));
        Assert.Equal("three", flow.Facts["mqtt.topic"]);
    }

    [Fact]
    public void Dissect_skips_a_long_message_without_keeping_it()
    {
        var flow = Open().Client(MqttBytes.Connect("a", 4));
        var message = MqttBytes.Publish("big", new string('x', 500_000));

        flow.SendCut(true, message, 1400);
        Assert.InRange(flow.Inspector.MemoryInUse, 0, 512);

        flow.Client(MqttBytes.Publish("next", ""));
        Assert.Equal("next", flow.Facts["mqtt.topic"]);
    }

    [Fact]
    public void Dissect_allocates_nothing_for_a_topic_that_is_known()
    {
        var flow = Open().Client(MqttBytes.Connect("a", 4));
        var message = MqttBytes.Publish("température", "x");
        flow.Client(message).Client(message);
        var allocated = Allocations.Of(() => flow.Client(message));

        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData("10 0c 0004 4d515454 04 03 003c 0000")]        // reserved flag
    [InlineData("10 0c 0004 4d515454 04 1e 003c 0000")]        // will QoS 3
    [InlineData("10 0c 0004 4d515454 04 08 003c 0000")]        // will QoS without a will
    [InlineData("10 0c 0004 4d515454 04 42 003c 0000")]        // password without a name
    [InlineData("10 0c 0004 4d515454 03 02 003c 0000")]        // level of the other name
    [InlineData("10 0c 0004 4d515455 04 02 003c 0000")]
    [InlineData("10 0c 0004 4d515454 04 02 003c 0009")]        // longer than the packet
    [InlineData("11 0c 0004 4d515454 04 02 003c 0000")]
    [InlineData("10 ffffffff 0004 4d515454 04 02 003c 0000")]
    [InlineData("30 07 0003 612f62 31 32")]
    [InlineData("20 02 0000")]
    public void Dissect_leaves_what_only_looks_similar(string hex)
    {
        Assert.Null(Open().Client(new WireBytes().Hex(hex).Repeat(0, 3).ToArray()).App);
    }

    [Theory]
    [InlineData(1883, "20020000", true)]
    [InlineData(1883, "2003000000", true)]
    [InlineData(1884, "20020000", false)]
    [InlineData(1883, "20020006", false)]
    [InlineData(1883, "2002000030", false)]
    public void Dissect_takes_a_lone_connack_on_the_own_port(int port, string hex, bool isMqtt)
    {
        var flow = new Conversation(Transports.Tcp, serverPort: (ushort)port).Server(new WireBytes().Hex(hex).ToArray());

        Assert.Equal(isMqtt, flow.App is not null);
    }

    private static Conversation Open() => new Conversation(Transports.Tcp, serverPort: 8884).Open();
}
