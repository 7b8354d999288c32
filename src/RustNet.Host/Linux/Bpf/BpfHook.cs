using RustNet.Host.Linux.Bpf.Btf;

namespace RustNet.Host.Linux.Bpf;

/// <summary>Kinds of places a program attaches to, with their enum bpf_attach_type of linux/bpf.h.</summary>
internal enum BpfHookKind : uint
{
    /// <summary>BPF_TRACE_RAW_TP: a tracepoint, its arguments typed.</summary>
    Tracepoint = 23,

    /// <summary>BPF_TRACE_FENTRY: the start of a kernel function.</summary>
    FunctionEntry = 24,

    /// <summary>BPF_TRACE_ITER: a pass over the kernel's objects, made by reading a descriptor.</summary>
    Iterator = 28,
}

/// <summary>A place in the kernel a program attaches to.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Target">Its name in the kernel: <c>sock_send_length</c>.</param>
internal readonly record struct BpfHook(BpfHookKind Kind, string Target)
{
    /// <summary>The hook a section's name asks for. False for a name that is none.</summary>
    public static bool TryParse(string section, out BpfHook hook)
    {
        var slash = section.IndexOf('/', StringComparison.Ordinal);
        BpfHookKind? kind = slash < 0 ? null : section[..slash] switch
        {
            "tp_btf" => BpfHookKind.Tracepoint,
            "fentry" => BpfHookKind.FunctionEntry,
            "iter" => BpfHookKind.Iterator,
            _ => null,
        };
        hook = kind is { } known ? new BpfHook(known, section[(slash + 1)..]) : default;
        return kind is not null && hook.Target.Length > 0;
    }

    /// <summary>The type id that stands for the hook in the kernel's types, or 0 if the kernel does not have it.</summary>
    public int FindIn(BtfTypes kernel) => Kind switch
    {
        BpfHookKind.Tracepoint => kernel.FindFirst("btf_trace_" + Target, BtfKind.Typedef),
        BpfHookKind.FunctionEntry => kernel.FindFirst(Target, BtfKind.Function),
        BpfHookKind.Iterator => kernel.FindFirst("bpf_iter_" + Target, BtfKind.Function),
        _ => 0,
    };
}
