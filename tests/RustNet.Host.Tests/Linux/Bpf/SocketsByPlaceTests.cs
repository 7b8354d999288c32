using RustNet.Core.Wire;
using RustNet.Host.Linux.Bpf;
using RustNet.Host.Linux.Bpf.Records;

namespace RustNet.Host.Tests.Linux.Bpf;

public class SocketsByPlaceTests
{
    private const int Capacity = 100;

    private static readonly SocketEnds s_ends = new() { Protocol = 17 };

    private readonly SocketsByPlace _sockets = new(Capacity);

    [Fact]
    public void Add_bounds_those_that_were_followed_over_all_places()
    {
        for (var cookie = 0UL; cookie < 40 * Capacity; cookie++)
        {
            Add((ushort)(1 + (cookie % 50)), cookie);
        }

        Assert.Equal(50 + Capacity, Enumerable.Range(1, 50).Sum(port => Cookies((ushort)port).Length));
    }

    [Fact]
    public void Add_forgets_first_what_was_followed_first_and_notes_that_it_has()
    {
        for (var cookie = 0UL; cookie < 3; cookie++)
        {
            Add(1, cookie);
        }

        for (var cookie = 100UL; cookie < 100 + Capacity; cookie++)
        {
            Add(2, cookie);
        }

        Assert.Equal([2UL, 1UL], Cookies(1)); // 2 + 99 have followed another one, which is one too many
        Assert.Null(_sockets.Find(At(1), 0));
        var last = _sockets.Find(At(1), 1)!;
        Assert.True(last.HasForgotten);
        Assert.Equal(Capacity, Cookies(2).Length);
    }

    [Fact]
    public void Add_forgets_no_place_for_the_sake_of_another()
    {
        Add(1, 1);
        for (var cookie = 100UL; cookie < 100 + 10 * Capacity; cookie++)
        {
            Add(2, cookie);
        }

        Assert.Equal([1UL], Cookies(1));
    }

    private static Place At(ushort port) => new(true, IpProtocol.Udp, UInt128.Zero, port, UInt128.Zero, 0);

    private void Add(ushort port, ulong cookie) => _sockets.Add(At(port), cookie, in s_ends, at: 0).OnWork(new HolderRecord(1, 1), (long)cookie);

    private ulong[] Cookies(ushort port)
    {
        var cookies = new List<ulong>();
        for (var one = _sockets.TryGetNewest(At(port), out var newest) ? newest : null; one is not null; one = one.Older)
        {
            cookies.Add(one.Cookie);
        }

        return [.. cookies];
    }
}
