namespace RustNet.Host.Tests.Linux.Bpf;

/// <summary>Tests that load programs run one after the other: each sees the events of the whole machine.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class BpfKernelCollection
{
    public const string Name = "BPF programs in the kernel";
}
