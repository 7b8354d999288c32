using RustNet.Core.Flows;
using RustNet.Host.Sockets;

namespace RustNet.Host.MacOS;

/// <summary>
/// Sockets and processes by running lsof(8): the last resort, a child process for each look and therefore slow. One thread.
/// </summary>
/// <param name="run">Runs lsof; <see langword="null"/> if that fails.</param>
/// <param name="isPartial">It runs without root and so tells of the own user's processes only.</param>
internal sealed class LsofSource(Func<ReadOnlyMemory<byte>?> run, bool isPartial) : IOwnedSocketSource, IProcessReader
{
    /// <summary>What lsof is asked for: numbers, no warnings, Internet sockets, and the fields <see cref="LsofOutput"/> reads.</summary>
    internal static readonly string[] Arguments = ["-nP", "-w", "-i", "-FpcuLfPTtn"];

    private Dictionary<int, ProcessInfo> _processes = [];

    /// <inheritdoc/>
    public bool IsViewPartial => isPartial;

    /// <inheritdoc/>
    public bool HasRaw => false;

    /// <inheritdoc/>
    public bool IsPingOfKernel => false;

    /// <summary>Runs the program of the system.</summary>
    public static ReadOnlyMemory<byte>? RunLsof(TimeProvider clock) =>
        BoundedCommand.Run("/usr/sbin/lsof", Arguments, 16 << 20, TimeSpan.FromSeconds(5), clock);

    /// <inheritdoc/>
    public bool TryList(List<OwnedSocket> into)
    {
        if (run() is not { } output)
        {
            return false;
        }

        var processes = new Dictionary<int, ProcessInfo>();
        LsofOutput.Read(output.Span, into, processes);
        _processes = processes;
        return true;
    }

    /// <inheritdoc/>
    public ProcessIdentity? Identify(int process) =>
        _processes.TryGetValue(process, out var known) ? new ProcessIdentity(0, known.Name) : null;

    /// <inheritdoc/>
    public ProcessInfo? Read(int process) => _processes.GetValueOrDefault(process);

    /// <inheritdoc/>
    public void Dispose()
    {
        // no child is left between two lists
    }
}
