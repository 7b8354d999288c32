using System.Globalization;
using System.Text;

namespace RustNet.Core.Dpi.Protocols.Http;

/// <summary>The header section of a message (RFC 9112 §5), viewed in place: the fields that are kept, of a repeated one the first.</summary>
internal ref struct HttpHead
{
    private const int MaxContentLength = 1024 * 1024;

    private ReadOnlySpan<byte> _contentLength;
    private bool _isChunked;

    /// <summary>Host; empty while its line has not come to its end.</summary>
    public ReadOnlySpan<byte> Host { get; private set; }

    /// <summary>User-Agent.</summary>
    public ReadOnlySpan<byte> UserAgent { get; private set; }

    /// <summary>Server.</summary>
    public ReadOnlySpan<byte> Server { get; private set; }

    /// <summary>Upgrade (RFC 9110 §7.8): protocols asked for, or the one switched to.</summary>
    public ReadOnlySpan<byte> Upgrade { get; private set; }

    /// <summary>Sec-WebSocket-Protocol (RFC 6455 §11.3.4).</summary>
    public ReadOnlySpan<byte> SubProtocol { get; private set; }

    /// <summary>
    /// Bytes of content behind the head as Content-Length gives them, 0 where nothing announces any; -1 when the end of the
    /// content can only be found by reading it, or is further off than anybody would wait for.
    /// </summary>
    public readonly int ContentLength =>
        _isChunked ? -1
        : _contentLength.IsEmpty ? 0
        : int.TryParse(_contentLength, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= MaxContentLength ? length
        : -1;

    /// <summary>Whether Content-Length or Transfer-Encoding says how the content ends.</summary>
    public readonly bool IsFramed => _isChunked || !_contentLength.IsEmpty;

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
        else if (Upgrade.IsEmpty && Ascii.EqualsIgnoreCase(name, "Upgrade"u8))
        {
            Upgrade = value;
        }
        else if (SubProtocol.IsEmpty && Ascii.EqualsIgnoreCase(name, "Sec-WebSocket-Protocol"u8))
        {
            SubProtocol = value;
        }
        else if (_contentLength.IsEmpty && Ascii.EqualsIgnoreCase(name, "Content-Length"u8))
        {
            _contentLength = value;
        }
        else if (Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8))
        {
            _isChunked = true;
        }
    }
}
