using System.Globalization;
using RustNet.Core.Dpi.Protocols.Icmp;
using RustNet.Core.Flows;

namespace RustNet.Core.Dpi.Protocols.Multicast;

/// <summary>
/// The last message about multicast groups between two addresses. Keeps its bytes and reads them when asked, as
/// <see cref="NdpInfo"/> does.
/// </summary>
internal sealed record MulticastInfo : MessageInfo
{
    private const int MaxLength = 512;          // what every flow may keep beside the ceiling on reassembly memory; few messages are longer
    private const int MaxListed = 8;

    private readonly byte[] _bytes;
    private readonly bool _isMld;
    private readonly bool _isCut;

    /// <summary>Keeps a message of at least one byte.</summary>
    public MulticastInfo(in Payload payload)
        : base(payload.Transport == Transports.IcmpV6 ? "icmpv6" : "igmp")
    {
        _isMld = payload.Transport == Transports.IcmpV6;
        _isCut = IsCut(payload);
        _bytes = Kept(payload).ToArray();
    }

    /// <inheritdoc/>
    public override string DisplayName => _isMld ? "MLD" : "IGMP";

    /// <inheritdoc/>
    public override string Summary
    {
        get
        {
            var message = new MulticastMessage(_bytes, _isMld, _isCut);
            var group = message.Group is { } address ? FlowText.Address(address) : null;
            return message.Kind switch
            {
                MulticastKind.Query when message.IsGeneralQuery => "general query",
                MulticastKind.Query when group is not null => $"query for {group}",
                MulticastKind.Report when group is not null => $"member of {group}",
                MulticastKind.Leave when group is not null => $"leave {group}",
                MulticastKind.Records => RecordsSummary(message),
                _ => TypeName(message),
            };
        }
    }

    /// <inheritdoc/>
    public override void AddFields(List<AppField> fields)
    {
        var message = new MulticastMessage(_bytes, _isMld, _isCut);
        fields.Add(new(_isMld ? "icmp.type" : "igmp.type", "Type", TypeName(message)));
        Add(fields, "version", "Version", message.Version);
        var (groups, joins, leaves, sources) = (new List<string>(), new List<string>(), new List<string>(), new List<string>());
        AddAddress(groups, message.Group);
        AddAddresses(sources, message.Sources);
        var records = message.Records;
        while (records.TryNext(out var change, out var group, out var ofGroup))
        {
            AddAddress(groups, group);
            AddAddress(change == GroupChange.Join ? joins : change == GroupChange.Leave ? leaves : [], group);
            AddAddresses(sources, ofGroup);
        }

        Add(fields, "group", "Groups", groups);
        Add(fields, "groups", "Group records", message.RecordCount);
        Add(fields, "join", "Joins", joins);
        Add(fields, "leave", "Leaves", leaves);
        Add(fields, "source", "Sources", sources);
    }

    /// <inheritdoc/>
    protected override bool Says(in Payload payload) => _isCut == IsCut(payload) && IsAlike(_bytes, Kept(payload));

    private static bool IsCut(in Payload payload) => payload.EndsInGap || payload.Bytes.Length > MaxLength;

    private static ReadOnlySpan<byte> Kept(in Payload payload) => payload.Bytes[..Math.Min(payload.Bytes.Length, MaxLength)];

    private static string TypeName(in MulticastMessage message) => message.IsMld
        ? IcmpNames.OfType(isIPv6: true, message.Type)
        : IgmpNames.OfType(message.Type);

    private static string RecordsSummary(in MulticastMessage message)
    {
        var records = message.Records;
        if (!records.TryNext(out var change, out var group, out _))
        {
            return TypeName(message);
        }

        var what = change switch { GroupChange.Join => "join", GroupChange.Leave => "leave", _ => "member of" };
        return message.RecordCount is { } count and > 1
            ? string.Create(CultureInfo.InvariantCulture, $"{what} {FlowText.Address(group)} (+{count - 1})")
            : $"{what} {FlowText.Address(group)}";
    }

    private void AddAddresses(List<string> list, ReadOnlySpan<byte> addresses)
    {
        var length = MulticastMessage.AddressLength(_isMld);
        for (var rest = addresses; rest.Length >= length && list.Count < MaxListed; rest = rest[length..])
        {
            AddAddress(list, MulticastMessage.Address(rest, _isMld));
        }
    }

    private static void AddAddress(List<string> list, UInt128? address)
    {
        if (address is { } known && list.Count < MaxListed && FlowText.Address(known) is var text && !list.Contains(text))
        {
            list.Add(text);
        }
    }

    private void Add(List<AppField> fields, string name, string label, int? value)
    {
        if (value is { } known)
        {
            fields.Add(new(FieldName(name), label, known.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private void Add(List<AppField> fields, string name, string label, List<string> values)
    {
        if (values.Count > 0)
        {
            fields.Add(new(FieldName(name), label, string.Join(", ", values)));
        }
    }

    private string FieldName(string name) => _isMld ? $"mld.{name}" : $"igmp.{name}";
}
