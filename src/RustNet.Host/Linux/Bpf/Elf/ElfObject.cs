using System.Buffers.Binary;
using System.Text;

namespace RustNet.Host.Linux.Bpf.Elf;

/// <summary>
/// A 64-bit little-endian ELF object file, as clang makes for BPF (System V ABI; machine EM_BPF). Read once into lists;
/// every offset in it is checked, and a file that does not hold together is refused as a whole. Immutable.
/// </summary>
internal sealed class ElfObject
{
    private const int HeaderSize = 64;        // Elf64_Ehdr
    private const int SectionSize = 64;       // Elf64_Shdr
    private const int SymbolSize = 24;        // Elf64_Sym
    private const int RelocationSize = 16;    // Elf64_Rel
    private const ushort BpfMachine = 247;    // EM_BPF
    private const byte FunctionSymbol = 2;    // STT_FUNC

    private ElfObject(ElfSection[] sections, ElfSymbol[] symbols)
    {
        Sections = sections;
        Symbols = symbols;
    }

    /// <summary>All sections by their index; the first is empty.</summary>
    public IReadOnlyList<ElfSection> Sections { get; }

    /// <summary>All symbols by their index; the first is empty.</summary>
    public IReadOnlyList<ElfSymbol> Symbols { get; }

    /// <summary>Reads a whole file. False for anything but a sound BPF object.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> file, out ElfObject? elf)
    {
        elf = null;
        var header = file.Span;
        if (header.Length < HeaderSize
            || !header.StartsWith("\u007fELF"u8)
            || header[4] != 2                                                 // EI_CLASS: 64 bits
            || header[5] != 1                                                 // EI_DATA: little-endian
            || BinaryPrimitives.ReadUInt16LittleEndian(header[18..]) != BpfMachine) // e_machine
        {
            return false;
        }

        var tableOffset = BinaryPrimitives.ReadUInt64LittleEndian(header[40..]); // e_shoff
        var entrySize = BinaryPrimitives.ReadUInt16LittleEndian(header[58..]);   // e_shentsize
        var count = BinaryPrimitives.ReadUInt16LittleEndian(header[60..]);       // e_shnum
        var nameSection = BinaryPrimitives.ReadUInt16LittleEndian(header[62..]); // e_shstrndx
        if (entrySize != SectionSize || nameSection >= count
            || !TrySlice(file, tableOffset, (ulong)count * SectionSize, out var table)
            || !TryReadSections(file, table.Span, nameSection, out var sections)
            || !TryReadSymbols(sections, table.Span, out var symbols))
        {
            return false;
        }

        elf = new ElfObject(sections, symbols);
        return true;
    }

    /// <summary>Index of the section with this name, or -1.</summary>
    public int FindSection(string name)
    {
        for (var i = 0; i < Sections.Count; i++)
        {
            if (Sections[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The relocations that change one section, in the file's order. Those that name no symbol of the file are left out.</summary>
    public IEnumerable<ElfRelocation> RelocationsOf(int section)
    {
        foreach (var candidate in Sections)
        {
            if (candidate.Kind != ElfSectionKind.Relocations || candidate.AppliesTo != section)
            {
                continue;
            }

            for (var rest = candidate.Bytes; rest.Length >= RelocationSize; rest = rest[RelocationSize..])
            {
                var offset = BinaryPrimitives.ReadUInt64LittleEndian(rest.Span);
                var kind = BinaryPrimitives.ReadUInt32LittleEndian(rest.Span[8..]);
                var symbol = BinaryPrimitives.ReadUInt32LittleEndian(rest.Span[12..]);
                if (symbol < (uint)Symbols.Count)
                {
                    yield return new ElfRelocation(offset, kind, (int)symbol);
                }
            }
        }
    }

    private static bool TryReadSections(ReadOnlyMemory<byte> file, ReadOnlySpan<byte> table, int nameSection, out ElfSection[] sections)
    {
        sections = [];
        var names = Header(table, nameSection);
        if (!TrySlice(file, names.Offset, names.Size, out var nameBytes))
        {
            return false;
        }

        var read = new ElfSection[table.Length / SectionSize];
        for (var i = 0; i < read.Length; i++)
        {
            var (name, kind, _, info, offset, size) = Header(table, i);
            var bytes = ReadOnlyMemory<byte>.Empty;
            if (i > 0 && kind != ElfSectionKind.Zeroed && !TrySlice(file, offset, size, out bytes))
            {
                return false;
            }

            read[i] = new ElfSection(Text(nameBytes.Span, name), kind, unchecked((int)info), size, bytes);
        }

        sections = read;
        return true;
    }

    private static bool TryReadSymbols(ElfSection[] sections, ReadOnlySpan<byte> table, out ElfSymbol[] symbols)
    {
        symbols = [];
        var index = Array.FindIndex(sections, s => s.Kind == ElfSectionKind.Symbols);
        if (index < 0)
        {
            return true;
        }

        var strings = Header(table, index).Link;
        if (strings >= (uint)sections.Length)
        {
            return false;
        }

        var names = sections[strings].Bytes.Span;
        var bytes = sections[index].Bytes.Span;
        symbols = new ElfSymbol[bytes.Length / SymbolSize];
        for (var i = 0; i < symbols.Length; i++)
        {
            var entry = bytes[(i * SymbolSize)..];
            symbols[i] = new ElfSymbol(
                Text(names, BinaryPrimitives.ReadUInt32LittleEndian(entry)),
                BinaryPrimitives.ReadUInt16LittleEndian(entry[6..]),
                BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]),
                (entry[4] & 0xf) == FunctionSymbol);
        }

        return true;
    }

    private static (uint Name, ElfSectionKind Kind, uint Link, uint Info, ulong Offset, ulong Size) Header(ReadOnlySpan<byte> table, int index)
    {
        var entry = table.Slice(index * SectionSize, SectionSize);
        return (
            BinaryPrimitives.ReadUInt32LittleEndian(entry),                 // sh_name
            (ElfSectionKind)BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(entry[40..]),           // sh_link
            BinaryPrimitives.ReadUInt32LittleEndian(entry[44..]),           // sh_info
            BinaryPrimitives.ReadUInt64LittleEndian(entry[24..]),           // sh_offset
            BinaryPrimitives.ReadUInt64LittleEndian(entry[32..]));          // sh_size
    }

    private static bool TrySlice(ReadOnlyMemory<byte> file, ulong offset, ulong size, out ReadOnlyMemory<byte> bytes)
    {
        var length = (ulong)file.Length;
        var fits = offset <= length && size <= length - offset;
        bytes = fits ? file.Slice((int)offset, (int)size) : default;
        return fits;
    }

    private static string Text(ReadOnlySpan<byte> strings, uint offset)
    {
        if (offset >= (uint)strings.Length)
        {
            return "";
        }

        var rest = strings[(int)offset..];
        var end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }
}
