using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>The one place that turns addresses, endpoints and protocol numbers into text.</summary>
public static class FlowText
{
    private static readonly UInt128 s_mappedPrefix = (UInt128)0xffff << 32;
    private static readonly string?[] s_numberedProtocols = new string?[256];

    /// <summary>True for an address stored IPv4-mapped (<c>::ffff:0:0/96</c>).</summary>
    public static bool IsIPv4(UInt128 address) => address >> 32 == 0xffff;

    /// <summary>The 128-bit form of an IPv4 address in host order.</summary>
    public static UInt128 FromIPv4(uint address) => s_mappedPrefix | address;

    /// <summary>The 128-bit form of any IP address; IPv4 becomes IPv4-mapped, a scope id is dropped.</summary>
    public static UInt128 FromIPAddress(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>The address as the framework's type, IPv4 unmapped.</summary>
    public static IPAddress ToIPAddress(UInt128 address)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, address);
        return IsIPv4(address) ? new IPAddress(bytes[12..]) : new IPAddress(bytes);
    }

    /// <summary>Characters (or UTF-8 bytes) that always suffice for an address.</summary>
    public const int MaxAddressLength = 39;

    /// <summary>Characters (or UTF-8 bytes) that always suffice for an endpoint.</summary>
    public const int MaxEndpointLength = MaxAddressLength + 8;

    /// <summary>Canonical text (RFC 5952): <c>192.0.2.1</c>, <c>2001:db8::1</c>.</summary>
    public static string Address(UInt128 address)
    {
        Span<char> text = stackalloc char[MaxAddressLength];
        return new string(text[..AddressFormatter.Write(address, text)]);
    }

    /// <summary>The same of the 4 or 16 bytes of an address as it stands in a message; there an IPv4-mapped address is said to be one.</summary>
    public static string Address(ReadOnlySpan<byte> networkOrder)
    {
        if (networkOrder.Length == sizeof(uint))
        {
            return Address(FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(networkOrder)));
        }

        var address = BinaryPrimitives.ReadUInt128BigEndian(networkOrder);
        return IsIPv4(address) ? $"::ffff:{Address(address)}" : Address(address);
    }

    /// <summary>Address and port: <c>192.0.2.1:443</c>, <c>[2001:db8::1]:443</c>; the bare address where there are no ports.</summary>
    public static string Endpoint(UInt128 address, ushort port, bool hasPort)
    {
        Span<char> text = stackalloc char[MaxEndpointLength];
        return new string(text[..(hasPort ? AddressFormatter.Write(address, port, text) : AddressFormatter.Write(address, text))]);
    }

    /// <summary>
    /// Writes what <see cref="Endpoint"/> answers as UTF-8, without allocating, and returns the number of bytes.
    /// <paramref name="utf8"/> has room for <see cref="MaxEndpointLength"/>.
    /// </summary>
    public static int FormatEndpoint(UInt128 address, ushort port, bool hasPort, Span<byte> utf8) =>
        hasPort ? AddressFormatter.Write(address, port, utf8) : AddressFormatter.Write(address, utf8);

    /// <summary>A protocol name as people write it: TCP, ICMPv6, IP-47. Constant strings for the named ones.</summary>
    public static string ProtocolLabel(string protocolName) => protocolName switch
    {
        "tcp" => "TCP",
        "udp" => "UDP",
        "icmp" => "ICMP",
        "icmpv6" => "ICMPv6",
        "igmp" => "IGMP",
        "arp" => "ARP",
        "sctp" => "SCTP",
        _ => protocolName.ToUpperInvariant(),
    };

    /// <summary>Lower-case protocol name: tcp udp icmp icmpv6 igmp arp sctp ip-N. Always the same string for the same protocol.</summary>
    public static string ProtocolName(NetworkLayer network, IpProtocol protocol) => network == NetworkLayer.Arp ? "arp" : protocol switch
    {
        IpProtocol.Tcp => "tcp",
        IpProtocol.Udp => "udp",
        IpProtocol.Icmp => "icmp",
        IpProtocol.IcmpV6 => "icmpv6",
        IpProtocol.Igmp => "igmp",
        IpProtocol.Sctp => "sctp",
        _ => s_numberedProtocols[(byte)protocol] ??= string.Create(CultureInfo.InvariantCulture, $"ip-{(int)protocol}"),
    };
}
