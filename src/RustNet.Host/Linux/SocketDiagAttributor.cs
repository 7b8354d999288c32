using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Host.Linux.Netlink;
using RustNet.Host.Linux.Proc;
using RustNet.Host.Linux.Sockets;

namespace RustNet.Host.Linux;

/// <summary>
/// Owners by the kernel's sock_diag, asked about each new connection, and by the open files of processes. Works without rights for the
/// own user's processes; those of others need CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH. One thread.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class SocketDiagAttributor : IProcessAttributor, IListeningSockets
{
    private readonly SocketAttribution _sockets;

    private SocketDiagAttributor(SocketAttribution sockets)
    {
        _sockets = sockets;
    }

    /// <inheritdoc/>
    public string Method => "sock_diag";

    /// <inheritdoc/>
    public string? Degradation => _sockets.Degradation;

    /// <inheritdoc/>
    public IReadOnlyList<ListeningSocket> Listening => _sockets.Listening;

    /// <summary>
    /// Opens it for the network namespace of the calling thread. <paramref name="proc"/> and <paramref name="facts"/> stay
    /// their owner's.
    /// </summary>
    public static AttributorStart Start(ProcDirectory proc, ProcessFacts facts, TimeProvider clock) =>
        SocketDiagnosis.Open(out var refusal) is { } diagnosis
            ? new AttributorStart(
                new SocketDiagAttributor(new SocketAttribution(new SocketDiagnosisSource(diagnosis, proc, clock), proc, facts, clock)), null)
            : new AttributorStart(null, "sock_diag: " + refusal);

    /// <inheritdoc/>
    public void Refresh() => _sockets.Refresh();

    /// <inheritdoc/>
    public FlowOwner? Find(in SocketQuery socket) => _sockets.Find(in socket);

    /// <inheritdoc/>
    public void Dispose() => _sockets.Dispose();
}
