using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace RustNet.Capture.Interfaces;

/// <summary>
/// Finds the interface of the default route in the text of Linux's <c>/proc/net/route</c> and
/// <c>/proc/net/ipv6_route</c>. A line that does not parse is skipped. Never throws.
/// </summary>
internal static class LinuxRoutes
{
    private const uint Up = 0x0001;     // RTF_UP
    private const uint Reject = 0x0200; // RTF_REJECT

    /// <summary>The interface of the IPv4 default route with the lowest metric, or <see langword="null"/>.</summary>
    public static string? DefaultOfIPv4(ReadOnlySpan<byte> content)
    {
        // Iface Destination Gateway Flags RefCnt Use Metric Mask ...: numbers in hex, the metric in decimal
        string? best = null;
        var bestMetric = uint.MaxValue;
        foreach (var range in content.Split((byte)'\n'))
        {
            var fields = new Fields(content[range]);
            var name = fields.Next();
            if (TryHex(fields.Next(), out var destination) && destination == 0
                && fields.Skip(1)
                && TryHex(fields.Next(), out var flags) && IsUsable(flags)
                && fields.Skip(2)
                && TryDecimal(fields.Next(), out var metric)
                && TryHex(fields.Next(), out var mask) && mask == 0
                && (best is null || metric < bestMetric))
            {
                best = Encoding.UTF8.GetString(name);
                bestMetric = metric;
            }
        }

        return best;
    }

    /// <summary>The interface of the IPv6 default route with the lowest metric, or <see langword="null"/>.</summary>
    public static string? DefaultOfIPv6(ReadOnlySpan<byte> content)
    {
        // destination length source length gateway metric references use flags name: all in hex
        string? best = null;
        var bestMetric = uint.MaxValue;
        foreach (var range in content.Split((byte)'\n'))
        {
            var fields = new Fields(content[range]);
            var destination = fields.Next();
            if (!destination.IsEmpty && destination.IndexOfAnyExcept((byte)'0') < 0
                && TryHex(fields.Next(), out var length) && length == 0
                && fields.Skip(3)
                && TryHex(fields.Next(), out var metric)
                && fields.Skip(2)
                && TryHex(fields.Next(), out var flags) && IsUsable(flags)
                && fields.Next() is { IsEmpty: false } name
                && (best is null || metric < bestMetric))
            {
                best = Encoding.UTF8.GetString(name);
                bestMetric = metric;
            }
        }

        return best;
    }

    private static bool IsUsable(uint flags) => (flags & (Up | Reject)) == Up;

    private static bool TryHex(ReadOnlySpan<byte> field, out uint value) =>
        uint.TryParse(field, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);

    private static bool TryDecimal(ReadOnlySpan<byte> field, out uint value) =>
        Utf8Parser.TryParse(field, out value, out var consumed) && consumed == field.Length;

    /// <summary>The fields of a line, divided by blanks and tabs.</summary>
    private ref struct Fields(ReadOnlySpan<byte> line)
    {
        private ReadOnlySpan<byte> _rest = line;

        /// <summary>The next field; empty at the end of the line.</summary>
        public ReadOnlySpan<byte> Next()
        {
            _rest = _rest.TrimStart(" \t"u8);
            var length = _rest.IndexOfAny((byte)' ', (byte)'\t');
            var field = length < 0 ? _rest : _rest[..length];
            _rest = _rest[field.Length..];
            return field;
        }

        /// <summary>Steps over fields; false when the line has not that many.</summary>
        public bool Skip(int count)
        {
            for (; count > 0; count--)
            {
                if (Next().IsEmpty)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
