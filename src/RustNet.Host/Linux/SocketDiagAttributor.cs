using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Host.Linux.FirstPackets;
using RustNet.Host.Linux.Netlink;
using RustNet.Host.Linux.Proc;
using RustNet.Host.Linux.Sockets;

namespace RustNet.Host.Linux;

/// <summary>
/// Owners by the kernel's sock_diag, asked about each new connection, and by the open files of processes. Works without rights for the
/// own user's processes; those of others need CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH. With a watch for first packets, also of processes that
/// are gone when they are asked for. One thread.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class SocketDiagAttributor : IProcessAttributor, IListeningSockets
{
    private readonly SocketAttribution _sockets;
    private readonly FirstPacketWatch? _watch;

    private SocketDiagAttributor(SocketAttribution sockets, FirstPacketWatch? watch)
    {
        _sockets = sockets;
        _watch = watch;
    }

    /// <inheritdoc/>
    public string Method => "sock_diag";

    /// <inheritdoc/>
    public string? Degradation => (_sockets.Degradation, _watch?.Degradation) switch
    {
        ({ } hidden, { } missed) => hidden + "; " + missed,
        var (hidden, missed) => hidden ?? missed,
    };

    /// <inheritdoc/>
    public IReadOnlyList<ListeningSocket> Listening => _sockets.Listening;

    /// <summary>
    /// Opens it for the network namespace of the calling thread. <paramref name="proc"/> and <paramref name="facts"/> stay
    /// their owner's.
    /// </summary>
    /// <param name="proc">/proc.</param>
    /// <param name="facts">What is known of processes.</param>
    /// <param name="clock">Time.</param>
    /// <param name="watchesFirstPackets">
    /// Whether processes are looked for as soon as they send. Its thread starts with the first <see cref="Refresh"/>. Where it is refused the attributor
    /// works without, and says so.
    /// </param>
    public static AttributorStart Start(ProcDirectory proc, ProcessFacts facts, TimeProvider clock, bool watchesFirstPackets = false)
    {
        if (SocketDiagnosis.Open(out var refusal) is not { } diagnosis)
        {
            return new AttributorStart(null, "sock_diag: " + refusal);
        }

        var watch = watchesFirstPackets ? FirstPacketWatch.Open(clock, out refusal) : null;
        var sockets = new SocketAttribution(new SocketDiagnosisSource(diagnosis, proc, clock), proc, facts, clock, watch?.Sighted);
        return new AttributorStart(new SocketDiagAttributor(sockets, watch), refusal);
    }

    /// <inheritdoc/>
    public void Refresh()
    {
        _watch?.Start();
        _sockets.Refresh();
    }

    /// <inheritdoc/>
    public FlowOwner? Find(in SocketQuery socket) => _sockets.Find(in socket);

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch?.Dispose();
        _sockets.Dispose();
    }
}
