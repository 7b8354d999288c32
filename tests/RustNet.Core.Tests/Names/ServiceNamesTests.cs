using System.Globalization;
using System.Text;
using RustNet.Core.Names;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Core.Tests.Names;

public class ServiceNamesTests
{
    [Theory]
    [InlineData(IpProtocol.Tcp, 22, "ssh")]
    [InlineData(IpProtocol.Tcp, 80, "http")]
    [InlineData(IpProtocol.Tcp, 443, "https")]
    [InlineData(IpProtocol.Udp, 443, "https")]
    [InlineData(IpProtocol.Udp, 53, "domain")]
    [InlineData(IpProtocol.Udp, 67, "bootps")]
    [InlineData(IpProtocol.Udp, 123, "ntp")]
    [InlineData(IpProtocol.Udp, 5353, "mdns")]
    [InlineData(IpProtocol.Tcp, 5432, "postgresql")]
    [InlineData(IpProtocol.Tcp, 514, "shell")]
    [InlineData(IpProtocol.Udp, 514, "syslog")]
    [InlineData(IpProtocol.Sctp, 36412, "s1-control")]
    [InlineData(IpProtocol.Tcp, 1, "tcpmux")]
    public void Find_knows_the_registered_name(IpProtocol protocol, ushort port, string name) =>
        Assert.Equal(name, ServiceNames.Find(protocol, port));

    [Theory]
    [InlineData(IpProtocol.Tcp, 0)]
    [InlineData(IpProtocol.Tcp, 65535)]
    [InlineData(IpProtocol.Tcp, 51000)]
    [InlineData(IpProtocol.Udp, 6379)]
    [InlineData(IpProtocol.Sctp, 25)]
    [InlineData(IpProtocol.Icmp, 80)]
    public void Find_answers_nothing_for_the_unregistered(IpProtocol protocol, ushort port) =>
        Assert.Null(ServiceNames.Find(protocol, port));

    [Fact]
    public void Find_allocates_nothing()
    {
        var allocated = Allocations.Of(() =>
        {
            for (var port = 0; port <= ushort.MaxValue; port++)
            {
                ServiceNames.Find(IpProtocol.Udp, (ushort)port);
            }
        });

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void The_registry_is_in_port_order_without_duplicates_and_well_formed()
    {
        var last = -1;
        var seen = new HashSet<(int, char)>();
        foreach (var line in Encoding.ASCII.GetString(ServiceRegistry.Lines).Split('\n'))
        {
            var parts = line.Split(' ');
            Assert.Equal(3, parts.Length);
            var port = ushort.Parse(parts[0], CultureInfo.InvariantCulture);
            Assert.True(port >= last, line);
            last = port;
            Assert.Matches("^t?u?s?$", parts[1]);
            Assert.Matches("^[A-Za-z0-9-]{1,16}$", parts[2]); // RFC 6335 §5.1 allows 15; the registry has older, longer ones
            Assert.All(parts[1], transport => Assert.True(seen.Add((port, transport)), line));
        }
    }
}
