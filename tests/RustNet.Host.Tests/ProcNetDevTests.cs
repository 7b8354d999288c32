using System.Text;

namespace RustNet.Host.Tests;

public class ProcNetDevTests
{
    private const string Content =
        "Inter-|   Receive                                                |  Transmit\n"
        + " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n"
        + "    lo:  687036    4211    0    0    0     0          0         0   687036    4211    0    0    0     0       0          0\n"
        + "  eth0:286125905  191022    3    7    0     0          0        12   427078    5120    1    2    0     0       0          0\n";

    [Fact]
    public void Parse_reads_each_interface()
    {
        var counts = ProcNetDev.Parse(Encoding.ASCII.GetBytes(Content));

        Assert.Equal(
            [
                new InterfaceCounts("lo", 687036, 687036, 0, 0, 0, 0),
                new InterfaceCounts("eth0", 286125905, 427078, 3, 1, 7, 2),
            ],
            counts);
    }

    [Fact]
    public void Parse_skips_a_line_that_does_not_parse() =>
        Assert.Single(ProcNetDev.Parse("x: 1 2 three\n:\nbroken\na0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n"u8));

    [Fact]
    public void Parse_keeps_counters_past_63_bits_positive()
    {
        var counts = ProcNetDev.Parse("a0: 18446744073709551615 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n"u8);

        Assert.Equal(long.MaxValue, Assert.Single(counts).ReceivedBytes);
    }

    [Fact]
    public void Parse_never_invents_an_interface_from_a_prefix()
    {
        var bytes = Encoding.ASCII.GetBytes(Content);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.All(ProcNetDev.Parse(bytes.AsSpan(0, length)), counts => Assert.Contains(counts.Name, new[] { "lo", "eth0" }));
        }
    }

    [Fact]
    public void Parse_survives_damage()
    {
        var random = new Random(20260102);
        var original = Encoding.ASCII.GetBytes(Content);
        for (var i = 0; i < 20_000; i++)
        {
            var content = (byte[])original.Clone();
            for (var damage = random.Next(1, 8); damage > 0; damage--)
            {
                content[random.Next(content.Length)] = (byte)random.Next(256);
            }

            Assert.InRange(ProcNetDev.Parse(content).Count, 0, 10);
        }
    }
}
