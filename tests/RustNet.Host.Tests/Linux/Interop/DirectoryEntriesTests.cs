using System.Text;
using RustNet.Host.Linux.Interop;
using RustNet.Host.Linux.Netlink;

namespace RustNet.Host.Tests.Linux.Interop;

public sealed class DirectoryEntriesTests
{
    [Fact]
    public void TryRead_reads_names_with_their_zero()
    {
        var entries = new DirectoryEntries((byte[])[.. Entry("."), .. Entry("4181")]);

        Assert.True(entries.TryRead(out var first));
        Assert.Equal(".\0", Encoding.ASCII.GetString(first));
        Assert.True(entries.TryRead(out var second));
        Assert.Equal("4181\0", Encoding.ASCII.GetString(second));
        Assert.False(entries.TryRead(out _));
    }

    [Fact]
    public void TryRead_takes_any_damage() => Damage.Try((byte[])[.. Entry("17"), .. Entry("4181")], static input =>
    {
        var entries = new DirectoryEntries(input);
        for (var count = 0; entries.TryRead(out _); count++)
        {
            Assert.True(count < input.Length);
        }
    });

    private static byte[] Entry(string name)
    {
        var entry = new byte[(19 + name.Length + 1 + 7) & ~7]; // ino:8 | off:8 | reclen:2 | type:1 | name
        HostOrder.Write(entry.AsSpan(16), (ushort)entry.Length);
        Encoding.ASCII.GetBytes(name, entry.AsSpan(19));
        return entry;
    }
}
