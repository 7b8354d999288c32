using System.Globalization;
using RustNet.Core.Flows;

namespace RustNet.Core.Dpi.Protocols.Icmp;

/// <summary>
/// The last message of neighbour discovery between two addresses (RFC 4861, RFC 4191, RFC 8106). Keeps its bytes and reads them when
/// asked: most are never looked at, and a router's next advertisement is told from the last without text.
/// </summary>
internal sealed record NdpInfo : MessageInfo
{
    private const int MaxLength = 512;          // what every flow may keep beside the ceiling on reassembly memory; few messages are longer

    // Flags of a router advertisement (RFC 4861 §4.2, RFC 3775 §7.1, RFC 4191 §2.2, RFC 4389 §4.1.3.3) and of a neighbour advertisement (§4.4)
    private static readonly (byte Bit, string Name)[] s_routerFlags = [(0x80, "managed"), (0x40, "other"), (0x20, "home agent"), (0x04, "proxy")];
    private static readonly (byte Bit, string Name)[] s_neighborFlags = [(0x80, "router"), (0x40, "solicited"), (0x20, "override")];

    private readonly byte[] _bytes;

    /// <summary>Keeps a message of at least one byte.</summary>
    public NdpInfo(ReadOnlySpan<byte> message)
        : base("icmpv6") => _bytes = Kept(message).ToArray();

    /// <inheritdoc/>
    public override string DisplayName => "NDP";

    /// <inheritdoc/>
    public override string Summary
    {
        get
        {
            var message = new NdpMessage(_bytes);
            return message.Type switch
            {
                NdpType.NeighborSolicitation when message.Target is { } target => $"who has {FlowText.Address(target)}?",
                NdpType.NeighborAdvertisement when message.Target is { } target => LinkAddress(message) is { } link
                    ? $"{FlowText.Address(target)} is at {link}"
                    : $"neighbor advert of {FlowText.Address(target)}",
                NdpType.RouterAdvertisement when FirstPrefix(message) is { } prefix => $"router for {prefix}",
                NdpType.RouterAdvertisement => "router advert",
                NdpType.RouterSolicitation => "router solicit",
                NdpType.Redirect when message is { Target: { } target, Destination: { } destination } =>
                    $"redirect {FlowText.Address(destination)} to {FlowText.Address(target)}",
                _ => TypeName(message),
            };
        }
    }

    /// <inheritdoc/>
    public override void AddFields(List<AppField> fields)
    {
        var message = new NdpMessage(_bytes);
        fields.Add(new("icmp.type", "Type", TypeName(message)));
        Add(fields, "ndp.target", "Target", message.Target is { } target ? FlowText.Address(target) : null);
        Add(fields, "ndp.destination", "Destination", message.Destination is { } destination ? FlowText.Address(destination) : null);
        Add(fields, "ndp.link_address", "Link address", LinkAddress(message));
        Add(fields, "ndp.flags", "Flags", Flags(message));
        if (message.RouterLifetime is { } lifetime)
        {
            Add(fields, "ndp.router_lifetime", "Router lifetime", string.Create(CultureInfo.InvariantCulture, $"{lifetime} s"));
            Add(fields, "ndp.preference", "Preference", Preference(message));
            Add(fields, "ndp.hop_limit", "Hop limit", message.HopLimit is { } limit and > 0 ? limit.ToString(CultureInfo.InvariantCulture) : null);
        }

        new NdpOptionTexts(message).AddTo(fields);
    }

    /// <inheritdoc/>
    protected override bool Says(in Payload payload) => IsAlike(_bytes, Kept(payload.Bytes));

    private static void Add(List<AppField> fields, string name, string label, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            fields.Add(new(name, label, value));
        }
    }

    private static ReadOnlySpan<byte> Kept(ReadOnlySpan<byte> message) => message[..Math.Min(message.Length, MaxLength)];

    private static string TypeName(in NdpMessage message) => IcmpNames.OfType(isIPv6: true, (byte)message.Type);

    private static string? LinkAddress(in NdpMessage message)
    {
        var options = message.Options;
        while (options.TryNext(out var option, out var value))
        {
            if (option is NdpOption.SourceLinkAddress or NdpOption.TargetLinkAddress)
            {
                return NdpOptionTexts.LinkAddress(value);
            }
        }

        return null;
    }

    private static string? FirstPrefix(in NdpMessage message)
    {
        var options = message.Options;
        while (options.TryNext(out var option, out var value))
        {
            if (option == NdpOption.Prefix && NdpOptionTexts.Prefix(value) is { } prefix)
            {
                return prefix;
            }
        }

        return null;
    }

    private static string? Flags(in NdpMessage message)
    {
        if (message.Flags is not { } flags)
        {
            return null;
        }

        var names = message.Type == NdpType.RouterAdvertisement ? s_routerFlags : s_neighborFlags;
        return string.Join(", ", names.Where(flag => (flags & flag.Bit) != 0).Select(flag => flag.Name));
    }

    // RFC 4191 §2.1: two bits, signed; the reserved value counts as medium
    private static string? Preference(in NdpMessage message) => (message.Flags >> 3 & 3) switch
    {
        1 => "high",
        3 => "low",
        _ => null,
    };
}
