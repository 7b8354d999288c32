using System.Buffers.Text;
using System.Text;

namespace RustNet.Host;

/// <summary>
/// Reads the text of Linux's <c>/proc/net/dev</c>: two header lines, then a name, a colon and sixteen counters a line.
/// A line that does not parse is skipped. Never throws.
/// </summary>
internal static class ProcNetDev
{
    // receive: bytes packets errs drop fifo frame compressed multicast | transmit: bytes packets errs drop ...
    private const int FieldCount = 16;
    private const int ReceivedBytes = 0;
    private const int ReceiveErrors = 2;
    private const int ReceiveDrops = 3;
    private const int SentBytes = 8;
    private const int SendErrors = 10;
    private const int SendDrops = 11;

    /// <summary>The counters of every interface in the text, in its order.</summary>
    public static List<InterfaceCounts> Parse(ReadOnlySpan<byte> content)
    {
        List<InterfaceCounts> counts = [];
        Span<long> fields = stackalloc long[FieldCount];
        foreach (var range in content.Split((byte)'\n'))
        {
            var line = content[range];
            var colon = line.IndexOf((byte)':');
            if (colon > 0 && TryParseFields(line[(colon + 1)..], fields))
            {
                counts.Add(new InterfaceCounts(
                    Encoding.UTF8.GetString(line[..colon].Trim((byte)' ')),
                    fields[ReceivedBytes],
                    fields[SentBytes],
                    fields[ReceiveErrors],
                    fields[SendErrors],
                    fields[ReceiveDrops],
                    fields[SendDrops]));
            }
        }

        return counts;
    }

    private static bool TryParseFields(ReadOnlySpan<byte> text, Span<long> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            text = text.TrimStart((byte)' ');
            if (!Utf8Parser.TryParse(text, out ulong value, out var consumed))
            {
                return false;
            }

            fields[i] = (long)Math.Min(value, long.MaxValue);
            text = text[consumed..];
            if (!text.IsEmpty && text[0] != ' ')
            {
                return false;
            }
        }

        return true;
    }
}
