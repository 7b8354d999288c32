using System.Buffers.Binary;

namespace RustNet.Host.Linux.Netlink;

/// <summary>Reads the messages of a netlink datagram (netlink(7)), in the byte order of this machine. Stops at anything that does not fit.</summary>
internal ref struct NetlinkMessages(ReadOnlySpan<byte> datagram)
{
    private ReadOnlySpan<byte> _rest = datagram;

    /// <summary>The next message.</summary>
    public bool TryRead(out NetlinkMessage message)
    {
        message = default;
        if (_rest.Length < NetlinkMessage.HeaderLength)
        {
            return false;
        }

        // len:4 | type:2 | flags:2 | seq:4 | pid:4
        var length = HostOrder.UInt32(_rest);
        if (length < NetlinkMessage.HeaderLength || length > (uint)_rest.Length)
        {
            return false;
        }

        var payload = _rest[NetlinkMessage.HeaderLength..(int)length];
        message = new NetlinkMessage((NetlinkType)HostOrder.UInt16(_rest[4..]), HostOrder.UInt32(_rest[8..]), payload);
        var aligned = Math.Min(((long)length + 3) & ~3L, _rest.Length); // NLMSG_ALIGN; the last one need not be
        _rest = _rest[(int)aligned..];
        return true;
    }
}

/// <summary>A netlink message. A view of the datagram.</summary>
internal readonly ref struct NetlinkMessage(NetlinkType type, uint sequence, ReadOnlySpan<byte> payload)
{
    /// <summary>Bytes of struct nlmsghdr.</summary>
    public const int HeaderLength = 16;

    /// <summary>Type.</summary>
    public NetlinkType Type { get; } = type;

    /// <summary>Number of the request that it answers.</summary>
    public uint Sequence { get; } = sequence;

    /// <summary>What follows the header.</summary>
    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>Error number of a message of type <see cref="NetlinkType.Error"/>; 0 is an acknowledgment.</summary>
    public int Error => Payload.Length >= sizeof(int) ? unchecked(-(int)HostOrder.UInt32(Payload)) : 0;
}

/// <summary>Types of netlink messages (linux/netlink.h, linux/sock_diag.h).</summary>
internal enum NetlinkType : ushort
{
    /// <summary>NLMSG_ERROR.</summary>
    Error = 2,

    /// <summary>NLMSG_DONE: the last of several.</summary>
    Done = 3,

    /// <summary>SOCK_DIAG_BY_FAMILY: request and answer about sockets.</summary>
    SocketDiagnosis = 20,
}

/// <summary>Numbers in the byte order of this machine.</summary>
internal static class HostOrder
{
    /// <summary>16 bits.</summary>
    public static ushort UInt16(ReadOnlySpan<byte> bytes) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    /// <summary>32 bits.</summary>
    public static uint UInt32(ReadOnlySpan<byte> bytes) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    /// <summary>Writes 16 bits.</summary>
    public static void Write(Span<byte> bytes, ushort value)
    {
        if (BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        }
    }

    /// <summary>Writes 32 bits.</summary>
    public static void Write(Span<byte> bytes, uint value)
    {
        if (BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        }
    }
}
