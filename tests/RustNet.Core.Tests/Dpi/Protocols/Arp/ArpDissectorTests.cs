using RustNet.Core.Dpi;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols.Arp;

public sealed class ArpDissectorTests
{
    private const string AskerHardware = "02:00:00:00:00:02";
    private const string RouterHardware = "02:00:00:00:00:01";
    private static readonly byte[] s_request = ArpBytes.Message(1, AskerHardware, "10.0.0.2", ArpBytes.Nobody, "10.0.0.1");
    private static readonly byte[] s_reply = ArpBytes.Message(2, RouterHardware, "10.0.0.1", AskerHardware, "10.0.0.2");

    [Fact]
    public void Dissect_reads_a_question_and_its_answer()
    {
        var flow = new Conversation(Transports.Arp).Client(s_request);
        Assert.Equal("who has 10.0.0.1?", flow.App?.Summary);
        Assert.DoesNotContain("arp.target_mac", flow.Facts);

        flow.Server(s_reply);

        Assert.Equal("10.0.0.1 is at 02:00:00:00:00:01", flow.App?.Summary);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["arp.operation"] = "request, reply",
                ["arp.sender_ip"] = "10.0.0.2",
                ["arp.sender_mac"] = AskerHardware,
                ["arp.target_ip"] = "10.0.0.1",
                ["arp.target_mac"] = RouterHardware,
            },
            flow.Facts);
        Assert.False(flow.App?.IsApplication);
    }

    [Fact]
    public void Dissect_keeps_the_answer_when_either_side_asks_again()
    {
        var flow = new Conversation(Transports.Arp).Client(s_request).Server(s_reply);
        var known = flow.App;

        flow.Client(s_request).Server(s_reply).Server(ArpBytes.Message(1, RouterHardware, "10.0.0.1", ArpBytes.Nobody, "10.0.0.2"))
            .Client(ArpBytes.Message(2, AskerHardware, "10.0.0.2", RouterHardware, "10.0.0.1"));

        Assert.Same(known, flow.App);
    }

    [Fact]
    public void Dissect_reads_an_answer_alone()
    {
        var flow = new Conversation(Transports.Arp).Server(s_reply);

        Assert.Equal("10.0.0.1 is at 02:00:00:00:00:01", flow.App?.Summary);
        Assert.Equal("reply", flow.Facts["arp.operation"]);
        Assert.Equal(AskerHardware, flow.Facts["arp.sender_mac"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Dissect_marks_who_announces_himself(int operation)
    {
        var flow = new Conversation(Transports.Arp).Client(ArpBytes.Message(operation, AskerHardware, "10.0.0.2", "ff:ff:ff:ff:ff:ff", "10.0.0.2"));

        Assert.Equal("gratuitous", flow.Facts["arp.use"]);
        Assert.Equal("10.0.0.2 is at 02:00:00:00:00:02 (announced)", flow.App?.Summary);
        Assert.DoesNotContain("arp.target_mac", flow.Facts);
    }

    [Fact]
    public void Dissect_marks_a_probe_and_who_objects()
    {
        var flow = new Conversation(Transports.Arp).Client(ArpBytes.Message(1, AskerHardware, "0.0.0.0", ArpBytes.Nobody, "10.0.0.2"));
        Assert.Equal("probe", flow.Facts["arp.use"]);
        Assert.Equal("who has 10.0.0.2? (probe)", flow.App?.Summary);

        flow.Server(ArpBytes.Message(2, RouterHardware, "10.0.0.2", AskerHardware, "0.0.0.0"));

        Assert.Equal("10.0.0.2 is at 02:00:00:00:00:01", flow.App?.Summary);
    }

    [Fact]
    public void Dissect_tells_when_another_hardware_takes_an_address()
    {
        var flow = new Conversation(Transports.Arp).Client(s_request).Server(s_reply);
        Assert.DoesNotContain("arp.former_mac", flow.Facts);

        flow.Server(ArpBytes.Message(2, "02:00:00:00:00:66", "10.0.0.1", AskerHardware, "10.0.0.2"));

        Assert.Equal("10.0.0.1 is at 02:00:00:00:00:66", flow.App?.Summary);
        Assert.Equal(RouterHardware, flow.Facts["arp.former_mac"]);
    }

    [Theory]
    [InlineData(3, "0.0.0.0", "0.0.0.0", "which address has 02:00:00:00:00:02?")]
    [InlineData(4, "10.0.0.1", "10.0.0.7", "02:00:00:00:00:02 has 10.0.0.7")]
    [InlineData(8, "10.0.0.1", "0.0.0.0", "ARP inverse request")]
    [InlineData(99, "10.0.0.1", "10.0.0.2", "ARP 99")]
    public void Dissect_names_other_operations(int operation, string sender, string target, string summary) =>
        Assert.Equal(summary, new Conversation(Transports.Arp).Client(ArpBytes.Message(operation, RouterHardware, sender, AskerHardware, target)).App?.Summary);
}
