namespace RustNet.Host.Linux.Bpf.Elf;

/// <summary>One symbol of an object file.</summary>
/// <param name="Name">Its name; empty for a section's own symbol.</param>
/// <param name="Section">Index of the section it lies in; special indices (absolute, undefined) name no section.</param>
/// <param name="Value">Byte offset in that section.</param>
/// <param name="IsFunction">True for code (STT_FUNC).</param>
internal readonly record struct ElfSymbol(string Name, int Section, ulong Value, bool IsFunction);

/// <summary>One place of a section that depends on a symbol.</summary>
/// <param name="Offset">Byte offset in the section that is changed.</param>
/// <param name="Kind">R_BPF_ number; 1 is a 64-bit immediate.</param>
/// <param name="Symbol">Index of the symbol.</param>
internal readonly record struct ElfRelocation(ulong Offset, uint Kind, int Symbol);
