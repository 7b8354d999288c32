using System.Buffers;
using System.Globalization;

namespace RustNet.Core.Dpi.Protocols.Http;

/// <summary>Request lines and status lines (RFC 9112 §3, §4), and the parts of a request target.</summary>
internal static class HttpStartLine
{
    private const int MaxMethodLength = 24;

    private static readonly SearchValues<byte> s_token = SearchValues.Create(   // RFC 9110 §5.6.2
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly SearchValues<byte> s_notInTarget = SearchValues.Create(
        [.. Enumerable.Range(0, 0x21).Select(c => (byte)c), 0x7f]);

    private static readonly SearchValues<byte> s_control = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (byte)c), 0x7f]);

    private const int MaxPathLength = 512;

    private static ReadOnlySpan<byte> Version1 => "HTTP/1."u8;

    /// <summary>
    /// method SP request-target SP HTTP-version (RFC 9112 §3). Spaces around or inside the target are against the grammar
    /// but are sent and served; they are let pass with a common method.
    /// </summary>
    public static bool TrySplitRequestLine(
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
        if (method.ContainsAnyExcept(s_token) || !IsVersion1(version))
        {
            return false;
        }

        if (!target.ContainsAny(s_notInTarget))
        {
            return true;
        }

        target = target.Trim((byte)' ');
        return !target.IsEmpty && !target.ContainsAny(s_control) && IsCommonMethod(method);
    }

    /// <summary>Whether bytes may be the name of a method or of a field (RFC 9110 §5.1, §9.1).</summary>
    public static bool IsToken(ReadOnlySpan<byte> name, int maxLength = MaxMethodLength) =>
        !name.IsEmpty && name.Length <= maxLength && !name.ContainsAnyExcept(s_token);

    /// <summary>The methods in wide use. After a gap the bytes may start inside a method: only a whole one of these will do.</summary>
    public static bool IsCommonMethod(ReadOnlySpan<byte> method) =>
        method.SequenceEqual("GET"u8) || method.SequenceEqual("POST"u8) || method.SequenceEqual("HEAD"u8) || method.SequenceEqual("PUT"u8)
        || method.SequenceEqual("DELETE"u8) || method.SequenceEqual("OPTIONS"u8) || method.SequenceEqual("CONNECT"u8)
        || method.SequenceEqual("PATCH"u8) || method.SequenceEqual("TRACE"u8) || method.SequenceEqual("PROPFIND"u8)
        || method.SequenceEqual("SUBSCRIBE"u8) || method.SequenceEqual("NOTIFY"u8) || method.SequenceEqual("REPORT"u8);

    /// <summary>Whether bytes are, or may become, the front of a status line.</summary>
    public static bool CouldBeStatusLine(ReadOnlySpan<byte> bytes) => StartsAlike(bytes, Version1);

    /// <summary>Whether bytes without a line end may be the front of a request line: a token, then a target of visible characters.</summary>
    public static bool CouldBecomeRequestLine(ReadOnlySpan<byte> bytes)
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
        if (space < 0)
        {
            return true;
        }

        var version = rest[(space + 1)..].TrimEnd((byte)'\r');
        if (IsCommonMethod(bytes[..method]))
        {
            return !rest.TrimEnd((byte)'\r').ContainsAny(s_control);
        }

        return space > 0 && rest[space] == ' ' && StartsAlike(version, Version1);
    }

    /// <summary>Whether bytes begin with a pattern, or are the beginning of it.</summary>
    private static bool StartsAlike(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> pattern) =>
        bytes.Length < pattern.Length ? pattern.StartsWith(bytes) : bytes.StartsWith(pattern);

    /// <summary>HTTP-version SP status-code [SP reason] (RFC 9112 §4).</summary>
    public static bool TryReadStatus(ReadOnlySpan<byte> line, out string version, out int status)
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

    /// <summary>HTTP-version as text; a constant for the usual ones.</summary>
    public static string VersionText(ReadOnlySpan<byte> version) => version[^1] switch
    {
        (byte)'0' => "HTTP/1.0",
        (byte)'1' => "HTTP/1.1",
        _ => WireText.Clean(version),
    };

    /// <summary>The host and port that the target itself names: CONNECT's authority-form, or absolute-form (RFC 9112 §3.2).</summary>
    public static ReadOnlySpan<byte> AuthorityOf(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target)
    {
        if (method.SequenceEqual("CONNECT"u8))
        {
            return target;
        }

        var authority = AfterScheme(target);
        var end = authority.IndexOfAny((byte)'/', (byte)'?', (byte)'#');
        return end < 0 ? authority : authority[..end];
    }

    /// <summary>Path and query of the target, cleaned; <see langword="null"/> for CONNECT, which has none.</summary>
    public static string? PathOf(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target)
    {
        if (method.SequenceEqual("CONNECT"u8))
        {
            return null;
        }

        var rest = AfterScheme(target);
        if (rest.IsEmpty)
        {
            return WireText.Clean(target, MaxPathLength);
        }

        var path = rest.IndexOf((byte)'/');
        return path < 0 ? "/" : WireText.Clean(rest[path..], MaxPathLength);
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
}
