using System.Runtime.Versioning;
using RustNet.Host.Linux.Sockets;

namespace RustNet.Host.Tests.Linux.Sockets;

[SupportedOSPlatform("linux")]
public sealed class DescriptorIndexTests : IDisposable
{
    private readonly FakeProc _proc = new();

    public void Dispose() => _proc.Dispose();

    [Fact]
    public void IsFull_counts_what_was_added_after_everything_was_looked_at()
    {
        _proc.AddProcess(100, "many");
        for (var descriptor = 0; descriptor < 10; descriptor++)
        {
            _proc.OpenSocket(100, descriptor, (ulong)(1000 + descriptor));
        }

        var index = new DescriptorIndex(_proc.Directory, mostAdded: 3);
        index.Scan(100, out _);
        Assert.True(index.IsFull);
        index.OnWhole();
        Assert.False(index.IsFull); // or every question would be one for a look at everything

        _proc.AddProcess(101, "more");
        _proc.OpenSocket(101, 1, 2001);
        _proc.OpenSocket(101, 2, 2002);
        _proc.OpenSocket(101, 3, 2003);
        index.Scan(101, out _);
        index.Scan(101, out _);
        Assert.True(index.IsFull);
        index.Clear();
        Assert.False(index.IsFull);
    }
}
