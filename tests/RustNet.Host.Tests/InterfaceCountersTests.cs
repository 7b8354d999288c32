namespace RustNet.Host.Tests;

public class InterfaceCountersTests
{
    [Fact]
    public void Read_finds_interfaces_with_names_and_counts()
    {
        var counts = InterfaceCounters.Read();

        Assert.NotEmpty(counts);
        Assert.All(counts, interfaceCounts =>
        {
            Assert.NotEmpty(interfaceCounts.Name);
            Assert.True(interfaceCounts is { ReceivedBytes: >= 0, SentBytes: >= 0 });
        });
    }
}
