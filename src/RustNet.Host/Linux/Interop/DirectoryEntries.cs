using System.Buffers.Binary;

namespace RustNet.Host.Linux.Interop;

/// <summary>
/// Reads what getdents64(2) filled in: <c>ino 8 | off 8 | reclen 2 | type 1 | name, zero-terminated</c>. A view of the buffer.
/// Stops at anything that does not fit.
/// </summary>
internal ref struct DirectoryEntries(ReadOnlySpan<byte> bytes)
{
    private const int LengthOffset = 16;
    private const int NameOffset = 19;

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The next name, its terminating zero included.</summary>
    public bool TryRead(out ReadOnlySpan<byte> nameZ)
    {
        nameZ = default;
        if (_rest.Length <= NameOffset)
        {
            return false;
        }

        var length = BitConverter.IsLittleEndian
            ? BinaryPrimitives.ReadUInt16LittleEndian(_rest[LengthOffset..])
            : BinaryPrimitives.ReadUInt16BigEndian(_rest[LengthOffset..]);
        if (length <= NameOffset || length > _rest.Length)
        {
            return false;
        }

        var name = _rest[NameOffset..length];
        var end = name.IndexOf((byte)0);
        if (end < 0)
        {
            return false;
        }

        nameZ = name[..(end + 1)];
        _rest = _rest[length..];
        return true;
    }
}
