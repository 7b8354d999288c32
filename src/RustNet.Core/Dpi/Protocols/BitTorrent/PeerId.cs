using System.Buffers;
using System.Text;

namespace RustNet.Core.Dpi.Protocols.BitTorrent;

/// <summary>Names programs by their peer ids (BEP 20). Pure.</summary>
internal static class PeerId
{
    private static readonly SearchValues<byte> s_dotted = SearchValues.Create("0123456789-"u8);

    /// <summary>Length of a peer id.</summary>
    public const int Length = 20;

    private const int VersionDigits = 4;

    /// <summary>
    /// Program and version of a peer id such as <c>-qB4500-</c> or <c>M7-9-2--</c> at its front; <see langword="null"/> where it is not
    /// known.
    /// </summary>
    public static string? Program(ReadOnlySpan<byte> id)
    {
        if (id.Length < 8)
        {
            return null;
        }

        if (id[0] == '-' && id[7] == '-')
        {
            return NameOf(id.Slice(1, 2)) is { } name && !id.Slice(3, VersionDigits).ContainsAnyExceptInRange((byte)'0', (byte)'z')
                ? name + Version(name, id.Slice(3, VersionDigits))
                : null;
        }

        if (id[0] == 'M' && char.IsAsciiDigit((char)id[1]) && id[2] == '-')
        {
            return "BitTorrent" + Dotted(id[1..8]);
        }

        return id[0] == 'A' && id[1] == '2' && id[2] == '-' ? "aria2" + Dotted(id[3..]) : null;
    }

    /// <summary>Program by the two letters that peer ids and DHT messages (BEP 5, key <c>v</c>) share.</summary>
    public static string? NameOf(ReadOnlySpan<byte> code) => code.Length != 2 ? null : ((char)code[0], (char)code[1]) switch
    {
        ('A', 'Z') => "Vuze",
        ('B', 'C') => "BitComet",
        ('B', 'I') => "BiglyBT",
        ('B', 'T') => "BitTorrent",
        ('D', 'E') => "Deluge",
        ('F', 'D') => "Free Download Manager",
        ('F', 'L') => "Flud",
        ('K', 'T') => "KTorrent",
        ('L', 'T') => "libtorrent",
        ('l', 't') => "rTorrent",
        ('P', 'I') => "PicoTorrent",
        ('q', 'B') => "qBittorrent",
        ('S', 'D') => "Xunlei",
        ('X', 'L') => "Xunlei",
        ('T', 'L') => "Tribler",
        ('T', 'R') => "Transmission",
        ('U', 'M') => "µTorrent Mac",
        ('U', 'T') => "µTorrent",
        ('U', 'W') => "µTorrent Web",
        ('W', 'D') => "WebTorrent Desktop",
        ('W', 'W') => "WebTorrent",
        _ => null,
    };

    /// <summary>Four digits, each one a place; the old numbering of Transmission has two places after its point.</summary>
    private static string Version(string name, ReadOnlySpan<byte> digits)
    {
        if (name == "Transmission" && digits[0] < '4')
        {
            return $" {(char)digits[0]}.{(char)digits[1]}{(char)digits[2]}";
        }

        var text = new StringBuilder(" ");
        var count = digits[^1] is > (byte)'0' and <= (byte)'9' ? VersionDigits : VersionDigits - 1;   // the last is often a channel
        for (var i = 0; i < count; i++)
        {
            if (Place(digits[i]) is not { } place)
            {
                return "";
            }

            text.Append(i == 0 ? "" : ".").Append(place);
        }

        return text.ToString();
    }

    private static int? Place(byte digit) =>
        char.IsAsciiDigit((char)digit) ? digit - '0' : char.IsAsciiLetterUpper((char)digit) ? digit - 'A' + 10 : null;

    /// <summary>Numbers between dashes.</summary>
    private static string Dotted(ReadOnlySpan<byte> numbers)
    {
        var end = numbers.IndexOfAnyExcept(s_dotted);
        var text = Encoding.ASCII.GetString(end < 0 ? numbers : numbers[..end]);
        var stop = text.IndexOf("--", StringComparison.Ordinal);
        text = (stop < 0 ? text : text[..stop]).Trim('-');
        return text.Length > 0 ? $" {text.Replace('-', '.')}" : "";
    }
}
