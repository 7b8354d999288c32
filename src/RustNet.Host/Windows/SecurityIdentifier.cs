using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace RustNet.Host.Windows;

/// <summary>Reads security identifiers (SID of winnt.h; [MS-DTYP] 2.4.2). Pure; never throws.</summary>
internal static class SecurityIdentifier
{
    // Revision:1 | SubAuthorityCount:1 | IdentifierAuthority:6, big-endian | SubAuthority:4 each
    private const int HeaderLength = 8;
    private const int MostSubAuthorities = 15; // SID_MAX_SUB_AUTHORITIES

    /// <summary>Bytes the longest one takes.</summary>
    public const int MostLength = HeaderLength + MostSubAuthorities * sizeof(uint);

    /// <summary>The one at the beginning of some bytes, without what follows; empty if there is none.</summary>
    public static ReadOnlySpan<byte> At(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || bytes[0] != 1 || bytes[1] > MostSubAuthorities)
        {
            return default;
        }

        var length = HeaderLength + bytes[1] * sizeof(uint);
        return bytes.Length < length ? default : bytes[..length];
    }

    /// <summary>As text, <c>S-1-5-18</c>; <see langword="null"/> if it is none.</summary>
    public static string? Format(ReadOnlySpan<byte> bytes)
    {
        var sid = At(bytes);
        if (sid.IsEmpty)
        {
            return null;
        }

        var authority = (ulong)BinaryPrimitives.ReadUInt16BigEndian(sid[2..]) << 32 | BinaryPrimitives.ReadUInt32BigEndian(sid[4..]);
        var text = new StringBuilder("S-1-");
        if (authority > uint.MaxValue)
        {
            text.Append(CultureInfo.InvariantCulture, $"0x{authority:x12}");
        }
        else
        {
            text.Append(authority);
        }

        for (var rest = sid[HeaderLength..]; !rest.IsEmpty; rest = rest[sizeof(uint)..])
        {
            text.Append(CultureInfo.InvariantCulture, $"-{BinaryPrimitives.ReadUInt32LittleEndian(rest)}");
        }

        return text.ToString();
    }
}
