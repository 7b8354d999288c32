using System.Runtime.Versioning;
using RustNet.Host.Linux.Interop;

namespace RustNet.Host.Linux.FirstPackets;

/// <summary>
/// A packet socket of its own for first packets, beside the capture: that delivers blocks of packets up to 50 ms late, this one at once and the
/// headers only. Sees all interfaces of the network namespace it was opened in, and changes nothing about them. One thread at a time, but
/// for <see cref="Wake"/>.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class PacketTap : IDisposable
{
    // Some hundred packets; the kernel doubles it.
    private const int ReceiveBuffer = 256 * 1024;

    private readonly FileDescriptor _socket;
    private readonly FileDescriptor _wakeUp;
    private readonly byte[] _packet = new byte[FirstPacket.Length];

    private PacketTap(FileDescriptor socket, FileDescriptor wakeUp)
    {
        _socket = socket;
        _wakeUp = wakeUp;
    }

    /// <summary>Packets there was no room for, since this was asked last.</summary>
    public long TakeLost() => PacketCalls.TakeLost(_socket);

    /// <summary>Opens it; <see langword="null"/> with the reason where the system refuses. Needs CAP_NET_RAW.</summary>
    public static PacketTap? Open(out string? refusal)
    {
        var socket = PacketCalls.Open(ReceiveBuffer, out var error);
        if (!socket.IsInvalid
            && PacketCalls.SetFilter(socket, FirstPacketFilter.Write(withUdp: true, []), out error)
            && PacketCalls.BindToAll(socket, out error))
        {
            var wakeUp = PacketCalls.OpenEvent(out error);
            if (!wakeUp.IsInvalid)
            {
                refusal = null;
                return new PacketTap(socket, wakeUp);
            }
        }

        socket.Dispose();
        refusal = error switch
        {
            LinuxError.NotPermitted or LinuxError.AccessDenied => "a packet socket needs CAP_NET_RAW",
            LinuxError.FamilyNotSupported or LinuxError.ProtocolNotSupported => "the kernel has no packet sockets",
            _ => $"the packet socket is refused: error {(int)error}",
        };
        return null;
    }

    /// <summary>Waits for a packet, a <see cref="Wake"/>, or so many milliseconds (-1: for as long as it takes). May return earlier.</summary>
    /// <param name="milliseconds">How long.</param>
    /// <param name="forPackets">Whether packets count.</param>
    public void Wait(int milliseconds, bool forPackets)
    {
        if (PacketCalls.Wait(_wakeUp, forPackets ? _socket : null, milliseconds) is not (LinuxError.None or LinuxError.Interrupted) and var error)
        {
            throw new IOException($"waiting fails with error {(int)error}"); // it would turn on the spot
        }
    }

    /// <summary>Ends every <see cref="Wait"/> from now on. Any thread.</summary>
    public void Wake() => PacketCalls.Signal(_wakeUp);

    /// <summary>Takes the next packet, if there is one.</summary>
    /// <param name="packet">It.</param>
    /// <param name="isFirst">False for one that is there but says nothing.</param>
    public bool TryRead(out FirstPacket packet, out bool isFirst)
    {
        var length = PacketCalls.Receive(_socket, _packet, out var time, out var error);
        packet = default;
        isFirst = length > 0 && time > 0 && FirstPacket.TryParse(_packet.AsSpan(0, length), time, out packet);
        if (length < 0 && error is not (LinuxError.TryAgain or LinuxError.NetworkDown))
        {
            throw new IOException($"receiving fails with error {(int)error}");
        }

        return length >= 0 || error == LinuxError.NetworkDown;
    }

    /// <summary>Lets through what that filter passes.</summary>
    public void SetFilter(ReadOnlySpan<FilterInstruction> filter)
    {
        if (!PacketCalls.SetFilter(_socket, filter, out var error))
        {
            throw new IOException($"setting a filter fails with error {(int)error}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        _wakeUp.Dispose();
    }
}
