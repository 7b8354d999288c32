using RustNet.Host.Linux.Bpf;
using RustNet.Host.Linux.Bpf.Btf;

namespace RustNet.Host.Tests.Linux.Bpf;

public class BpfProgramFittingTests
{
    private static readonly byte[] s_load = [0x79, 0x12, 0, 0, 0, 0, 0, 0];    // r2 = *(u64 *)(r1 + 0)
    private static readonly byte[] s_constant = [0xb7, 0x02, 0, 0, 0, 0, 0, 0]; // r2 = 0
    private static readonly byte[] s_jump = [0x05, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] s_map = [0x18, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]; // r1 = 0 ll

    [Fact]
    public void Fit_writes_offsets_where_each_class_of_instruction_has_its_number()
    {
        var (code, missing) = Fit([.. s_load, .. s_constant], [Relocation(0), Relocation(8)], []);

        Assert.Equal(72, code[2]);      // offset of the load
        Assert.Equal(72, code[8 + 4]);  // immediate of the constant
        Assert.Empty(missing);
    }

    [Fact]
    public void Fit_poisons_what_the_kernel_does_not_have()
    {
        var (code, missing) = Fit(s_load, [Relocation(0) with { Access = "0:1" }], []);

        Assert.Equal([0x85, 0, 0, 0, 0x10, 0x23, 0xad, 0x0b], code); // call 0xbad2310
        Assert.Equal(["sock.gone"], missing);
    }

    [Fact]
    public void Fit_poisons_an_instruction_that_holds_no_number()
    {
        var (code, missing) = Fit(s_jump, [Relocation(0)], []);

        Assert.Equal(0x85, code[0]);
        Assert.Equal(["sock.port"], missing);
    }

    [Fact]
    public void Fit_names_maps_and_their_memory()
    {
        var (code, _) = Fit([.. s_map, .. s_map], [], [new BpfMapReference(0, 1, null), new BpfMapReference(16, 0, 8)]);

        Assert.Equal((0x11, 7), (code[1], code[4]));            // BPF_PSEUDO_MAP_FD, of the second map
        Assert.Equal((0x21, 5), (code[17], code[16 + 4]));      // BPF_PSEUDO_MAP_VALUE, of the first
        Assert.Equal(8, code[16 + 12]);
    }

    private static CoreRelocation Relocation(int at) => new(at, 2, "0:0", CoreRelocationKind.ByteOffset);

    private static (byte[] Code, List<string> Missing) Fit(byte[] code, CoreRelocation[] relocations, BpfMapReference[] maps)
    {
        var local = new BtfBytes();
        var number = local.Integer("u32", 4);
        local.Struct("sock", 8, ("port", number, 0), ("gone", number, 32));
        var kernel = new BtfBytes();
        kernel.Struct("sock", 80, ("port", kernel.Integer("u32", 4), 72 * 8));
        var missing = new List<string>();
        var program = new BpfProgramCode("test", "tp_btf/test", code, maps, relocations);
        return (BpfProgramFitting.Fit(program, new CoreResolver(local.ToTypes(), kernel.ToTypes()), [5, 7], missing), missing);
    }
}
