using System.Buffers.Binary;
using System.Globalization;
using RustNet.Core.Dpi.Protocols.Dns;
using RustNet.Core.Flows;

namespace RustNet.Core.Dpi.Protocols.Icmp;

/// <summary>What the options of a neighbour discovery message say, as text. Of each kind the first few; what contradicts itself is left out.</summary>
internal sealed class NdpOptionTexts
{
    private const int MaxListed = 8;
    private const int AddressLength = 16;
    private const int ReservedAndLifetimeLength = 6;        // Reserved:16 | Lifetime:32, before what an option lists
    private const int MaxPrefixBits = 128;

    private readonly List<string> _prefixes = [];
    private readonly List<string> _routes = [];
    private readonly List<string> _servers = [];
    private readonly List<string> _domains = [];
    private string? _mtu;
    private string? _portal;
    private string? _translation;
    private string? _redirected;

    /// <summary>Reads the options of a message.</summary>
    public NdpOptionTexts(NdpMessage message)
    {
        var options = message.Options;
        while (options.TryNext(out var option, out var value))
        {
            Read(option, value);
        }
    }

    /// <summary>Adds a field for each kind that was there.</summary>
    public void AddTo(List<AppField> fields)
    {
        Add(fields, "ndp.prefix", "Prefixes", _prefixes);
        Add(fields, "ndp.route", "Routes", _routes);
        Add(fields, "ndp.mtu", "MTU", _mtu);
        Add(fields, "ndp.dns", "DNS servers", _servers);
        Add(fields, "ndp.dns_search", "DNS search", _domains);
        Add(fields, "ndp.nat64", "NAT64 prefix", _translation);
        Add(fields, "ndp.captive_portal", "Captive portal", _portal);
        Add(fields, "icmp.about", "About", _redirected);
    }

    /// <summary>A link-layer address, without the zeros that fill its option up.</summary>
    public static string? LinkAddress(ReadOnlySpan<byte> value)
    {
        const int EthernetLength = 6;                       // and no hardware has less in an option
        return value.Length < EthernetLength ? null : LinkAddressText.Of(value[..Math.Max(EthernetLength, value.TrimEnd((byte)0).Length)]);
    }

    /// <summary>The prefix of a prefix information option (RFC 4861 §4.6.2), or <see langword="null"/>.</summary>
    public static string? Prefix(ReadOnlySpan<byte> value)
    {
        const int PrefixOffset = 14;    // Prefix Length:8 | L A R:8 | Valid Lifetime:32 | Preferred Lifetime:32 | Reserved2:32
        return value.Length >= PrefixOffset + AddressLength ? Prefix(value.Slice(PrefixOffset, AddressLength), value[0]) : null;
    }

    private void Read(NdpOption option, ReadOnlySpan<byte> value)
    {
        switch (option)
        {
            case NdpOption.Prefix:
                Add(_prefixes, Prefix(value));
                break;
            case NdpOption.Route:
                Add(_routes, Prefix(value[ReservedAndLifetimeLength..], value[0]));     // Prefix Length:8 | Prf:8 | Route Lifetime:32
                break;
            case NdpOption.DnsServers:
                for (var rest = value[ReservedAndLifetimeLength..]; rest.Length >= AddressLength && _servers.Count < MaxListed; rest = rest[AddressLength..])
                {
                    Add(_servers, Address(rest));
                }

                break;
            case NdpOption.DnsSearch:
                ReadDomains(value[ReservedAndLifetimeLength..]);
                break;
            case NdpOption.Mtu:
                _mtu ??= BinaryPrimitives.ReadUInt32BigEndian(value[sizeof(ushort)..]).ToString(CultureInfo.InvariantCulture);   // Reserved:16 | MTU:32
                break;
            case NdpOption.CaptivePortal:
                _portal ??= WireText.Clean(value.TrimEnd((byte)0));
                break;
            case NdpOption.TranslationPrefix:
                _translation ??= TranslationPrefix(value);
                break;
            case NdpOption.RedirectedHeader when QuotedPacket.TryParse(value[ReservedAndLifetimeLength..], isIPv6: true, out var packet):  // Reserved:48
                _redirected ??= packet.ToString();
                break;
        }
    }

    // Names one after the other, uncompressed, then zeros (RFC 8106 §5.2)
    private void ReadDomains(ReadOnlySpan<byte> value)
    {
        var offset = 0;
        while (offset < value.Length && value[offset] != 0 && _domains.Count < MaxListed)
        {
            var start = offset;
            if (DnsName.Skip(value, ref offset) != Wire.ParseStatus.Complete)
            {
                return;
            }

            Add(_domains, DnsName.HostText(value, start));
        }
    }

    // Scaled Lifetime:13 | Prefix Length Code:3 | highest 96 bits of the prefix (RFC 8781 §4)
    private static string? TranslationPrefix(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> lengths = [96, 64, 56, 48, 40, 32];
        var code = value[1] & 7;
        return code < lengths.Length ? Prefix(value[sizeof(ushort)..], lengths[code]) : null;
    }

    // The bits a prefix has, and no others; those its option leaves out are zero.
    private static string? Prefix(ReadOnlySpan<byte> bytes, int length)
    {
        if (length > MaxPrefixBits || (length + 7) / 8 > bytes.Length)
        {
            return null;
        }

        Span<byte> address = stackalloc byte[AddressLength];
        address.Clear();
        bytes[..Math.Min(bytes.Length, AddressLength)].CopyTo(address);
        var mask = length == 0 ? UInt128.Zero : UInt128.MaxValue << (MaxPrefixBits - length);
        return string.Create(CultureInfo.InvariantCulture, $"{FlowText.Address(BinaryPrimitives.ReadUInt128BigEndian(address) & mask)}/{length}");
    }

    private static string Address(ReadOnlySpan<byte> bytes) => FlowText.Address(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    private static void Add(List<string> list, string? text)
    {
        if (text is not null && list.Count < MaxListed && !list.Contains(text))
        {
            list.Add(text);
        }
    }

    private static void Add(List<AppField> fields, string name, string label, List<string> values) => Add(fields, name, label, string.Join(", ", values));

    private static void Add(List<AppField> fields, string name, string label, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            fields.Add(new(name, label, value));
        }
    }
}
