namespace RustNet.Host.Linux.Bpf.Elf;

/// <summary>One section of an object file.</summary>
/// <param name="Name">Its name, such as <c>.maps</c> or <c>tp_btf/sock_send_length</c>.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="AppliesTo">For relocations the index of the section they change; else without meaning here.</param>
/// <param name="Size">Its size in memory: also where the file has no bytes for it, as for zeroed data.</param>
/// <param name="Bytes">Its bytes in the file; empty for zeroed data. A view of the file's memory.</param>
internal readonly record struct ElfSection(string Name, ElfSectionKind Kind, int AppliesTo, ulong Size, ReadOnlyMemory<byte> Bytes);

/// <summary>Section types (System V ABI, "Sections"); the others stay numbers.</summary>
internal enum ElfSectionKind : uint
{
    /// <summary>SHT_PROGBITS: code or data.</summary>
    Program = 1,

    /// <summary>SHT_SYMTAB.</summary>
    Symbols = 2,

    /// <summary>SHT_STRTAB.</summary>
    Strings = 3,

    /// <summary>SHT_NOBITS: zeroed data.</summary>
    Zeroed = 8,

    /// <summary>SHT_REL: relocations whose addends are in place.</summary>
    Relocations = 9,
}
