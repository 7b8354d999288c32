using System.Buffers.Binary;
using System.Globalization;
using RustNet.Core.Flows;

namespace RustNet.Core.Dpi.Protocols.Icmp;

/// <summary>What is kept of a message that is neither error nor echo.</summary>
internal readonly record struct IcmpMessage(bool IsIPv6, byte Type, byte? Code, ushort? Identifier, uint? Mask, ushort? RouterLifetime, uint? Router)
{
    // Type numbers of ICMP
    private const byte RouterAdvertisement = 9;
    private const byte MaskReply = 18;

    public static IcmpMessage Read(in IcmpHeader header)
    {
        var hasIdentifier = !header.Field.IsEmpty && (header.IsIPv6
            ? header.Type is 160 or 161                     // extended echo (RFC 8335)
            : header.Type is >= 13 and <= 18 or 42 or 43);  // timestamp, information, address mask; extended echo
        var isAdvertisement = !header.IsIPv6 && header.Type == RouterAdvertisement && !header.Field.IsEmpty;
        uint? first = header.Body.Length >= sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(header.Body) : null;
        return new IcmpMessage(
            header.IsIPv6, header.Type, header.Code,
            hasIdentifier ? BinaryPrimitives.ReadUInt16BigEndian(header.Field) : null,
            !header.IsIPv6 && header.Type == MaskReply ? first : null,
            // RFC 1256 §3: Num Addrs:8 | Addr Entry Size:8 | Lifetime:16, then addresses with their preference
            isAdvertisement ? BinaryPrimitives.ReadUInt16BigEndian(header.Field[2..]) : null,
            isAdvertisement && header.Field[0] > 0 ? first : null);
    }
}

/// <summary>An ICMP or ICMPv6 message of another kind, the last one between two addresses: timestamps, masks, router discovery of IPv4 ...</summary>
internal sealed record IcmpMessageInfo(string Protocol, IcmpMessage Message) : MessageInfo(Protocol)
{
    /// <inheritdoc/>
    public override string DisplayName => FlowText.ProtocolLabel(Protocol);

    /// <inheritdoc/>
    public override string Summary => Message switch
    {
        { Router: { } router } => $"{TypeName}: {Text(router)}",
        { Mask: { } mask } => $"{TypeName}: {Text(mask)}",
        { Identifier: { } identifier } => string.Create(CultureInfo.InvariantCulture, $"{TypeName}, id {identifier}"),
        _ => TypeName,
    };

    /// <inheritdoc/>
    public override void AddFields(List<AppField> fields)
    {
        fields.Add(new("icmp.type", "Type", TypeName));
        if (Message.Code is { } code && IcmpNames.OfCode(Message.IsIPv6, Message.Type, code) is { } name)
        {
            fields.Add(new("icmp.code", "Code", name));
        }

        if (Message.Identifier is { } identifier)
        {
            fields.Add(new("icmp.id", "Identifier", identifier.ToString(CultureInfo.InvariantCulture)));
        }

        if (Message.Mask is { } mask)
        {
            fields.Add(new("icmp.mask", "Address mask", Text(mask)));
        }

        if (Message.Router is { } router)
        {
            fields.Add(new("icmp.router", "Router", Text(router)));
        }

        if (Message.RouterLifetime is { } lifetime)
        {
            fields.Add(new("icmp.router_lifetime", "Router lifetime", string.Create(CultureInfo.InvariantCulture, $"{lifetime} s")));
        }
    }

    private string TypeName => IcmpNames.OfType(Message.IsIPv6, Message.Type);

    /// <inheritdoc/>
    protected override bool Says(in Payload payload) => IcmpMessage.Read(new IcmpHeader(payload)) == Message;

    private static string Text(uint address) => FlowText.Address(FlowText.FromIPv4(address));
}
