namespace RustNet.Host.Linux.Bpf.Btf;

/// <summary>
/// One instruction whose number depends on the running kernel's types ("compile once, run everywhere";
/// struct bpf_core_relo of linux/bpf.h).
/// </summary>
/// <param name="ByteOffset">Where the instruction is in its section.</param>
/// <param name="Type">Id of the struct or union in the program's own types.</param>
/// <param name="Access">Way to the member: numbers joined by colons, the first an index of whole structs.</param>
/// <param name="Kind">What is asked of the member.</param>
internal readonly record struct CoreRelocation(int ByteOffset, int Type, string Access, CoreRelocationKind Kind);

/// <summary>enum bpf_core_relo_kind of linux/bpf.h; others stay numbers and are not answered.</summary>
internal enum CoreRelocationKind : uint
{
    /// <summary>Offset of the member, or of the storage that holds the bit field.</summary>
    ByteOffset = 0,

    /// <summary>Size of the member, or of that storage.</summary>
    ByteSize = 1,

    /// <summary>1 if the kernel has the member, else 0.</summary>
    Exists = 2,

    /// <summary>Shift to the left that pushes out what is above the bit field in 64 bits.</summary>
    LeftShift = 4,

    /// <summary>Shift to the right after it.</summary>
    RightShift = 5,
}
