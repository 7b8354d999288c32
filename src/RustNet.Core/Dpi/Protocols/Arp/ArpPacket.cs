using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Arp;

/// <summary>Operations (IANA "ARP Parameters").</summary>
internal enum ArpOperation : ushort
{
    /// <summary>Who has this protocol address (RFC 826)?</summary>
    Request = 1,

    /// <summary>I have.</summary>
    Reply = 2,

    /// <summary>Which protocol address has this hardware (RFC 903)?</summary>
    ReverseRequest = 3,

    /// <summary>It has that.</summary>
    ReverseReply = 4,

    /// <summary>Dynamic reverse ARP (RFC 1931).</summary>
    DynamicReverseRequest = 5,

    /// <summary>Its answer.</summary>
    DynamicReverseReply = 6,

    /// <summary>Its refusal.</summary>
    DynamicReverseError = 7,

    /// <summary>Which protocol address is at the other end (RFC 2390)?</summary>
    InverseRequest = 8,

    /// <summary>This.</summary>
    InverseReply = 9,

    /// <summary>Refusal of ATM ARP (RFC 2225).</summary>
    Nak = 10,
}

/// <summary>An ARP message about IPv4 addresses (RFC 826), viewed in place.</summary>
internal readonly ref struct ArpPacket
{
    private const ushort ProtocolIPv4 = 0x0800;
    private const int IPv4Length = 4;

    public ArpOperation Operation { get; private init; }

    /// <summary>Hardware address of who sends it.</summary>
    public ReadOnlySpan<byte> SenderHardware { get; private init; }

    /// <summary>Its protocol address, in host order.</summary>
    public uint SenderAddress { get; private init; }

    /// <summary>Hardware address of whom it is about; meaningless in a request.</summary>
    public ReadOnlySpan<byte> TargetHardware { get; private init; }

    /// <summary>Protocol address of whom it is about, in host order.</summary>
    public uint TargetAddress { get; private init; }

    /// <summary>True for what answers a question of the target.</summary>
    public bool IsAnswer => Operation is ArpOperation.Reply or ArpOperation.ReverseReply or ArpOperation.DynamicReverseReply
        or ArpOperation.DynamicReverseError or ArpOperation.InverseReply or ArpOperation.Nak;

    /// <summary>Reads a whole message; the frame parser lets no other pass.</summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, out ArpPacket packet)
    {
        packet = default;
        var reader = new WireReader(bytes);
        if (!reader.TrySkip(sizeof(ushort))                     // hardware type
            || !reader.TryReadUInt16(out var protocol)
            || !reader.TryReadByte(out var hardwareLength)
            || !reader.TryReadByte(out var protocolLength)
            || !reader.TryReadUInt16(out var operation))
        {
            return ParseStatus.Truncated;
        }

        if (protocol != ProtocolIPv4 || protocolLength != IPv4Length)
        {
            return ParseStatus.Malformed;
        }

        if (!reader.TryTake(hardwareLength, out var senderHardware)
            || !reader.TryReadUInt32(out var sender)
            || !reader.TryTake(hardwareLength, out var targetHardware)
            || !reader.TryReadUInt32(out var target))
        {
            return ParseStatus.Truncated;
        }

        packet = new ArpPacket
        {
            Operation = (ArpOperation)operation,
            SenderHardware = senderHardware,
            SenderAddress = sender,
            TargetHardware = targetHardware,
            TargetAddress = target,
        };
        return ParseStatus.Complete;
    }
}
