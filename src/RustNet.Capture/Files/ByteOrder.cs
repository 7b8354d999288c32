using System.Buffers.Binary;

namespace RustNet.Capture.Files;

/// <summary>
/// Reads the numbers of a file that was written in the byte order of its writer. The caller sees to it that there are enough bytes.
/// </summary>
/// <param name="IsBigEndian">True where the most significant byte comes first; the default is little-endian.</param>
internal readonly record struct ByteOrder(bool IsBigEndian)
{
    public ushort ReadUInt16(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    public uint ReadUInt32(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    public long ReadInt64(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadInt64BigEndian(bytes) : BinaryPrimitives.ReadInt64LittleEndian(bytes);
}
