using System.Diagnostics;

namespace RustNet.EndToEnd.Tests.Rig;

/// <summary>Waiting for a condition: bounded, cancelled with the test, and never longer than the condition takes.</summary>
internal static class TestBound
{
    /// <summary>How long any one thing may take. Generous, because the machine may be busy; nothing waits this long when all is well.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(40);

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Polls until <paramref name="condition"/> holds; on the bound fails with what <paramref name="describe"/> says.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> describe, TimeSpan? bound = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > (bound ?? Default))
            {
                Assert.Fail($"Not within {(bound ?? Default).TotalSeconds:0} s: {describe()}");
            }

            await Task.Delay(s_pollInterval, Token);
        }
    }

    public static Task UntilAsync(Func<bool> condition, Func<string> describe, TimeSpan? bound = null) =>
        UntilAsync(() => Task.FromResult(condition()), describe, bound);
}
