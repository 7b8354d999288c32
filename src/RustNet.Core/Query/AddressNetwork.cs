using System.Buffers;
using System.Globalization;
using System.Net;
using RustNet.Core.Flows;

namespace RustNet.Core.Query;

/// <summary>
/// An address block in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3): <c>10.0.0.0/8</c>, <c>2001:db8::/32</c>. Bits after the prefix
/// are ignored. Blocks of IPv6 hold no IPv4 addresses, although those are stored IPv4-mapped.
/// </summary>
internal readonly record struct AddressNetwork
{
    private static readonly SearchValues<char> s_dottedDecimal = SearchValues.Create("0123456789.");

    private readonly UInt128 _prefix;
    private readonly UInt128 _mask;

    private AddressNetwork(UInt128 address, int storedLength)
    {
        _mask = storedLength == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - storedLength);
        _prefix = address & _mask;
        IsIPv4 = FlowText.IsIPv4(address);
    }

    /// <summary>True for a block of IPv4 addresses.</summary>
    public bool IsIPv4 { get; }

    /// <summary>Whether the address, IPv4 stored IPv4-mapped, lies in the block.</summary>
    public bool Contains(UInt128 address) => (address & _mask) == _prefix && FlowText.IsIPv4(address) == IsIPv4;

    /// <summary>Reads <c>address/length</c>; <see langword="false"/> where it is anything else, also with a length too large.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out AddressNetwork network)
    {
        network = default;
        var slash = text.IndexOf('/');
        if (slash < 0 || !TryParseAddress(text[..slash], out var address)
            || !int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return false;
        }

        var isIPv4 = !text[..slash].Contains(':');
        if (length > (isIPv4 ? 32 : 128))
        {
            return false;
        }

        // ::ffff:10.0.0.0/104 is the block 10.0.0.0/8; a shorter prefix on such an address is a block of IPv6.
        network = new AddressNetwork(address, isIPv4 ? length + 96 : length);
        if (!isIPv4 && network.IsIPv4 && length < 96)
        {
            network = new AddressNetwork(address & (UInt128.MaxValue << 48), length);
        }

        return true;
    }

    /// <summary>
    /// Reads an address as people write it: four decimal numbers, or IPv6 with an optional zone (dropped). The framework's
    /// parser alone would take <c>10</c> and <c>0x7f.1</c> for addresses, too.
    /// </summary>
    public static bool TryParseAddress(ReadOnlySpan<char> text, out UInt128 address)
    {
        address = default;
        var isIPv6 = text.Contains(':');
        if (text.ContainsAny('[', ']') || (!isIPv6 && (text.Count('.') != 3 || text.ContainsAnyExcept(s_dottedDecimal) || HasLeadingZero(text))))
        {
            return false;
        }

        if (!IPAddress.TryParse(text, out var parsed))
        {
            return false;
        }

        address = FlowText.FromIPAddress(parsed);
        return true;
    }

    /// <summary>True for <c>010.0.0.1</c>: octal to some programs, decimal to others.</summary>
    private static bool HasLeadingZero(ReadOnlySpan<char> text)
    {
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] == '0' && char.IsAsciiDigit(text[i + 1]) && (i == 0 || text[i - 1] == '.'))
            {
                return true;
            }
        }

        return false;
    }
}
