namespace RustNet.Host.Linux.Bpf;

/// <summary>A map as an object asks for it (union bpf_attr of linux/bpf.h, BPF_MAP_CREATE).</summary>
/// <param name="Name">Name in the source, or <c>.bss</c> for its zeroed variables.</param>
/// <param name="Kind">enum bpf_map_type.</param>
/// <param name="KeySize">Bytes of a key; 0 for a ring.</param>
/// <param name="ValueSize">Bytes of a value; 0 for a ring.</param>
/// <param name="MaxEntries">Number of entries; bytes for a ring.</param>
/// <param name="Flags">BPF_F_ of linux/bpf.h.</param>
internal readonly record struct BpfMapDefinition(string Name, BpfMapKind Kind, uint KeySize, uint ValueSize, uint MaxEntries, uint Flags)
{
    /// <summary>BPF_F_MMAPABLE: user space may map the values.</summary>
    public const uint Mappable = 1 << 10;
}

/// <summary>enum bpf_map_type of linux/bpf.h; the kernel judges the others.</summary>
internal enum BpfMapKind : uint
{
    /// <summary>BPF_MAP_TYPE_ARRAY.</summary>
    Array = 2,

    /// <summary>BPF_MAP_TYPE_LRU_HASH.</summary>
    LruHash = 9,

    /// <summary>BPF_MAP_TYPE_RINGBUF.</summary>
    Ring = 27,
}
