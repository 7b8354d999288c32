using System.Net;
using System.Text;
using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Core.Tests.Flows;

public class FlowTextTests
{
    [Theory]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("255.255.255.255", "255.255.255.255")]
    [InlineData("10.0.20.100", "10.0.20.100")]
    [InlineData("::", "::")]
    [InlineData("::1", "::1")]
    [InlineData("1::", "1::")]
    [InlineData("2001:0DB8:0:0:0:0:0:1", "2001:db8::1")]             // RFC 5952 §4.1, §4.3
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]     // §4.2.2: one field is not shortened
    [InlineData("2001:0:0:1:0:0:0:1", "2001:0:0:1::1")]              // §4.2.3: the longest run
    [InlineData("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1")]        // §4.2.3: the first of equals
    [InlineData("fe80::1:2:3:4", "fe80::1:2:3:4")]
    [InlineData("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8")]
    [InlineData("0:0:0:0:0:0:102:304", "::1.2.3.4")]
    [InlineData("::ffff:1.2.3.4", "1.2.3.4")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    public void Address_is_canonical(string address, string text) =>
        Assert.Equal(text, FlowText.Address(FlowText.FromIPAddress(IPAddress.Parse(address))));

    [Theory]
    [InlineData("192.0.2.1", 443, true, "192.0.2.1:443")]
    [InlineData("192.0.2.1", 0, true, "192.0.2.1:0")]
    [InlineData("192.0.2.1", 0, false, "192.0.2.1")]
    [InlineData("2001:db8::1", 65535, true, "[2001:db8::1]:65535")]
    [InlineData("2001:db8::1", 0, false, "2001:db8::1")]
    public void Endpoint_has_a_port_where_there_are_ports(string address, ushort port, bool hasPort, string text)
    {
        var value = FlowText.FromIPAddress(IPAddress.Parse(address));
        Span<byte> utf8 = stackalloc byte[FlowText.MaxEndpointLength];

        Assert.Equal(text, FlowText.Endpoint(value, port, hasPort));
        Assert.Equal(text, Encoding.UTF8.GetString(utf8[..FlowText.FormatEndpoint(value, port, hasPort, utf8)]));
    }

    [Fact]
    public void Address_agrees_with_the_framework()
    {
        var random = new Random(11);
        for (var i = 0; i < 100_000; i++)
        {
            var address = RandomAddress(random);

            // The framework writes two more forms mixed (RFC 2765 §2.1, RFC 5214 §6.1); inet_ntop and we do not.
            if ((address >> 32 & 0xffff_ffff) != 0x5efe && (address >> 32) != 0xffff_0000)
            {
                Assert.Equal(FlowText.ToIPAddress(address).ToString(), FlowText.Address(address));
            }

            Assert.Equal(address, FlowText.FromIPAddress(IPAddress.Parse(FlowText.Address(address))));
        }
    }

    [Fact]
    public void ProtocolName_is_the_number_where_there_is_no_name()
    {
        Assert.Equal("ip-47", FlowText.ProtocolName(NetworkLayer.IPv4, (IpProtocol)47));
        Assert.Same(FlowText.ProtocolName(NetworkLayer.IPv6, (IpProtocol)47), FlowText.ProtocolName(NetworkLayer.IPv4, (IpProtocol)47));
        Assert.Equal("arp", FlowText.ProtocolName(NetworkLayer.Arp, 0));
    }

    /// <summary>Random fields, most of them made zero or short, so that runs of zeros of every place and length occur.</summary>
    private static UInt128 RandomAddress(Random random)
    {
        if (random.Next(4) == 0)
        {
            return FlowText.FromIPv4((uint)random.NextInt64(1L << 32));
        }

        var address = UInt128.Zero;
        for (var field = 0; field < 8; field++)
        {
            var value = random.Next(3) == 0 ? random.Next(0x10000) >> (4 * random.Next(4)) : 0;
            address = address << 16 | (ushort)value;
        }

        return address;
    }
}
