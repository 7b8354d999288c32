using RustNet.Host.Linux.Bpf.Btf;

namespace RustNet.Host.Linux.Bpf;

/// <summary>A program as an object holds it, before it is fitted to a kernel.</summary>
/// <param name="Name">Name of its function.</param>
/// <param name="Section">Name of its section, such as <c>tp_btf/inet_sock_set_state</c>.</param>
/// <param name="Instructions">Its instructions, 8 bytes each.</param>
/// <param name="Maps">Where it names maps.</param>
/// <param name="Relocations">Where it depends on the kernel's types.</param>
internal sealed record BpfProgramCode(
    string Name,
    string Section,
    ReadOnlyMemory<byte> Instructions,
    IReadOnlyList<BpfMapReference> Maps,
    IReadOnlyList<CoreRelocation> Relocations);

/// <summary>A 64-bit immediate that stands for a map.</summary>
/// <param name="ByteOffset">Where the instruction is; it and the one behind it lie within the program.</param>
/// <param name="Map">Index of the map in the object.</param>
/// <param name="ValueOffset">
/// Offset in the map's only value, if the instruction means that memory and not the map itself; else <see langword="null"/>.
/// </param>
internal readonly record struct BpfMapReference(int ByteOffset, int Map, uint? ValueOffset);
