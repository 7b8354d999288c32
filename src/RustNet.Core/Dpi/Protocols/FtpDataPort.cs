using System.Globalization;

namespace RustNet.Core.Dpi.Protocols;

/// <summary>
/// Where a data connection will be accepted, as commands and replies say it. Only the port is read: the address is often not
/// the one that is used (RFC 2428 §3 leaves it out for that reason).
/// </summary>
internal static class FtpDataPort
{
    private const int PassiveReply = 227;
    private const int ExtendedPassiveReply = 229;
    private const int HostPortNumbers = 6;

    // Below are the system's own services (RFC 6335 §6), which no server can mean, and whose connections it must not be able to rename.
    private const ushort LowestPort = 1024;

    /// <summary>The port that PORT or EPRT names, from 1024 on.</summary>
    public static bool TryReadCommand(string verb, ReadOnlySpan<byte> argument, out ushort port)
    {
        port = 0;
        return verb switch
        {
            "PORT" => TryReadHostPort(argument, out port),
            "EPRT" => argument.Length > 0 && TryReadExtended(argument, argument[0], out port),
            _ => false,
        };
    }

    /// <summary>The port that the reply to PASV or EPSV names, from 1024 on.</summary>
    public static bool TryReadReply(int code, ReadOnlySpan<byte> text, out ushort port)
    {
        port = 0;
        if (code == PassiveReply)
        {
            // What stands before and around the numbers is not laid down (RFC 1123 §4.1.2.6).
            var first = text.IndexOfAnyInRange((byte)'0', (byte)'9');
            return first >= 0 && TryReadHostPort(text[first..], out port);
        }

        var open = code == ExtendedPassiveReply ? text.LastIndexOf((byte)'(') : -1;
        return open >= 0 && open + 1 < text.Length && TryReadExtended(text[(open + 1)..], text[open + 1], out port);
    }

    /// <summary>h1,h2,h3,h4,p1,p2 (RFC 959 §4.1.2).</summary>
    private static bool TryReadHostPort(ReadOnlySpan<byte> text, out ushort port)
    {
        port = 0;
        var number = 0;
        for (var i = 0; i < HostPortNumbers; i++)
        {
            var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            var digits = end < 0 ? text : text[..end];
            if (!byte.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var part)
                || (i < HostPortNumbers - 1 && (end < 0 || text[end] != ',')))
            {
                return false;
            }

            number = (number << 8 | part) & ushort.MaxValue;
            text = end < 0 ? default : text[(end + 1)..];
        }

        port = (ushort)number;
        return port >= LowestPort;
    }

    /// <summary>|net-prt|net-addr|tcp-port| with any separator (RFC 2428 §2, §3).</summary>
    private static bool TryReadExtended(ReadOnlySpan<byte> text, byte separator, out ushort port)
    {
        port = 0;
        for (var i = 0; i < 3; i++)
        {
            var next = text.IndexOf(separator);
            if (next < 0)
            {
                return false;
            }

            text = text[(next + 1)..];
        }

        var end = text.IndexOf(separator);
        return end > 0 && ushort.TryParse(text[..end], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port >= LowestPort;
    }
}
