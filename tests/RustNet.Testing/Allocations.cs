namespace RustNet.Testing;

/// <summary>Measures what the calling thread allocates, so that a test can say "nothing".</summary>
public static class Allocations
{
    private const int Rounds = 20;

    /// <summary>
    /// Bytes that the action allocates each time it runs. It runs once before, so that what is made once for the process exists; then
    /// the cleanest of up to 20 rounds counts, because a collection that another test causes rounds a count up by some kilobytes.
    /// </summary>
    public static long Of(Action action)
    {
        action();
        var least = long.MaxValue;
        for (var round = 0; round < Rounds && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
