using System.Buffers.Binary;
using System.Text;

namespace RustNet.Host.Linux.Bpf.Btf;

/// <summary>The section <c>.BTF.ext</c> of an object (Linux Documentation/bpf/btf.rst): only its relocations are read.</summary>
internal static class BtfExtension
{
    private const ushort Magic = 0xeb9f;
    private const int HeaderWithRelocations = 32; // struct btf_ext_header up to core_relo_len
    private const int RecordSize = 16;            // struct bpf_core_relo
    private const int SectionHeader = 8;          // struct btf_ext_info_sec: sec_name_off | num_info

    /// <summary>
    /// The relocations by the name of the section they change. False if the blob is damaged; none where it has none.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> blob, BtfTypes types, out Dictionary<string, List<CoreRelocation>> relocations)
    {
        relocations = [];
        if (blob.Length < 8 || BinaryPrimitives.ReadUInt16LittleEndian(blob) != Magic)
        {
            return false;
        }

        var headerLength = BinaryPrimitives.ReadUInt32LittleEndian(blob[4..]);
        if (headerLength > (uint)blob.Length)
        {
            return false;
        }

        if (headerLength < HeaderWithRelocations)
        {
            return true;
        }

        var start = headerLength + (ulong)BinaryPrimitives.ReadUInt32LittleEndian(blob[24..]);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(blob[28..]);
        if (start > (ulong)blob.Length || length > (ulong)blob.Length - start)
        {
            return false;
        }

        return length == 0 || TryReadSections(blob.Slice((int)start, (int)length), types, relocations);
    }

    private static bool TryReadSections(ReadOnlySpan<byte> rest, BtfTypes types, Dictionary<string, List<CoreRelocation>> relocations)
    {
        if (rest.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(rest) != RecordSize)
        {
            return false;
        }

        rest = rest[4..];
        while (rest.Length >= SectionHeader)
        {
            var section = Encoding.UTF8.GetString(types.Text(BinaryPrimitives.ReadUInt32LittleEndian(rest)));
            var count = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            rest = rest[SectionHeader..];
            if (count > (uint)rest.Length / RecordSize)
            {
                return false;
            }

            if (!relocations.TryGetValue(section, out var found))
            {
                relocations[section] = found = [];
            }

            for (; count > 0; count--, rest = rest[RecordSize..])
            {
                found.Add(new CoreRelocation(
                    unchecked((int)BinaryPrimitives.ReadUInt32LittleEndian(rest)),
                    unchecked((int)BinaryPrimitives.ReadUInt32LittleEndian(rest[4..])),
                    Encoding.UTF8.GetString(types.Text(BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]))),
                    (CoreRelocationKind)BinaryPrimitives.ReadUInt32LittleEndian(rest[12..])));
            }
        }

        return rest.IsEmpty;
    }
}
