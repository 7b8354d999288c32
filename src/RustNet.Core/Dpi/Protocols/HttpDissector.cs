using System.Buffers;
using System.Globalization;
using System.Text;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols;

/// <summary>
/// HTTP/1 by its start lines (RFC 9112), HTTP/2 by its preface (RFC 9113 §3.4), on any port.
/// <para>
/// A connection shows its first request and the final response to it: the name is the same for all requests of nearly
/// every connection, and following the others would mean looking into every body. After that pair the flow is finished.
/// Where the capture began between request and response, the response is shown until a request is seen, and is then dropped
/// rather than paired with the wrong request.
/// </para>
/// </summary>
internal sealed class HttpDissector : IDissector
{
    /// <summary>Longest start line and longest head looked at, in bytes; RFC 9112 §3 asks for at least 8,000.</summary>
    private const int MaxHeadLength = 32 * 1024;

    private const int MaxMethodLength = 24;

    private static readonly SearchValues<byte> s_token = SearchValues.Create(   // RFC 9110 §5.6.2
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly SearchValues<byte> s_notInTarget = SearchValues.Create(
        [.. Enumerable.Range(0, 0x21).Select(c => (byte)c), 0x7f]);

    private static ReadOnlySpan<byte> Version1 => "HTTP/1."u8;

    /// <inheritdoc/>
    public DissectorTraits Traits { get; } = new("http", Transports.Tcp, [80, 3128, 5000, 8000, 8008, 8080, 8081, 8088, 8888]);

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload)
    {
        var bytes = payload.Bytes;
        var known = payload.Current as HttpInfo;
        var blank = 0;
        while (blank < 4 && blank < bytes.Length && bytes[blank] is (byte)'\r' or (byte)'\n')
        {
            blank++;   // empty lines before a request line are to be ignored (RFC 9112 §2.2)
        }

        if (blank == bytes.Length)
        {
            return Finding.Truncated();
        }

        var position = blank;
        var line = TakeLine(bytes, ref position);
        if (StartsAlike(bytes[blank..], Version1))
        {
            return line.IsWhole ? OnStatusLine(payload, known, line.Text, position) : Waiting(bytes);
        }

        if (!line.IsWhole)
        {
            return CouldBecomeRequestLine(bytes[blank..]) ? Waiting(bytes) : Finding.Malformed;
        }

        return OnRequestLine(payload, known, line.Text, position);
    }

    private static Finding Waiting(ReadOnlySpan<byte> bytes) => bytes.Length < MaxHeadLength ? Finding.Truncated() : Finding.Malformed;

    private static Finding OnRequestLine(in Payload payload, HttpInfo? known, ReadOnlySpan<byte> line, int position)
    {
        if (!TrySplitRequestLine(line, out var method, out var target, out var version)
            || (payload.StartsInGap && !IsCommonMethod(method)))
        {
            return Finding.Malformed;
        }

        if (version.SequenceEqual("HTTP/2.0"u8))
        {
            return method.SequenceEqual("PRI"u8) && target.SequenceEqual("*"u8)
                ? Finding.Complete(new HttpInfo { Version = "HTTP/2" }, Finding.WholePayload, Interest.None)
                : Finding.Malformed;
        }

        if (known is { Method: not null, HeadIsWhole: true })
        {
            return Finding.Complete(null, Finding.WholePayload, Interest.OtherDirection);   // a later request
        }

        var head = ReadHead(payload.Bytes, position, out var end);
        var authority = AuthorityOf(method, target);
        // An absolute target overrides the field (RFC 9112 §3.2.2).
        var host = authority.IsEmpty ? head.Host : authority;
        var keepsResponse = known is { Status: not null, ResponseMayBeLater: false };
        var info = new HttpInfo
        {
            Version = VersionText(version),
            Method = WireText.Clean(method),
            Path = PathOf(method, target),
            Host = host.IsEmpty ? null : WireText.Clean(host),
            ValidHost = WireText.TryHostOfAuthority(host, out var valid) ? valid : null,
            UserAgent = head.UserAgent.IsEmpty ? null : WireText.Clean(head.UserAgent),
            Status = keepsResponse ? known!.Status : null,
            Server = keepsResponse ? known!.Server : null,
            HeadIsWhole = end >= 0,
        };
        if (end >= 0)
        {
            // What follows is a body or the next request: only the response matters now.
            return Finding.Complete(info, end, keepsResponse ? Interest.None : Interest.OtherDirection);
        }

        return payload.Bytes.Length >= MaxHeadLength
            ? Finding.Complete(info, Finding.WholePayload, Interest.OtherDirection)
            : Finding.Truncated(info == known ? null : info);
    }

    private static Finding OnStatusLine(in Payload payload, HttpInfo? known, ReadOnlySpan<byte> line, int position)
    {
        if (!TryReadStatus(line, out var version, out var status))
        {
            return Finding.Malformed;
        }

        var head = ReadHead(payload.Bytes, position, out var end);
        var isInterim = status is >= 100 and < 200 and not 101;
        if (isInterim)
        {
            // 100 Continue, 103 Early Hints: the final response follows (RFC 9110 §15.2).
            return end >= 0 ? Finding.Complete(known is null ? new HttpInfo { Version = version } : null, end)
                : payload.Bytes.Length >= MaxHeadLength ? Finding.Malformed
                : Finding.Truncated();
        }

        var info = (known ?? new HttpInfo()) with
        {
            Version = known?.Version ?? version,
            Status = status,
            Server = head.Server.IsEmpty ? known?.Server : WireText.Clean(head.Server),
            ResponseMayBeLater = payload.StartsInGap,
        };
        if (end < 0 && payload.Bytes.Length < MaxHeadLength)
        {
            return Finding.Truncated(info == known ? null : info);
        }

        return Finding.Complete(info, Finding.WholePayload, info.Method is null ? Interest.OtherDirection : Interest.None);
    }

    /// <summary>method SP request-target SP HTTP-version (RFC 9112 §3).</summary>
    private static bool TrySplitRequestLine(
        ReadOnlySpan<byte> line, out ReadOnlySpan<byte> method, out ReadOnlySpan<byte> target, out ReadOnlySpan<byte> version)
    {
        method = target = version = default;
        var first = line.IndexOf((byte)' ');
        var last = line.LastIndexOf((byte)' ');
        if (first is <= 0 or > MaxMethodLength || last <= first + 1)
        {
            return false;
        }

        method = line[..first];
        target = line[(first + 1)..last];
        version = line[(last + 1)..];
        return !method.ContainsAnyExcept(s_token) && !target.ContainsAny(s_notInTarget)
            && (IsVersion1(version) || version.SequenceEqual("HTTP/2.0"u8));
    }

    /// <summary>After a gap the bytes may start inside the method: only a whole one will do.</summary>
    private static bool IsCommonMethod(ReadOnlySpan<byte> method) =>
        method.SequenceEqual("GET"u8) || method.SequenceEqual("POST"u8) || method.SequenceEqual("HEAD"u8) || method.SequenceEqual("PUT"u8)
        || method.SequenceEqual("DELETE"u8) || method.SequenceEqual("OPTIONS"u8) || method.SequenceEqual("CONNECT"u8)
        || method.SequenceEqual("PATCH"u8) || method.SequenceEqual("TRACE"u8) || method.SequenceEqual("PROPFIND"u8)
        || method.SequenceEqual("SUBSCRIBE"u8) || method.SequenceEqual("NOTIFY"u8) || method.SequenceEqual("REPORT"u8);

    /// <summary>HTTP-version SP status-code [SP reason] (RFC 9112 §4).</summary>
    private static bool TryReadStatus(ReadOnlySpan<byte> line, out string version, out int status)
    {
        version = "";
        status = 0;
        const int VersionLength = 8;   // HTTP/1.1
        if (line.Length < VersionLength + 4 || line[VersionLength] != ' ' || !IsVersion1(line[..VersionLength])
            || (line.Length > VersionLength + 4 && line[VersionLength + 4] != ' '))
        {
            return false;
        }

        version = VersionText(line[..VersionLength]);
        return int.TryParse(line.Slice(VersionLength + 1, 3), NumberStyles.None, CultureInfo.InvariantCulture, out status) && status is >= 100 and < 1000;
    }

    private static bool IsVersion1(ReadOnlySpan<byte> version) =>
        version.Length == Version1.Length + 1 && version.StartsWith(Version1) && char.IsAsciiDigit((char)version[^1]);

    private static string VersionText(ReadOnlySpan<byte> version) => version[^1] switch
    {
        (byte)'0' => "HTTP/1.0",
        (byte)'1' => "HTTP/1.1",
        _ => WireText.Clean(version),
    };

    /// <summary>Whether bytes without a line end may be the front of a request line: a token, then a target of visible characters.</summary>
    private static bool CouldBecomeRequestLine(ReadOnlySpan<byte> bytes)
    {
        var method = bytes.IndexOfAnyExcept(s_token);
        if (method < 0)
        {
            return bytes.Length <= MaxMethodLength;
        }

        if (method is 0 or > MaxMethodLength || bytes[method] != ' ')
        {
            return false;
        }

        var rest = bytes[(method + 1)..];
        var space = rest.IndexOfAny(s_notInTarget);
        return space < 0 || (space > 0 && rest[space] == ' '
            && (StartsAlike(rest[(space + 1)..].TrimEnd((byte)'\r'), Version1) || StartsAlike(rest[(space + 1)..].TrimEnd((byte)'\r'), "HTTP/2.0"u8)));
    }

    /// <summary>Whether bytes begin with a pattern, or are the beginning of it.</summary>
    private static bool StartsAlike(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> pattern) =>
        bytes.Length < pattern.Length ? pattern.StartsWith(bytes) : bytes.StartsWith(pattern);

    /// <summary>The host and port that the target itself names: CONNECT's authority-form, or absolute-form (RFC 9112 §3.2).</summary>
    private static ReadOnlySpan<byte> AuthorityOf(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target)
    {
        if (method.SequenceEqual("CONNECT"u8))
        {
            return target;
        }

        var authority = AfterScheme(target);
        var end = authority.IndexOfAny((byte)'/', (byte)'?', (byte)'#');
        return end < 0 ? authority : authority[..end];
    }

    private static string? PathOf(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target)
    {
        if (method.SequenceEqual("CONNECT"u8))
        {
            return null;
        }

        var rest = AfterScheme(target);
        if (rest.IsEmpty)
        {
            return WireText.Clean(target, 512);
        }

        var path = rest.IndexOf((byte)'/');
        return path < 0 ? "/" : WireText.Clean(rest[path..], 512);
    }

    private static ReadOnlySpan<byte> AfterScheme(ReadOnlySpan<byte> target)
    {
        if (target.IsEmpty || target[0] == '/')
        {
            return default;
        }

        var scheme = target.IndexOf("://"u8);
        return scheme is > 0 and < 8 ? target[(scheme + 3)..] : default;
    }

    /// <summary>Reads header fields up to the empty line. <paramref name="end"/> is the offset after it, or -1 while it has not come.</summary>
    private static Head ReadHead(ReadOnlySpan<byte> bytes, int position, out int end)
    {
        var head = default(Head);
        end = -1;
        while (true)
        {
            var line = TakeLine(bytes, ref position);
            if (!line.IsWhole)
            {
                return head;
            }

            if (line.Text.IsEmpty)
            {
                end = position;
                return head;
            }

            var colon = line.Text.IndexOf((byte)':');
            if (colon > 0)
            {
                head.Take(line.Text[..colon], line.Text[(colon + 1)..].Trim(" \t"u8));
            }
        }
    }

    /// <summary>The next line without its end; a bare LF ends a line too (RFC 9112 §2.2).</summary>
    private static Line TakeLine(ReadOnlySpan<byte> bytes, scoped ref int position)
    {
        var rest = bytes[position..];
        var end = rest.IndexOf((byte)'\n');
        if (end < 0)
        {
            return default;
        }

        position += end + 1;
        return new Line(end > 0 && rest[end - 1] == '\r' ? rest[..(end - 1)] : rest[..end]);
    }

    private readonly ref struct Line(ReadOnlySpan<byte> text)
    {
        public ReadOnlySpan<byte> Text { get; } = text;

        public bool IsWhole { get; } = true;
    }

    /// <summary>The header fields that are kept; of a repeated one the first.</summary>
    private ref struct Head
    {
        public ReadOnlySpan<byte> Host { get; private set; }

        public ReadOnlySpan<byte> UserAgent { get; private set; }

        public ReadOnlySpan<byte> Server { get; private set; }

        public void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
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
}

/// <summary>The first request of an HTTP connection and its response, as far as they were seen.</summary>
internal sealed record HttpInfo() : AppInfo("http")
{
    /// <summary>HTTP/1.0, HTTP/1.1, HTTP/2.</summary>
    public string? Version { get; init; }

    /// <summary>Request method; <see langword="null"/> while only a response was seen.</summary>
    public string? Method { get; init; }

    /// <summary>Path and query of the target.</summary>
    public string? Path { get; init; }

    /// <summary>Host and port as requested, cleaned.</summary>
    public string? Host { get; init; }

    /// <summary>The host where it is a valid one, without the port.</summary>
    public string? ValidHost { get; init; }

    /// <summary>User-Agent.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Status code of the final response.</summary>
    public int? Status { get; init; }

    /// <summary>Server.</summary>
    public string? Server { get; init; }

    /// <summary>The request's header section was seen to its end.</summary>
    public bool HeadIsWhole { get; init; }

    /// <summary>The response came after a gap: it may answer a request that was not seen.</summary>
    public bool ResponseMayBeLater { get; init; }

    /// <inheritdoc/>
    public override string? HostName => ValidHost;

    /// <inheritdoc/>
    public override long? IdleTimeout => 10 * PacketTime.Minute;

    /// <inheritdoc/>
    public override IEnumerable<AppField> Fields
    {
        get
        {
            if (Method is not null)
            {
                yield return new("http.method", "Method", Method);
            }

            if (Host is not null)
            {
                yield return new("http.host", "Host", Host);
            }

            if (!string.IsNullOrEmpty(Path))
            {
                yield return new("http.path", "Path", Path);
            }

            if (Status is { } status)
            {
                yield return new("http.status", "Status", status.ToString(CultureInfo.InvariantCulture));
            }

            if (UserAgent is not null)
            {
                yield return new("http.user_agent", "User agent", UserAgent);
            }

            if (Server is not null)
            {
                yield return new("http.server", "Server", Server);
            }

            if (Version is not null)
            {
                yield return new("http.version", "Version", Version);
            }
        }
    }
}
