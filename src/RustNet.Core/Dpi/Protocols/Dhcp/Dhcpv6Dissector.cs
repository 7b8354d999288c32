using System.Globalization;
using RustNet.Core.Dpi.Protocols.Dns;
using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Dhcp;

/// <summary>
/// DHCP for IPv6 (RFC 8415). Without a signature: the options must fill the message, and away from its ports somebody must
/// name himself by a DUID, as all but information requests do.
/// </summary>
internal sealed class Dhcpv6Dissector : IDissector
{
    private const ushort ClientPort = 546;
    private const ushort ServerPort = 547;

    /// <inheritdoc/>
    public DissectorTraits Traits { get; } = new("dhcp", Transports.Udp, [ClientPort, ServerPort])
    {
        FollowsFlow = true,
        Names = ["dhcp", "DHCPv6"],
        States = static () => Dhcpv6Info.States,
    };

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload)
    {
        var known = payload.Current as Dhcpv6Info;
        var isExpected = known is not null || payload.HasPort(ClientPort) || payload.HasPort(ServerPort);
        if (Dhcpv6Message.Parse(payload.Bytes, payload.EndsInGap, out var message) != ParseStatus.Complete
            || !(isExpected || message.HasIdentifier))
        {
            return Finding.Malformed;
        }

        var info = Dhcpv6Info.After(known, message);
        return Finding.Complete(ReferenceEquals(info, known) ? null : info);
    }
}

/// <summary>What a client asks for and what it gets.</summary>
internal sealed record Dhcpv6Info : AppInfo
{
    private const int MaxRead = 32;
    private const int AddressLength = 16;
    private const int AssociationLength = 12;     // IAID | T1 | T2, before its options (RFC 8415 §21.4, §21.21)
    private const int PrefixHeaderLength = 8;     // preferred-lifetime | valid-lifetime, before prefix-length (§21.22)
    private const int EnterpriseLength = 4;

    // IANA DHCPv6 Message Types, from 1 on
    private static readonly string[] s_types =
    [
        "", "SOLICIT", "ADVERTISE", "REQUEST", "CONFIRM", "RENEW", "REBIND", "REPLY", "RELEASE", "DECLINE", "RECONFIGURE",
        "INFORMATION_REQUEST", "RELAY_FORWARD", "RELAY_REPLY", "LEASEQUERY", "LEASEQUERY_REPLY", "LEASEQUERY_DONE", "LEASEQUERY_DATA",
        "RECONFIGURE_REQUEST", "RECONFIGURE_REPLY", "DHCPV4_QUERY", "DHCPV4_RESPONSE", "ACTIVELEASEQUERY", "STARTTLS", "BNDUPD", "BNDREPLY",
        "POOLREQ", "POOLRESP", "UPDREQ", "UPDREQALL", "UPDDONE", "CONNECT", "CONNECTREPLY", "DISCONNECT", "STATE", "CONTACT", "REGISTER",
    ];

    private static readonly string[] s_states = [.. s_types.Select(type => $"DHCPV6_{type}")];

    /// <summary>Every <see cref="TransportState"/>.</summary>
    public static IEnumerable<string> States => s_states.Skip(1);

    /// <inheritdoc/>
    public override string Protocol => "dhcp";

    /// <summary>The same facts after each type of message, so that following a busy flow allocates nothing.</summary>
    private Dhcpv6Info?[]? _variants;

    /// <summary>Type of the last message.</summary>
    public byte Type { get; private init; }

    /// <summary>Name that the client gives itself.</summary>
    public string? Name { get; private init; }

    /// <summary>Address that it asks for or is given.</summary>
    public string? Address { get; private init; }

    /// <summary>Prefix that it asks for or is given.</summary>
    public string? Prefix { get; private init; }

    /// <summary>What it is, in the words of its vendor.</summary>
    public string? VendorClass { get; private init; }

    /// <summary>The client's DUID in hexadecimal digits.</summary>
    public string? Client { get; private init; }

    /// <summary>The server's DUID.</summary>
    public string? Server { get; private init; }

    private ulong Types { get; init; }

    private int ReadCount { get; init; }

    /// <inheritdoc/>
    public override string DisplayName => "DHCPv6";

    /// <inheritdoc/>
    public override string Summary => (Name ?? Address ?? Prefix) is { } what ? $"{DisplayName} {what}" : DisplayName;

    /// <inheritdoc/>
    public override string TransportState => s_states[Type];

    /// <inheritdoc/>
    public override void AddFields(List<AppField> fields)
    {
        fields.Add(new("dhcp.type", "Message types", string.Join(", ", s_types.Where((_, type) => (Types >> type & 1) != 0))));
        if (Name is not null)
        {
            fields.Add(new("dhcp.hostname", "Host name", Name));
        }

        if (Address is not null)
        {
            fields.Add(new("dhcp.address", "Address", Address));
        }

        if (Prefix is not null)
        {
            fields.Add(new("dhcp.prefix", "Prefix", Prefix));
        }

        if (VendorClass is not null)
        {
            fields.Add(new("dhcp.vendor_class", "Vendor class", VendorClass));
        }

        if (Client is not null)
        {
            fields.Add(new("dhcp.client", "Client", Client));
        }

        if (Server is not null)
        {
            fields.Add(new("dhcp.server", "Server", Server));
        }
    }

    /// <summary>The facts after one more message; <paramref name="known"/> itself, or its other state, where nothing is new.</summary>
    public static Dhcpv6Info After(Dhcpv6Info? known, in Dhcpv6Message message)
    {
        known ??= new Dhcpv6Info();
        return known.ReadCount < MaxRead ? known.Read(message) : known.InState(message.Type);
    }

    private Dhcpv6Info Read(in Dhcpv6Message message)
    {
        string? name = null, address = null, prefix = null, vendorClass = null, client = null, server = null;
        var options = message.Options();
        while (options.TryRead(out var option, out var value))
        {
            switch (option)
            {
                case Dhcpv6Option.ClientIdentifier:
                    client = Convert.ToHexStringLower(value);
                    break;
                case Dhcpv6Option.ServerIdentifier:
                    server = Convert.ToHexStringLower(value);
                    break;
                case Dhcpv6Option.ClientName when value.Length > 1:   // Flags | Domain Name (RFC 4704 §4)
                    name = DnsName.PlainText(value[1..]);
                    break;
                case Dhcpv6Option.VendorClass when value.Length > EnterpriseLength && new WireReader(value[EnterpriseLength..]).TryTakeVector16(out var text):
                    vendorClass = text.IsEmpty ? null : WireText.Clean(text);
                    break;
                case Dhcpv6Option.NonTemporaryAddresses when value.Length >= AssociationLength:
                    address ??= AddressIn(value[AssociationLength..]);
                    break;
                case Dhcpv6Option.PrefixDelegation when value.Length >= AssociationLength:
                    prefix ??= PrefixIn(value[AssociationLength..]);
                    break;
            }
        }

        return this with
        {
            Type = message.Type,
            Types = Types | 1ul << message.Type,
            Name = Name ?? name,
            Address = Address ?? address,
            Prefix = Prefix ?? prefix,
            VendorClass = VendorClass ?? vendorClass,
            Client = Client ?? client,
            Server = Server ?? server,
            ReadCount = ReadCount + 1,
            _variants = null,
        };
    }

    private Dhcpv6Info InState(byte type)
    {
        if ((Types >> type & 1) == 0)
        {
            return this with { Type = type, Types = Types | 1ul << type, _variants = null };
        }

        if (type == Type)
        {
            return this;
        }

        _variants ??= new Dhcpv6Info?[s_types.Length];
        _variants[Type] = this;
        return _variants[type] ??= this with { Type = type };
    }

    private static string? AddressIn(ReadOnlySpan<byte> bytes)
    {
        var options = new Dhcpv6Message.OptionReader(bytes);
        while (options.TryRead(out var option, out var value))
        {
            if (option == Dhcpv6Option.Address && value.Length >= AddressLength)
            {
                return FlowText.Address(value[..AddressLength]);
            }
        }

        return null;
    }

    private static string? PrefixIn(ReadOnlySpan<byte> bytes)
    {
        var options = new Dhcpv6Message.OptionReader(bytes);
        while (options.TryRead(out var option, out var value))
        {
            if (option == Dhcpv6Option.Prefix && value.Length > PrefixHeaderLength + AddressLength)
            {
                var prefix = FlowText.Address(value.Slice(PrefixHeaderLength + 1, AddressLength));
                return string.Create(CultureInfo.InvariantCulture, $"{prefix}/{value[PrefixHeaderLength]}");
            }
        }

        return null;
    }
}
