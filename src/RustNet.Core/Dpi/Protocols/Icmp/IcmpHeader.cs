using System.Buffers.Binary;

namespace RustNet.Core.Dpi.Protocols.Icmp;

/// <summary>
/// What all ICMP and ICMPv6 messages begin with (RFC 792, RFC 4443 §2.1), viewed in place. Each part is empty where the message was
/// cut before its end; at least the type is there.
/// </summary>
internal readonly ref struct IcmpHeader
{
    private const int FieldOffset = 4;          // Type:8 | Code:8 | Checksum:16, then what differs
    private const int BodyOffset = 8;

    public IcmpHeader(in Payload payload)
    {
        var bytes = payload.Bytes;
        IsIPv6 = payload.Transport == Transports.IcmpV6;
        Type = bytes[0];
        Code = bytes.Length > 1 ? bytes[1] : null;
        Field = bytes.Length >= BodyOffset ? bytes[FieldOffset..BodyOffset] : default;
        Body = bytes.Length >= BodyOffset ? bytes[BodyOffset..] : default;
    }

    public bool IsIPv6 { get; }

    public byte Type { get; }

    public byte? Code { get; }

    /// <summary>The four bytes that each type uses in its own way.</summary>
    public ReadOnlySpan<byte> Field { get; }

    /// <summary>What follows them.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Whether the message quotes the packet that is the cause of it.</summary>
    public bool IsError => IsIPv6 ? Type < 128 : Type is 3 or 4 or 5 or 11 or 12;   // RFC 4443 §2.1; RFC 1122 §3.2.2

    /// <summary>The whole field as a number, 0 where it is cut.</summary>
    public uint Number => Field.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32BigEndian(Field);
}
