using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace RustNet.Host.Windows;

/// <summary>
/// Reads answers of Windows that begin with a structure in which a pointer leads to what follows in the same buffer. The pointer is
/// taken only where it leads into the buffer. Pure; never throws.
/// </summary>
internal static class PointedText
{
    private const int UnicodeStringPointer = 4; // Length:2 | MaximumLength:2, then Buffer, aligned

    /// <summary>The characters of a UNICODE_STRING (ntdef.h); empty if they are not all in the buffer.</summary>
    /// <param name="buffer">The answer.</param>
    /// <param name="address">Where the buffer was in memory when the answer was written.</param>
    /// <param name="pointerLength">4 or 8.</param>
    public static ReadOnlySpan<char> UnicodeString(ReadOnlySpan<byte> buffer, ulong address, int pointerLength)
    {
        if (buffer.Length < 2 * pointerLength)
        {
            return default;
        }

        var length = BinaryPrimitives.ReadUInt16LittleEndian(buffer);
        var at = pointerLength == 8 ? 8 : UnicodeStringPointer;
        var target = Target(buffer, at, address, pointerLength);
        return target.Length < length ? default : MemoryMarshal.Cast<byte, char>(target[..(length & ~1)]);
    }

    /// <summary>What the pointer at an offset leads to, up to the end of the buffer; empty if it leads elsewhere.</summary>
    public static ReadOnlySpan<byte> Target(ReadOnlySpan<byte> buffer, int at, ulong address, int pointerLength)
    {
        if (buffer.Length < at + pointerLength)
        {
            return default;
        }

        var pointer = pointerLength == 8
            ? BinaryPrimitives.ReadUInt64LittleEndian(buffer[at..])
            : BinaryPrimitives.ReadUInt32LittleEndian(buffer[at..]);
        return pointer < address || pointer - address >= (ulong)buffer.Length ? default : buffer[(int)(pointer - address)..];
    }
}
