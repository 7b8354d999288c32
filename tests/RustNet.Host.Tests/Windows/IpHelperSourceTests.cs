using RustNet.Host.Sockets;
using RustNet.Host.Windows;

namespace RustNet.Host.Tests.Windows;

public sealed class IpHelperSourceTests
{
    [Fact]
    public void TryList_reads_all_tables()
    {
        var sockets = new List<OwnedSocket>();

        Assert.True(new IpHelperSource(new FakeHelper(1)).TryList(sockets));
        Assert.Equal(4, sockets.Count);
    }

    [Fact]
    public void TryList_grows_its_buffer_to_what_a_table_takes()
    {
        var helper = new FakeHelper(20_000);
        using var source = new IpHelperSource(helper);
        var sockets = new List<OwnedSocket>();

        Assert.True(source.TryList(sockets));
        Assert.Equal(80_000, sockets.Count);
        var calls = helper.Calls;
        Assert.True(source.TryList([]));
        Assert.Equal(4, helper.Calls - calls);
    }

    [Fact]
    public void TryList_gives_up_on_a_table_that_always_grows()
    {
        var helper = new FakeHelper(1) { AlwaysGrows = true };

        Assert.False(new IpHelperSource(helper).TryList([]));
        Assert.Equal(4 * 8, helper.Calls);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    public void TryList_does_not_make_a_buffer_of_any_length(int length) =>
        Assert.False(new IpHelperSource(new FakeHelper(1) { ClaimedLength = length }).TryList([]));

    [Fact]
    public void TryList_does_without_ipv6()
    {
        var source = new IpHelperSource(new FakeHelper(1) { HasIPv6 = false });
        var sockets = new List<OwnedSocket>();

        Assert.True(source.TryList(sockets));
        Assert.Equal((2, Win32Error.NotSupported), (sockets.Count, source.LastError));
    }

    [Fact]
    public void TryList_fails_as_a_whole_where_a_table_fails_that_was_read_before()
    {
        var helper = new FakeHelper(1);
        var source = new IpHelperSource(helper);
        Assert.True(source.TryList([]));

        helper.HasIPv6 = false;

        Assert.False(source.TryList([]));
    }

    [Fact]
    public void TryList_grows_even_if_it_is_told_a_length_that_it_has()
    {
        var helper = new FakeHelper(1) { ClaimedLength = 1 };

        Assert.False(new IpHelperSource(helper).TryList([]));
        Assert.True(helper.LargestBuffer > 32 * 1024);
    }

    private sealed class FakeHelper(int rows) : IIpHelper
    {
        public int Calls { get; private set; }

        public bool AlwaysGrows { get; init; }

        public bool HasIPv6 { get; set; } = true;

        public int LargestBuffer { get; private set; }

        public int? ClaimedLength { get; init; }

        public Win32Error GetTable(MibTableKind kind, Span<byte> into, out int length)
        {
            Calls++;
            LargestBuffer = Math.Max(LargestBuffer, into.Length);
            length = 0;
            if (!HasIPv6 && kind is MibTableKind.Tcp6 or MibTableKind.Udp6)
            {
                return Win32Error.NotSupported;
            }

            if (ClaimedLength is { } claimed)
            {
                length = claimed;
                return Win32Error.InsufficientBuffer;
            }

            var table = Table(kind);
            length = AlwaysGrows ? into.Length + 1 : table.Length;
            return length <= into.Length && table.AsSpan().TryCopyTo(into) ? Win32Error.None : Win32Error.InsufficientBuffer;
        }

        private byte[] Table(MibTableKind kind)
        {
            var table = new MibBytes();
            for (var i = 0; i < rows; i++)
            {
                _ = kind switch
                {
                    MibTableKind.Tcp4 => table.Tcp4(MibTcpState.Established, "10.0.0.2", 50000, "192.0.2.7", 443, 1),
                    MibTableKind.Tcp6 => table.Tcp6(MibTcpState.Established, "fe80::1", 50000, "fe80::2", 443, 1),
                    MibTableKind.Udp4 => table.Udp4("10.0.0.2", 5353, 1),
                    _ => table.Udp6("fe80::1", 5353, 1),
                };
            }

            return table.ToArray();
        }
    }
}
