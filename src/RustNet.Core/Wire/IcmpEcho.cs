using System.Buffers.Binary;

namespace RustNet.Core.Wire;

/// <summary>
/// What pairs an echo request with its reply (RFC 792, RFC 4443 §4.1): both carry the same numbers. The addresses, which a reply
/// has the other way round, are the frame's.
/// </summary>
/// <param name="Identifier">The sender's number for the run of echoes; of a <see cref="Frame"/> it is in both port fields as well.</param>
/// <param name="Sequence">Number of the request in the run.</param>
/// <param name="IsReply">False for a request.</param>
internal readonly record struct IcmpEcho(ushort Identifier, ushort Sequence, bool IsReply)
{
    private const int IdentifierOffset = 4;             // Type:8 | Code:8 | Checksum:16 | Identifier:16 | Sequence Number:16
    private const int SequenceOffset = 6;
    private const int HeaderLength = 8;

    private const byte Reply = 0;
    private const byte Request = 8;
    private const byte RequestV6 = 128;
    private const byte ReplyV6 = 129;

    /// <summary>Whether messages of this type are echoes of ICMP or ICMPv6.</summary>
    public static bool IsEcho(bool isIPv6, byte type) => isIPv6 ? type is RequestV6 or ReplyV6 : type is Request or Reply;

    /// <summary>Reads a message from its type on; false for other messages, for other protocols, and for one that was cut before its numbers.</summary>
    public static bool TryRead(IpProtocol protocol, ReadOnlySpan<byte> message, out IcmpEcho echo)
    {
        echo = default;
        if (message.Length < HeaderLength || protocol is not (IpProtocol.Icmp or IpProtocol.IcmpV6)
            || !IsEcho(protocol == IpProtocol.IcmpV6, message[0]))
        {
            return false;
        }

        echo = new IcmpEcho(
            BinaryPrimitives.ReadUInt16BigEndian(message[IdentifierOffset..]),
            BinaryPrimitives.ReadUInt16BigEndian(message[SequenceOffset..]),
            message[0] is Reply or ReplyV6);
        return true;
    }
}
