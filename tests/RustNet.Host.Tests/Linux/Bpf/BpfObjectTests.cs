using RustNet.Host.Linux.Bpf;

namespace RustNet.Host.Tests.Linux.Bpf;

public class BpfObjectTests
{
    [Fact]
    public void TryParse_reads_the_programs_and_maps_of_events()
    {
        var result = EmbeddedObjects.Parse(EmbeddedObjects.Read("events.bpf.o"));

        Assert.Equal([("set_state", "tp_btf/inet_sock_set_state"), ("used", "tp_btf/sock_send_length"), ("exited", "tp_btf/sched_process_exit")], result.Programs.Select(p => (p.Name, p.Section)));
        Assert.Equal(
            [
                new BpfMapDefinition(".bss", BpfMapKind.Array, 4, 16, 1, BpfMapDefinition.Mappable),
                new BpfMapDefinition("connecting", BpfMapKind.LruHash, 8, 80, 8192, 0),
                new BpfMapDefinition("events", BpfMapKind.Ring, 0, 0, 2 << 20, 0),
                new BpfMapDefinition("seen", BpfMapKind.LruHash, 16, 40, 16384, 0),
            ],
            result.Maps.OrderBy(m => m.Name, StringComparer.Ordinal)); // the compiler chooses their order
        Assert.Equal("Dual MIT/GPL", result.License);
        Assert.All(result.Programs, p => Assert.NotEmpty(p.Relocations));
        Assert.All(result.Programs, p => Assert.Contains(p.Maps, m => m.ValueOffset is not null)); // counts what is lost
    }

    [Fact]
    public void TryParse_reads_the_iterators_of_snapshot()
    {
        var result = EmbeddedObjects.Parse(EmbeddedObjects.Read("snapshot.bpf.o"));

        Assert.Equal([("sockets", "iter/task_file")], result.Programs.Select(p => (p.Name, p.Section)));
        Assert.Empty(result.Maps);
    }

    [Fact]
    public void No_program_reads_kernel_memory_by_helper()
    {
        // bpf_probe_read (4), bpf_probe_read_str (45), bpf_probe_read_kernel (113) and its _str (115): refused under lockdown.
        foreach (var program in EmbeddedObjects.Names.SelectMany(n => EmbeddedObjects.Parse(EmbeddedObjects.Read(n)).Programs))
        {
            Assert.Empty(HelpersOf(program).Intersect([4, 45, 113, 115]));
        }
    }

    [Fact]
    public void TryParse_says_what_is_wrong_with_every_prefix()
    {
        var whole = EmbeddedObjects.Read("snapshot.bpf.o");

        for (var length = 0; length < whole.Length; length++)
        {
            Assert.False(BpfObject.TryParse(whole.AsMemory(0, length), out _, out var problem));
            Assert.NotNull(problem);
        }
    }

    [Fact]
    public void TryParse_does_not_throw_on_damage()
    {
        var random = new Random(3);
        var whole = EmbeddedObjects.Read("snapshot.bpf.o");
        var headers = (int)BitConverter.ToInt64(whole, 40);
        for (var round = 0; round < 20_000; round++)
        {
            var damaged = (byte[])whole.Clone();
            for (var change = random.Next(1, 8); change > 0; change--)
            {
                // Half of them among the headers, where it hurts most.
                var at = random.Next(2) == 0 ? random.Next(whole.Length) : random.Next(headers, whole.Length);
                damaged[at] = (byte)random.Next(256);
            }

            _ = BpfObject.TryParse(damaged, out _, out _);
        }
    }

    [Theory]
    [InlineData(40)] // e_shoff
    [InlineData(60)] // e_shnum, e_shstrndx
    public void TryParse_refuses_a_table_beyond_the_file(int field)
    {
        var whole = EmbeddedObjects.Read("snapshot.bpf.o");
        whole.AsSpan(field, field == 40 ? 8 : 4).Fill(0xff);

        Assert.False(BpfObject.TryParse(whole, out _, out _));
    }

    private static IEnumerable<int> HelpersOf(BpfProgramCode program)
    {
        for (var rest = program.Instructions; !rest.IsEmpty; rest = rest[BpfObject.InstructionSize..])
        {
            if (rest.Span[0] == 0x85)
            {
                yield return BitConverter.ToInt32(rest.Span[4..]);
            }
        }
    }
}
