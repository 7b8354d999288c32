using System.Buffers.Text;
using System.Globalization;

namespace RustNet.Host.Linux.Proc;

/// <summary>The fields of a line of /proc, divided by blanks and tabs. A view; a field that is not there is empty.</summary>
internal ref struct Fields(ReadOnlySpan<byte> line)
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

    /// <summary>The next field as a decimal number without a sign.</summary>
    public bool TryNext(out ulong value) => TryDecimal(Next(), out value);

    /// <summary>The next field as a decimal number of 32 bits without a sign.</summary>
    public bool TryNext(out uint value)
    {
        var fits = TryDecimal(Next(), out var wide) && wide <= uint.MaxValue;
        value = fits ? (uint)wide : 0;
        return fits;
    }

    /// <summary>The next field as a process id, a session or the like: never negative.</summary>
    public bool TryNext(out int value)
    {
        var fits = TryDecimal(Next(), out var wide) && wide <= int.MaxValue;
        value = fits ? (int)wide : 0;
        return fits;
    }

    /// <summary>A whole field as a decimal number.</summary>
    public static bool TryDecimal(ReadOnlySpan<byte> field, out ulong value) =>
        Utf8Parser.TryParse(field, out value, out var consumed) && consumed == field.Length;

    /// <summary>A whole field as a hexadecimal number of at most 8 digits.</summary>
    public static bool TryHex(ReadOnlySpan<byte> field, out uint value) =>
        uint.TryParse(field, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
