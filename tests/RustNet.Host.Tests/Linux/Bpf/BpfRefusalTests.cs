using RustNet.Host.Linux.Bpf;

namespace RustNet.Host.Tests.Linux.Bpf;

public class BpfRefusalTests
{
    private const ulong BpfAndPerfmon = 1ul << 39 | 1ul << 38;

    [Theory]
    [InlineData(1, 0ul)]
    [InlineData(1, 1ul << 39)]
    [InlineData(13, 1ul << 39)]  // without CAP_PERFMON the verifier is the one that refuses
    [InlineData(1, 1ul << 38)]
    public void Explain_names_the_capabilities_when_they_are_missing(int error, ulong capabilities)
    {
        Assert.Equal("BPF needs CAP_BPF and CAP_PERFMON (or root)", BpfRefusal.Explain("the BPF map events", error, capabilities));
        Assert.False(BpfRefusal.IsByVerifier(error, capabilities));
    }

    [Theory]
    [InlineData(BpfAndPerfmon)]
    [InlineData(1ul << 21)]
    public void Explain_blames_something_else_when_they_are_there(ulong capabilities)
    {
        var reason = BpfRefusal.Explain("the BPF map events", 1, capabilities);

        Assert.Equal("the BPF map events is not permitted here, by a container, lockdown or a security module", reason);
    }

    [Fact]
    public void Explain_says_the_number_of_an_error_it_does_not_know()
    {
        Assert.Equal("x failed with error 77", BpfRefusal.Explain("x", 77, null));
    }

    [Theory]
    [InlineData("Name:\tx\nCapPrm:\t0000000000000000\nCapEff:\t000000c000000000\nCapBnd:\t0\n", BpfAndPerfmon)]
    [InlineData("CapEff:\t\n", null)]
    [InlineData("CapEff:\tzz\n", null)]
    [InlineData("CapEff:\t00000000000000000000000000000000000ff\n", 0xfful)]
    [InlineData("", null)]
    public void ParseCapabilities_reads_the_effective_set(string status, ulong? expected)
    {
        Assert.Equal(expected, BpfRefusal.ParseCapabilities(status));
    }
}
