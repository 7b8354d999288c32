using System.Buffers.Text;
using System.Globalization;
using RustNet.Core.Dpi;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Sockets;

namespace RustNet.Host.MacOS;

/// <summary>
/// Reads the output of <c>lsof -nP -i -F pcuLfPTtn</c> (lsof(8), OUTPUT FOR OTHER PROGRAMS): a line for each field, which its first
/// character names. <c>p</c> begins a process, <c>f</c> one of its files. A field that makes no sense is left out, with its socket
/// where it is needed. Never throws.
/// </summary>
internal sealed class LsofOutput
{
    private const int MostSockets = 1 << 20;

    private readonly List<OwnedSocket> _sockets;
    private readonly Dictionary<int, ProcessInfo> _processes;
    private ProcessInfo? _process;
    private SocketFields _socket;

    private LsofOutput(List<OwnedSocket> sockets, Dictionary<int, ProcessInfo> processes)
    {
        _sockets = sockets;
        _processes = processes;
    }

    /// <summary>Adds the sockets, and what is said of their processes.</summary>
    public static void Read(ReadOnlySpan<byte> text, List<OwnedSocket> sockets, Dictionary<int, ProcessInfo> processes)
    {
        var output = new LsofOutput(sockets, processes);
        while (!text.IsEmpty && sockets.Count < MostSockets)
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (!line.IsEmpty)
            {
                output.Take((char)line[0], line[1..]);
            }
        }

        output.EndProcess();
    }

    private void Take(char field, ReadOnlySpan<byte> value)
    {
        switch (field)
        {
            case 'p':
                EndProcess();
                _process = TryNumber(value, out int process) && process > 0 ? new ProcessInfo(process, "") : null;
                break;
            case 'f':
                EndSocket();
                break;
            case 'c' when _process is not null:
                _process = _process with { Name = WireText.Clean(value) };
                break;
            case 'u' when _process is not null && TryNumber(value, out uint user):
                _process = _process with { UserId = user, User = _process.User ?? user.ToString(CultureInfo.InvariantCulture) };
                break;
            case 'L' when _process is not null:
                _process = _process with { User = WireText.Clean(value) };
                break;
            case 'P':
                _socket.Protocol = value.SequenceEqual("TCP"u8) ? IpProtocol.Tcp
                    : value.SequenceEqual("UDP"u8) ? IpProtocol.Udp
                    : value.SequenceEqual("ICMP"u8) ? IpProtocol.Icmp
                    : value.SequenceEqual("ICMPV6"u8) ? IpProtocol.IcmpV6
                    : 0;
                break;
            case 't':
                if (_socket.HasEnds)
                {
                    EndSocket(); // some versions leave the descriptor out
                }

                _socket.IsIPv6 = value.SequenceEqual("IPv6"u8);
                break;
            case 'T' when value.StartsWith("ST="u8):
                _socket.IsListening = value.SequenceEqual("ST=LISTEN"u8);
                _socket.IsClosed = value.SequenceEqual("ST=CLOSED"u8);
                break;
            case 'n':
                _socket.HasEnds = LsofName.TryParse(value, _socket.IsIPv6, out _socket.Ends);
                break;
            default:
                break; // not asked for
        }
    }

    private void EndProcess()
    {
        EndSocket();
        if (_process is { } process)
        {
            _processes[process.Id] = process;
        }

        _process = null;
    }

    private void EndSocket()
    {
        var socket = _socket;
        _socket = default;
        if (_process is not { } process || !socket.HasEnds || socket.Protocol == 0 || socket.IsClosed)
        {
            return;
        }

        var (local, localPort, remote, remotePort) = socket.Ends;
        if (socket.Protocol is IpProtocol.Icmp or IpProtocol.IcmpV6)
        {
            _sockets.Add(OwnedSocket.Waiting(socket.Protocol, socket.IsIPv6, local, 0, process.Id));
            return;
        }

        if (localPort == 0)
        {
            return;
        }

        var isWaiting = socket.Protocol == IpProtocol.Tcp ? socket.IsListening : remotePort == 0;
        _sockets.Add(isWaiting
            ? OwnedSocket.Waiting(socket.Protocol, socket.IsIPv6, local, localPort, process.Id)
            : OwnedSocket.Connected(socket.Protocol, socket.IsIPv6, local, localPort, remote, remotePort, process.Id));
    }

    private static bool TryNumber(ReadOnlySpan<byte> value, out int number) =>
        Utf8Parser.TryParse(value, out number, out var length) && length == value.Length;

    private static bool TryNumber(ReadOnlySpan<byte> value, out uint number) =>
        Utf8Parser.TryParse(value, out number, out var length) && length == value.Length;

    private struct SocketFields
    {
        public IpProtocol Protocol;
        public bool IsIPv6;
        public bool IsListening;
        public bool IsClosed;
        public bool HasEnds;
        public LsofName Ends;
    }
}
