using System.Buffers.Binary;
using System.Text;

namespace RustNet.Testing;

/// <summary>
/// Writes bytes front to back in network byte order, so that a test reads like the figure in the RFC:
/// <c>new WireBytes().U8(0x16).U16(0x0303).Vector16(body).ToArray()</c>.
/// </summary>
public sealed class WireBytes
{
    private readonly List<byte> _bytes = [];

    public int Length => _bytes.Count;

    public byte[] ToArray() => [.. _bytes];

    public WireBytes U8(int value)
    {
        _bytes.Add((byte)value);
        return this;
    }

    public WireBytes U16(int value) => U8(value >> 8).U8(value);

    public WireBytes U24(int value) => U8(value >> 16).U16(value);

    public WireBytes U32(long value) => U16((int)(value >> 16)).U16((int)value);

    public WireBytes U64(ulong value) => U32((long)(value >> 32)).U32((long)value);

    /// <summary>A 16-bit number in the byte order of a capture file's writer.</summary>
    public WireBytes U16(int value, bool bigEndian) =>
        U16(bigEndian ? value : BinaryPrimitives.ReverseEndianness((ushort)value));

    /// <summary>A 32-bit number in the byte order of a capture file's writer.</summary>
    public WireBytes U32(long value, bool bigEndian) =>
        U32(bigEndian ? value : BinaryPrimitives.ReverseEndianness((uint)value));

    public WireBytes Append(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>Text as one byte per character (Latin-1).</summary>
    public WireBytes Text(string text) => Append(Encoding.Latin1.GetBytes(text));

    /// <summary>Hexadecimal digits; white space and colons are ignored.</summary>
    public WireBytes Hex(string digits) =>
        Append(Convert.FromHexString(string.Concat(digits.Where(c => !char.IsWhiteSpace(c) && c != ':'))));

    public WireBytes Repeat(byte value, int count)
    {
        _bytes.AddRange(Enumerable.Repeat(value, count));
        return this;
    }

    /// <summary>Bytes behind their 8-bit length.</summary>
    public WireBytes Vector8(ReadOnlySpan<byte> bytes) => U8(bytes.Length).Append(bytes);

    /// <summary>Bytes behind their 16-bit length.</summary>
    public WireBytes Vector16(ReadOnlySpan<byte> bytes) => U16(bytes.Length).Append(bytes);

    /// <summary>Bytes behind their 24-bit length.</summary>
    public WireBytes Vector24(ReadOnlySpan<byte> bytes) => U24(bytes.Length).Append(bytes);
}
