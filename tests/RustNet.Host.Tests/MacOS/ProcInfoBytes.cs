using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RustNet.Host.Tests.MacOS;

/// <summary>Answers of libproc, made with <see cref="ProcInfoStructures"/>.</summary>
internal static class ProcInfoBytes
{
    public const int Listen = 1;
    public const int Established = 4;

    private const int Stream = 1;
    private const int Datagram = 2;

    public static byte[] Tcp(int state, string local, ushort localPort, string remote, ushort remotePort, bool isIPv6Socket = false, int scope = 0) =>
        ProcInfoStructures.Bytes(Socket(2, Stream, 6, state, local, localPort, remote, remotePort, isIPv6Socket, scope));

    public static byte[] Udp(string local, ushort localPort, string? remote = null, ushort remotePort = 0) =>
        ProcInfoStructures.Bytes(Socket(1, Datagram, 17, 0, local, localPort, remote ?? (local.Contains(':') ? "::" : "0.0.0.0"), remotePort, false, 0));

    public static byte[] Raw(int protocol) => ProcInfoStructures.Bytes(Socket(1, 3, protocol, 0, "0.0.0.0", 0, "0.0.0.0", 0, false, 0));

    /// <summary>A socket of another kind, such as SOCKINFO_UN.</summary>
    public static byte[] Other(int kind, int family)
    {
        var socket = default(SocketFdinfo);
        socket.Info.Kind = kind;
        socket.Info.Family = family;
        return ProcInfoStructures.Bytes(socket);
    }

    public static byte[] Descriptors(params ReadOnlySpan<(int Number, uint Type)> descriptors)
    {
        List<byte> bytes = [];
        foreach (var (number, type) in descriptors)
        {
            bytes.AddRange(ProcInfoStructures.Bytes(new ProcFdinfo { Descriptor = number, Type = type }));
        }

        return [.. bytes];
    }

    public static byte[] Process(int process, string command, string name = "", int parent = 1, uint user = 501, long seconds = 1_767_225_600, int microseconds = 0)
    {
        var info = new ProcBsdinfo
        {
            Id = (uint)process,
            Parent = (uint)parent,
            User = user,
            StartSeconds = (ulong)seconds,
            StartMicroseconds = (ulong)microseconds,
        };
        Put(command, info.Command);
        Put(name, info.Name);
        return ProcInfoStructures.Bytes(info);
    }

    public static byte[] ShortProcess(int process, string command, int parent, uint user)
    {
        var info = new ProcBsdshortinfo { Id = (uint)process, Parent = (uint)parent, User = user };
        Put(command, info.Command);
        return ProcInfoStructures.Bytes(info);
    }

    public static byte[] Arguments(int count, string path, int padding, params ReadOnlySpan<string> arguments)
    {
        var header = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(header, count);
        return [.. header, .. Encoding.UTF8.GetBytes(path), .. new byte[padding], .. Encoding.UTF8.GetBytes(string.Join('\0', [.. arguments, ""]))];
    }

    private static SocketFdinfo Socket(
        int kind, int type, int protocol, int state, string local, ushort localPort, string remote, ushort remotePort, bool isIPv6Socket, int scope)
    {
        var localAddress = IPAddress.Parse(local);
        var isIPv6 = localAddress.AddressFamily == AddressFamily.InterNetworkV6;
        var socket = default(SocketFdinfo);
        socket.Info.Type = type;
        socket.Info.Protocol = protocol;
        socket.Info.Family = isIPv6 || isIPv6Socket ? 30 : 2;
        socket.Info.Kind = kind;
        ref var tcp = ref socket.Info.Protocols.Tcp;
        tcp.Internet.LocalPort = BinaryPrimitives.ReverseEndianness(localPort);
        tcp.Internet.ForeignPort = BinaryPrimitives.ReverseEndianness(remotePort);
        tcp.Internet.Versions = (byte)(isIPv6 ? 2 : 1);
        Put(localAddress, tcp.Internet.LocalAddress, scope);
        Put(IPAddress.Parse(remote), tcp.Internet.ForeignAddress, scope);
        tcp.State = state;
        return socket;
    }

    private static void Put(string text, Span<byte> field) => Encoding.UTF8.GetBytes(text.AsSpan(0, Math.Min(text.Length, field.Length - 1)), field);

    // An IPv4 address is the last four bytes; the scope of a link-local one is its second group.
    private static void Put(IPAddress address, Span<byte> field, int scope)
    {
        var bytes = address.GetAddressBytes();
        bytes.CopyTo(field[(field.Length - bytes.Length)..]);
        if (scope != 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(field[2..], (ushort)scope);
        }
    }
}
