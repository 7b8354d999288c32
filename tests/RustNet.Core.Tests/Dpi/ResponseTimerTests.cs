using RustNet.Core.Dpi;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Core.Tests.Dpi;

public sealed class ResponseTimerTests
{
    private const long Ms = PacketTime.Millisecond;

    [Fact]
    public void OnResponse_times_what_the_other_side_asked_under_the_same_id()
    {
        var timer = new ResponseTimer();
        timer.OnRequest(1, fromInitiator: true, 10 * Ms);
        timer.OnRequest(2, fromInitiator: true, 11 * Ms);

        Assert.True(timer.OnResponse(2, fromInitiator: false, 19 * Ms));
        Assert.Equal((8 * Ms, 1), (timer.Smoothed, timer.Count));

        Assert.True(timer.OnResponse(1, fromInitiator: false, 26 * Ms));
        Assert.Equal((9 * Ms, 2), (timer.Smoothed, timer.Count));   // 7/8 of 8, 1/8 of 16 (RFC 6298 §2.3)
    }

    [Fact]
    public void OnResponse_ignores_its_own_side_and_what_nobody_asked()
    {
        var timer = new ResponseTimer();
        timer.OnRequest(1, fromInitiator: true, 10 * Ms);

        Assert.False(timer.OnResponse(1, fromInitiator: true, 11 * Ms));
        Assert.False(timer.OnResponse(3, fromInitiator: false, 11 * Ms));
        Assert.Equal(0, timer.Count);
    }

    [Fact]
    public void OnResponse_counts_an_answer_once_and_from_the_first_time_of_asking()
    {
        var timer = new ResponseTimer();
        timer.OnRequest(1, fromInitiator: true, 10 * Ms);
        timer.OnRequest(1, fromInitiator: true, 5010 * Ms);

        Assert.True(timer.OnResponse(1, fromInitiator: false, 5020 * Ms));
        Assert.False(timer.OnResponse(1, fromInitiator: false, 5030 * Ms));
        Assert.Equal((5010 * Ms, 1), (timer.Smoothed, timer.Count));
    }

    [Fact]
    public void OnResponse_before_its_request_tells_nothing()
    {
        var timer = new ResponseTimer();
        timer.OnRequest(1, fromInitiator: true, 10 * Ms);

        Assert.True(timer.OnResponse(1, fromInitiator: false, 9 * Ms));
        Assert.Equal(0, timer.Count);
    }

    [Fact]
    public void OnRequest_remembers_a_bounded_number_and_allocates_no_more_after_the_second()
    {
        var timer = new ResponseTimer();
        timer.OnRequest(100_000, fromInitiator: true, 0);
        timer.OnRequest(100_001, fromInitiator: true, 0);
        var allocated = Allocations.Of(() =>
        {
            for (var i = 0UL; i < 10_000; i++)
            {
                timer.OnRequest(i, fromInitiator: true, (long)i);
            }
        });

        Assert.Equal(0, allocated);
        Assert.False(timer.OnResponse(100_000, fromInitiator: false, 20_000));
        Assert.False(timer.OnResponse(9_995, fromInitiator: false, 20_000));
        Assert.True(timer.OnResponse(9_996, fromInitiator: false, 20_000));
        Assert.True(timer.OnResponse(9_999, fromInitiator: false, 20_000));
    }
}
