using System.Runtime.Versioning;
using RustNet.Core.Wire;
using RustNet.Host.Linux.Interop;
using RustNet.Host.Linux.Sockets;

namespace RustNet.Host.Linux.Netlink;

/// <summary>
/// A sock_diag socket: the kernel lists the sockets of the network namespace in which it was opened, or finds one. Needs no rights,
/// and goes on working when the program has given all of them up. One thread at a time.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class SocketDiagnosis : ISocketLookup
{
    private const int SocketDiagnosisProtocol = 4; // NETLINK_SOCK_DIAG
    private const int MillisecondsToAnswer = 1000;

    private readonly FileDescriptor _socket;
    private readonly byte[] _datagram = new byte[64 * 1024];
    private uint _sequence;

    private SocketDiagnosis(FileDescriptor socket)
    {
        _socket = socket;
    }

    /// <summary>Opens the socket and tries it; <see langword="null"/> with the reason where the system refuses.</summary>
    public static SocketDiagnosis? Open(out string? refusal)
    {
        var socket = NetlinkCalls.Open(SocketDiagnosisProtocol, out var error);
        if (socket.IsInvalid)
        {
            refusal = "the netlink socket is refused: " + Describe(error);
            return null;
        }

        NetlinkCalls.SetReceiveTimeout(socket, MillisecondsToAnswer);
        var diagnosis = new SocketDiagnosis(socket);
        // A port that nobody has: only whether there is an answer matters.
        if (diagnosis.TryDump(IpProtocol.Tcp, isIPv6: false, [], out error, localPort: 1))
        {
            refusal = null;
            return diagnosis;
        }

        diagnosis.Dispose();
        refusal = "the kernel does not list sockets: " + Describe(error);
        return null;
    }

    /// <summary>Adds the sockets of a family and protocol, those with that local port only unless it is 0.</summary>
    public bool TryDump(IpProtocol protocol, bool isIPv6, List<SocketEntry> into, out LinuxError error, ushort localPort = 0)
    {
        Span<byte> request = stackalloc byte[InetDiagRequest.Length];
        InetDiagRequest.WriteDump(request, ++_sequence, protocol, isIPv6, localPort);
        if (!NetlinkCalls.Send(_socket, request, out error))
        {
            return false;
        }

        for (int length; (length = NetlinkCalls.Receive(_socket, _datagram, out error)) > 0;)
        {
            var messages = new NetlinkMessages(_datagram.AsSpan(0, length));
            while (messages.TryRead(out var message))
            {
                if (message.Sequence != _sequence)
                {
                    continue; // the rest of an answer that came too late
                }

                switch (message.Type)
                {
                    case NetlinkType.Done:
                        // It may carry an error, too: a handler that is not there is told so by some kernels.
                        error = (LinuxError)message.Error;
                        return error == LinuxError.None;
                    case NetlinkType.Error:
                        error = (LinuxError)message.Error;
                        return error == LinuxError.None;
                    case NetlinkType.SocketDiagnosis when InetDiagMessage.TryParse(message.Payload, protocol, out var entry):
                        into.Add(entry);
                        break;
                    default:
                        break;
                }
            }
        }

        return false;
    }

    /// <summary>
    /// Finds the socket that gets the packets of a connection, TCP or UDP: the connected one, or the one that waits for them.
    /// </summary>
    public bool TryLookup(in SocketKey key, out SocketEntry entry)
    {
        entry = default;
        Span<byte> request = stackalloc byte[InetDiagRequest.Length];
        InetDiagRequest.WriteLookup(request, ++_sequence, in key);
        if (!NetlinkCalls.Send(_socket, request, out _))
        {
            return false;
        }

        for (int length; (length = NetlinkCalls.Receive(_socket, _datagram, out _)) > 0;)
        {
            var messages = new NetlinkMessages(_datagram.AsSpan(0, length));
            while (messages.TryRead(out var message))
            {
                if (message.Sequence == _sequence)
                {
                    return message.Type == NetlinkType.SocketDiagnosis && InetDiagMessage.TryParse(message.Payload, key.Protocol, out entry);
                }
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public bool TryListAt(IpProtocol protocol, ushort localPort, List<SocketEntry> into) =>
        TryDump(protocol, isIPv6: false, into, out _, localPort) & TryDump(protocol, isIPv6: true, into, out _, localPort);

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static string Describe(LinuxError error) => error switch
    {
        LinuxError.NotPermitted or LinuxError.AccessDenied => "not permitted",
        LinuxError.NoEntry => "the kernel has no module for it",
        LinuxError.ProtocolNotSupported or LinuxError.FamilyNotSupported => "the kernel has no such socket",
        LinuxError.TryAgain => "no answer",
        _ => $"error {(int)error}",
    };
}
