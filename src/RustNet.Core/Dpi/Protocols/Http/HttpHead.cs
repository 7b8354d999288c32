using System.Text;

namespace RustNet.Core.Dpi.Protocols.Http;

/// <summary>The header section of a message (RFC 9112 §5), viewed in place: the fields that are kept, of a repeated one the first.</summary>
internal ref struct HttpHead
{
    /// <summary>Host; empty while its line has not come to its end.</summary>
    public ReadOnlySpan<byte> Host { get; private set; }

    /// <summary>User-Agent.</summary>
    public ReadOnlySpan<byte> UserAgent { get; private set; }

    /// <summary>Server.</summary>
    public ReadOnlySpan<byte> Server { get; private set; }

    /// <summary>Offset of what follows the empty line that ends the section; -1 while it has not come.</summary>
    public int End { get; private set; }

    /// <summary>Reads the section that starts at <paramref name="position"/>, as far as it is there.</summary>
    public static HttpHead Read(ReadOnlySpan<byte> bytes, int position)
    {
        var head = new HttpHead { End = -1 };
        while (TryTakeLine(bytes, ref position, out var line))
        {
            if (line.IsEmpty)
            {
                head.End = position;
                break;
            }

            var colon = line.IndexOf((byte)':');
            if (colon > 0)
            {
                head.Take(line[..colon], line[(colon + 1)..].Trim(" \t"u8));
            }
        }

        return head;
    }

    /// <summary>Takes the next line without its end; a bare LF ends a line too (RFC 9112 §2.2).</summary>
    public static bool TryTakeLine(ReadOnlySpan<byte> bytes, scoped ref int position, out ReadOnlySpan<byte> line)
    {
        line = default;
        var rest = bytes[position..];
        var end = rest.IndexOf((byte)'\n');
        if (end < 0)
        {
            return false;
        }

        line = end > 0 && rest[end - 1] == '\r' ? rest[..(end - 1)] : rest[..end];
        position += end + 1;
        return true;
    }

    private void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Host.IsEmpty && Ascii.EqualsIgnoreCase(name, "Host"u8))
        {
            Host = value;
        }
        else if (UserAgent.IsEmpty && Ascii.EqualsIgnoreCase(name, "User-Agent"u8))
        {
            UserAgent = value;
        }
        else if (Server.IsEmpty && Ascii.EqualsIgnoreCase(name, "Server"u8))
        {
            Server = value;
        }
    }
}
