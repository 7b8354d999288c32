using System.Buffers.Text;
using System.Net;
using System.Text;
using RustNet.Core.Flows;

namespace RustNet.Host.MacOS;

/// <summary>
/// The name field of an Internet socket as lsof writes it with <c>-nP</c>: <c>*:22</c>, <c>127.0.0.1:631</c>, <c>[::1]:631</c>,
/// <c>10.0.0.2:50000->192.0.2.7:443</c>. Never throws.
/// </summary>
/// <param name="Local">Local address, IPv4 mapped.</param>
/// <param name="LocalPort">Local port; 0 where it is written <c>*</c>.</param>
/// <param name="Remote">Remote address; 0 without a peer.</param>
/// <param name="RemotePort">Remote port.</param>
internal readonly record struct LsofName(UInt128 Local, ushort LocalPort, UInt128 Remote, ushort RemotePort)
{
    private const int LongestAddress = 64;

    /// <summary>Reads the field.</summary>
    /// <param name="text">The field.</param>
    /// <param name="isIPv6">Of an IPv6 socket: <c>*</c> means <c>::</c>.</param>
    /// <param name="name">The two ends.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, bool isIPv6, out LsofName name)
    {
        name = default;
        var arrow = text.IndexOf("->"u8);
        var local = arrow < 0 ? text : text[..arrow];
        UInt128 remoteAddress = 0;
        ushort remotePort = 0;
        if (!TryEndpoint(local, isIPv6, out var localAddress, out var localPort)
            || (arrow >= 0 && !TryEndpoint(text[(arrow + 2)..], isIPv6, out remoteAddress, out remotePort)))
        {
            return false;
        }

        name = new LsofName(localAddress, localPort, remoteAddress, remotePort);
        return true;
    }

    private static bool TryEndpoint(ReadOnlySpan<byte> text, bool isIPv6, out UInt128 address, out ushort port)
    {
        address = 0;
        port = 0;
        var colon = text.LastIndexOf((byte)':');
        if (colon <= 0)
        {
            return false;
        }

        var portText = text[(colon + 1)..];
        if (!portText.SequenceEqual("*"u8) && !(Utf8Parser.TryParse(portText, out port, out var length) && length == portText.Length))
        {
            return false;
        }

        var addressText = text[..colon];
        if (addressText.SequenceEqual("*"u8))
        {
            address = isIPv6 ? UInt128.Zero : FlowText.FromIPv4(0);
            return true;
        }

        if (addressText.Length > 2 && addressText[0] == '[' && addressText[^1] == ']')
        {
            addressText = addressText[1..^1];
        }

        // A zone names an interface of this machine; packets do not carry it.
        var zone = addressText.IndexOf((byte)'%');
        addressText = zone < 0 ? addressText : addressText[..zone];
        Span<char> characters = stackalloc char[LongestAddress];
        if (addressText.Length > LongestAddress
            || !Encoding.ASCII.TryGetChars(addressText, characters, out var written)
            || !IPAddress.TryParse(characters[..written], out var parsed))
        {
            return false;
        }

        address = MacAddress.WithoutScope(FlowText.FromIPAddress(parsed));
        return true;
    }
}
