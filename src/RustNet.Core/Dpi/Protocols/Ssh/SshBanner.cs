using System.Buffers;
using RustNet.Core.Dpi.Protocols.Http;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Ssh;

/// <summary>Identification strings (RFC 4253 §4.2): <c>SSH-protoversion-softwareversion SP comments CR LF</c>.</summary>
internal static class SshBanner
{
    private static readonly SearchValues<byte> s_version = SearchValues.Create("0123456789."u8);

    /// <summary>Longest line with its end, in bytes.</summary>
    private const int MaxLength = 255;

    /// <summary>What a server may say before, in bytes.</summary>
    private const int MaxPreamble = 4096;

    /// <summary>First characters of every identification string.</summary>
    public static ReadOnlySpan<byte> Prefix => "SSH-"u8;

    /// <summary>
    /// Finds the identification string at the front of a direction, behind the lines a server may send first.
    /// <see cref="ParseStatus.Truncated"/>: it, or more of the lines before it, may still come.
    /// </summary>
    /// <param name="bytes">The direction from its first byte.</param>
    /// <param name="allowsPreamble">Whether other lines may come first.</param>
    /// <param name="line">The whole line without its end, or as much of it as there is.</param>
    /// <param name="length">Bytes up to and with the line's end.</param>
    public static ParseStatus Find(ReadOnlySpan<byte> bytes, bool allowsPreamble, out ReadOnlySpan<byte> line, out int length)
    {
        line = default;
        length = 0;
        var start = 0;
        if (!StartsAlike(bytes))
        {
            var before = bytes.IndexOf("\nSSH-"u8);
            if (!allowsPreamble || !IsText(before < 0 ? bytes : bytes[..before]))
            {
                return ParseStatus.Malformed;
            }

            if (before < 0)
            {
                return bytes.Length < MaxPreamble ? ParseStatus.Truncated : ParseStatus.Malformed;
            }

            start = before + 1;
        }

        var position = start;
        var isWhole = HttpHead.TryTakeLine(bytes, ref position, out line);
        if (!isWhole)
        {
            line = bytes[start..];
        }

        if (line.Length > MaxLength || !IsValid(line, isWhole))
        {
            line = default;
            return ParseStatus.Malformed;
        }

        length = position;
        return isWhole ? ParseStatus.Complete : ParseStatus.Truncated;
    }

    /// <summary>Whether what is there of a line can only be an identification string.</summary>
    public static bool IsCertain(ReadOnlySpan<byte> line) => line.Length > Prefix.Length && line[Prefix.Length..].Contains((byte)'-');

    private static bool StartsAlike(ReadOnlySpan<byte> bytes) =>
        bytes.Length < Prefix.Length ? Prefix.StartsWith(bytes) : bytes.StartsWith(Prefix);

    private static bool IsValid(ReadOnlySpan<byte> line, bool isWhole)
    {
        if (line.Length <= Prefix.Length)
        {
            return !isWhole;
        }

        var rest = line[Prefix.Length..];
        var dash = rest.IndexOf((byte)'-');
        var version = dash < 0 ? rest : rest[..dash];
        return (dash > 0 || (dash < 0 && !isWhole))
            && version[0] is (byte)'1' or (byte)'2'
            && version.Length <= 4
            && (version.Length < 2 || version[1] == '.')
            && !version[1..].ContainsAnyExcept(s_version)
            && IsText(line);
    }

    /// <summary>Visible characters, UTF-8 and line ends.</summary>
    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        foreach (var c in bytes)
        {
            if (c is < 0x20 and not (9 or 10 or 13) or 0x7f)
            {
                return false;
            }
        }

        return true;
    }
}
