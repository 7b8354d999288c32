using System.Runtime.Versioning;
using RustNet.Core.Wire;
using RustNet.Host.Linux.Proc;
using RustNet.Host.Linux.Sockets;

namespace RustNet.Host.Linux.Netlink;

/// <summary>
/// Sockets by sock_diag. Where a kernel can list those of TCP but not of UDP (a module of its own), UDP is read from /proc/net.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class SocketDiagnosisSource : ISocketSource
{
    private readonly SocketDiagnosis _diagnosis;
    private readonly ProcNetSource? _datagrams;

    /// <summary>Takes the socket over.</summary>
    public SocketDiagnosisSource(SocketDiagnosis diagnosis, ProcDirectory proc, TimeProvider clock)
    {
        _diagnosis = diagnosis;
        if (!diagnosis.TryDump(IpProtocol.Udp, isIPv6: false, [], out _, localPort: 1))
        {
            _datagrams = new ProcNetSource(proc, clock);
        }
    }

    /// <inheritdoc/>
    public bool TryDump(List<SocketEntry> into)
    {
        var isRead = _diagnosis.TryDump(IpProtocol.Tcp, isIPv6: false, into, out _)
            | _diagnosis.TryDump(IpProtocol.Tcp, isIPv6: true, into, out _);
        return _datagrams is not null
            ? isRead | _datagrams.TryDump(IpProtocol.Udp, into)
            : isRead | _diagnosis.TryDump(IpProtocol.Udp, isIPv6: false, into, out _) | _diagnosis.TryDump(IpProtocol.Udp, isIPv6: true, into, out _);
    }

    /// <inheritdoc/>
    public bool TryLookup(in SocketKey key, out SocketEntry entry) => _datagrams is not null && key.Protocol == IpProtocol.Udp
        ? _datagrams.TryLookup(in key, out entry)
        : _diagnosis.TryLookup(in key, out entry);

    /// <inheritdoc/>
    public bool TryDumpSctp(List<SocketEntry> into) =>
        _diagnosis.TryDump(IpProtocol.Sctp, isIPv6: false, into, out _) | _diagnosis.TryDump(IpProtocol.Sctp, isIPv6: true, into, out _);

    /// <inheritdoc/>
    public void Dispose() => _diagnosis.Dispose();
}
