using System.Runtime.Versioning;
using RustNet.Host.Linux.Sockets;

namespace RustNet.Host.Tests.Linux.Sockets;

[SupportedOSPlatform("linux")]
public sealed class EphemeralPortsTests
{
    [Theory]
    [InlineData("1024\t65535\n", 1024, 65535)]
    [InlineData("40000 50000", 40000, 50000)]
    [InlineData("", 32768, 60999)]
    [InlineData("1024\n", 32768, 60999)]
    [InlineData("-1\t99999\n", 32768, 60999)]
    public void Read_takes_what_the_kernel_says(string text, int first, int last)
    {
        using var proc = new FakeProc();
        proc.Write("sys/net/ipv4/ip_local_port_range", text);

        Assert.Equal(new EphemeralPorts((ushort)first, (ushort)last), EphemeralPorts.Read(proc.Directory));
    }

    [Fact]
    public void Has_takes_both_ends_in()
    {
        var ports = new EphemeralPorts(40000, 50000);

        Assert.Equal([false, true, true, false], new ushort[] { 39999, 40000, 50000, 50001 }.Select(ports.Has));
    }
}
