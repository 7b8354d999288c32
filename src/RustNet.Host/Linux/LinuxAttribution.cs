using System.Runtime.Versioning;
using RustNet.Host.Linux.Proc;

namespace RustNet.Host.Linux;

/// <summary>Chooses how processes are found on Linux.</summary>
[SupportedOSPlatform("linux")]
internal static class LinuxAttribution
{
    /// <summary>A mechanism that is tried before those that always look at /proc.</summary>
    /// <param name="proc">/proc, shared; stays its owner's.</param>
    /// <param name="facts">What is known of processes, for the ids that the mechanism names.</param>
    /// <param name="clock">Time.</param>
    public delegate AttributorStart Mechanism(ProcDirectory proc, ProcessFacts facts, TimeProvider clock);

    /// <summary>
    /// Starts the mechanisms for the network namespace of the calling thread: the preferred ones that can be started, in their
    /// order, and behind them sock_diag or, where that is refused, /proc/net.
    /// </summary>
    /// <returns><see langword="null"/> with the reasons where there is none at all.</returns>
    public static IProcessAttributor? Create(TimeProvider clock, out string? refusals, params ReadOnlySpan<Mechanism> preferred)
    {
        var proc = new ProcDirectory();
        var facts = ProcessFacts.OfThisMachine(proc, clock);
        List<IProcessAttributor> attributors = [];
        List<string> missing = [];
        foreach (var mechanism in preferred)
        {
            Add(mechanism(proc, facts, clock), attributors, missing);
        }

        var isToldOfEach = attributors.Exists(static attributor => attributor is ISocketNews { TellsOfEach: true });
        if (!Add(SocketDiagAttributor.Start(proc, facts, clock, watchesFirstPackets: !isToldOfEach), attributors, missing))
        {
            Add(ProcNetAttributor.Start(proc, facts, clock), attributors, missing);
        }

        refusals = missing.Count == 0 ? null : string.Join("; ", missing);
        if (attributors.Count > 0)
        {
            return new AttributionChain(attributors, refusals, proc);
        }

        proc.Dispose();
        return null;
    }

    private static bool Add(AttributorStart start, List<IProcessAttributor> attributors, List<string> missing)
    {
        if (start.Attributor is { } attributor)
        {
            attributors.Add(attributor);
        }

        if (start.Refusal is { } refusal)
        {
            missing.Add(refusal);
        }

        return start.Attributor is not null;
    }
}
