using System.Globalization;
using System.Text;
using RustNet.Core.Flows;

namespace RustNet.Core.Dpi.Protocols.Dhcp;

/// <summary>
/// One client's way to its address. Clients without an address share a row (0.0.0.0 to the broadcast address): the facts are
/// those of the first, the state is that of the last message.
/// </summary>
internal sealed record DhcpInfo : AppInfo
{
    private const int MaxReplaced = 32;
    private const byte PlainRequest = 0;
    private const byte PlainReply = 19;
    private const byte Undetermined = 20;

    // RFC 2132 §9.6, RFC 3203, RFC 4388, RFC 6926, RFC 7724; 0 and the last: no type, so only BOOTP
    private static readonly string[] s_types =
    [
        "BOOTP_REQUEST", "DISCOVER", "OFFER", "REQUEST", "DECLINE", "ACK", "NAK", "RELEASE", "INFORM", "FORCERENEW", "LEASEQUERY",
        "LEASEUNASSIGNED", "LEASEUNKNOWN", "LEASEACTIVE", "BULKLEASEQUERY", "LEASEQUERYDONE", "ACTIVELEASEQUERY", "LEASEQUERYSTATUS", "TLS", "BOOTP_REPLY",
    ];

    private static readonly string[] s_states =
        [.. s_types.Select(type => type.StartsWith("BOOTP", StringComparison.Ordinal) ? type : $"DHCP_{type}"), "DHCP"];

    /// <summary>Every <see cref="TransportState"/>.</summary>
    public static IEnumerable<string> States => s_states;

    /// <inheritdoc/>
    public override string Protocol => "dhcp";

    /// <summary>The same facts after each type of message, so that following a busy flow allocates nothing.</summary>
    private DhcpInfo?[]? _variants;

    /// <summary>Type of the last message.</summary>
    public byte Type { get; private init; }

    /// <summary>Hardware address of the client.</summary>
    public string? Client { get; private init; }

    /// <summary>Name that the client gives itself.</summary>
    public string? Name { get; private init; }

    /// <summary>Address that it asks for.</summary>
    public string? Requested { get; private init; }

    /// <summary>Address that it is offered, given, or has.</summary>
    public string? Address { get; private init; }

    /// <summary>What it is, in the words of its vendor.</summary>
    public string? VendorClass { get; private init; }

    /// <summary>Server identifier.</summary>
    public string? Server { get; private init; }

    private uint Types { get; init; }

    private ulong ClientNumber { get; init; }

    private int ReadCount { get; init; }

    /// <inheritdoc/>
    public override string Summary => (Name ?? Address) is { } what ? $"{DisplayName} {what}" : DisplayName;

    /// <inheritdoc/>
    public override string TransportState => s_states[Type];

    /// <inheritdoc/>
    public override void AddFields(List<AppField> fields)
    {
        if ((Types & ~(1u << Undetermined)) != 0)
        {
            fields.Add(new("dhcp.type", "Message types", string.Join(", ", s_types.Where((_, type) => (Types >> type & 1) != 0))));
        }

        if (Name is not null)
        {
            fields.Add(new("dhcp.hostname", "Host name", Name));
        }

        if (Requested is not null)
        {
            fields.Add(new("dhcp.requested", "Requested address", Requested));
        }

        if (Address is not null)
        {
            fields.Add(new("dhcp.address", "Assigned address", Address));
        }

        if (Server is not null)
        {
            fields.Add(new("dhcp.server", "Server", Server));
        }

        if (VendorClass is not null)
        {
            fields.Add(new("dhcp.vendor_class", "Vendor class", VendorClass));
        }

        if (Client is not null)
        {
            fields.Add(new("dhcp.client", "Client", Client));
        }
    }

    /// <summary>The facts after one more message; <paramref name="known"/> itself, or its other state, where nothing is new.</summary>
    public static DhcpInfo After(DhcpInfo? known, in DhcpMessage message)
    {
        var type = TypeOf(message);
        var client = NumberOf(message.HardwareAddress);
        if (known is null)
        {
            return new DhcpInfo { ClientNumber = client, Client = HardwareText(message.HardwareAddress) }.Read(message, type);
        }

        return known.ClientNumber == client && known.ReadCount < MaxReplaced ? known.Read(message, type) : known.InState(type);
    }

    private DhcpInfo Read(in DhcpMessage message, byte type)
    {
        string? name = null, requested = null, vendorClass = null, server = null;
        var options = message.Options();
        while (options.TryRead(out var option, out var value))
        {
            switch (option)
            {
                case DhcpOption.HostName when !message.IsReply:
                    name = Text(value) ?? name;
                    break;
                case DhcpOption.ClientName when !message.IsReply && name is null && value.Length > 3:
                    name = (value[0] & 4) == 0 ? Text(value[3..]) : Dns.DnsName.PlainText(value[3..]);   // Flags | RCODE1 | RCODE2; flag E: as in DNS (RFC 4702 §2.1)
                    break;
                case DhcpOption.RequestedAddress when value.Length == 4:
                    requested = FlowText.Address(value);
                    break;
                case DhcpOption.VendorClass when !message.IsReply:
                    vendorClass = Text(value);
                    break;
                case DhcpOption.ServerIdentifier when value.Length == 4:
                    server = FlowText.Address(value);
                    break;
            }
        }

        var address = message.YourAddress != 0 ? message.YourAddress : message.ClientAddress;
        return this with
        {
            Type = type,
            Types = Types | 1u << type,
            Name = Name ?? name,
            Requested = Requested ?? requested,
            Address = Address ?? (address == 0 ? null : AddressText(address)),
            VendorClass = VendorClass ?? vendorClass,
            Server = Server ?? server,
            ReadCount = ReadCount + 1,
            _variants = null,
        };
    }

    private DhcpInfo InState(byte type)
    {
        if ((Types >> type & 1) == 0)
        {
            return this with { Type = type, Types = Types | 1u << type, _variants = null };
        }

        if (type == Type)
        {
            return this;
        }

        _variants ??= new DhcpInfo?[s_states.Length];
        _variants[Type] = this;
        return _variants[type] ??= this with { Type = type };
    }

    private static byte TypeOf(in DhcpMessage message)
    {
        var options = message.Options();
        while (options.TryRead(out var option, out var value))
        {
            if (option == DhcpOption.MessageType && value is [> PlainRequest and < PlainReply and var type])
            {
                return type;
            }
        }

        return message.IsShort ? Undetermined : message.IsReply ? PlainReply : PlainRequest;
    }

    private static string? Text(ReadOnlySpan<byte> value)
    {
        var text = value.TrimEnd((byte)0);
        return text.IsEmpty ? null : WireText.Clean(text);
    }

    private static string AddressText(uint address) => FlowText.Address(FlowText.FromIPv4(address));

    private static ulong NumberOf(ReadOnlySpan<byte> hardwareAddress)
    {
        var number = 0ul;
        foreach (var octet in hardwareAddress)
        {
            number = number << 8 ^ octet ^ number >> 56;
        }

        return number;
    }

    private static string? HardwareText(ReadOnlySpan<byte> address)
    {
        var text = new StringBuilder();
        foreach (var octet in address)
        {
            text.Append(text.Length == 0 ? "" : ":").Append(octet.ToString("x2", CultureInfo.InvariantCulture));
        }

        return text.Length == 0 ? null : text.ToString();
    }
}
