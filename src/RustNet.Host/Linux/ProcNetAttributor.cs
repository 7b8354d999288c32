using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Host.Linux.Proc;
using RustNet.Host.Linux.Sockets;

namespace RustNet.Host.Linux;

/// <summary>
/// Owners by the tables of /proc/net and by the open files of processes: the last resort, where sock_diag is refused. What lives
/// shorter than the next reading is missed. One thread.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class ProcNetAttributor : IProcessAttributor, IListeningSockets
{
    private readonly SocketAttribution _sockets;

    private ProcNetAttributor(SocketAttribution sockets)
    {
        _sockets = sockets;
    }

    /// <inheritdoc/>
    public string Method => "/proc/net";

    /// <inheritdoc/>
    public string? Degradation => _sockets.Degradation;

    /// <inheritdoc/>
    public IReadOnlyList<ListeningSocket> Listening => _sockets.Listening;

    /// <summary>
    /// Starts it, if the tables can be read. <paramref name="proc"/> and <paramref name="facts"/> stay their owner's.
    /// </summary>
    public static AttributorStart Start(ProcDirectory proc, ProcessFacts facts, TimeProvider clock, int restPerWork = ProcNetSource.RestPerWork)
    {
        var source = new ProcNetSource(proc, clock, restPerWork);
        return source.TryDump([])
            ? new AttributorStart(new ProcNetAttributor(new SocketAttribution(source, proc, facts, clock)), null)
            : new AttributorStart(null, "/proc/net: cannot be read");
    }

    /// <inheritdoc/>
    public void Refresh() => _sockets.Refresh();

    /// <inheritdoc/>
    public FlowOwner? Find(in SocketQuery socket) => _sockets.Find(in socket);

    /// <inheritdoc/>
    public void Dispose() => _sockets.Dispose();
}
