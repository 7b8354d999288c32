using RustNet.Host.Linux.FirstPackets;

namespace RustNet.Host.Tests.Linux.FirstPackets;

public sealed class WorkBudgetTests
{
    [Fact]
    public void Pause_lets_a_store_be_used_and_a_share_after_that()
    {
        var budget = new WorkBudget(share: 20, store: 1000);
        budget.Spend(900, now: 1);
        Assert.Equal(0, budget.Pause(1));
        budget.Spend(100, 1);

        Assert.Equal(500, budget.Pause(1)); // a tenth of the store takes five times as long
        Assert.Equal(0, budget.Pause(501));
        budget.Spend(300, 501);
        Assert.Equal(1500, budget.Pause(501));
    }

    [Fact]
    public void Pause_fills_the_store_again_and_no_more()
    {
        var budget = new WorkBudget(share: 20, store: 1000);
        budget.Spend(1000, now: 1);

        Assert.Equal(0, budget.Pause(1_000_000));
        budget.Spend(1000, 1_000_000);
        Assert.NotEqual(0, budget.Pause(1_000_000));
    }

    [Fact]
    public void Share_is_kept_over_a_long_time()
    {
        var budget = new WorkBudget(share: 20, store: 1000);
        var (worked, now) = (0L, 1L);
        while (now < 1_000_000)
        {
            var pause = budget.Pause(now);
            now += pause;
            if (pause == 0)
            {
                now += 70;
                worked += 70;
                budget.Spend(70, now);
            }
        }

        Assert.InRange(worked, 190_000, 205_000);
    }
}
