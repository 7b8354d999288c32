using RustNet.Host.Linux.Bpf.Btf;

namespace RustNet.Host.Tests.Linux.Bpf;

public class BtfTypesTests
{
    [Fact]
    public void Find_tells_kinds_of_one_name_apart()
    {
        var blob = new BtfBytes();
        var number = blob.Integer("u32", 4);
        var sock = blob.Struct("sock", 8, ("sk_mark", number, 32));
        var function = blob.Function("sock", 0);
        var types = blob.ToTypes();

        Assert.Equal(sock, types.FindFirst("sock", BtfKind.Struct));
        Assert.Equal(function, types.FindFirst("sock", BtfKind.Function));
        Assert.Equal(0, types.FindFirst("soc", BtfKind.Struct));
        Assert.Equal(0, types.FindFirst("ock", BtfKind.Struct));
    }

    [Fact]
    public void Find_gives_every_type_of_the_name()
    {
        var blob = new BtfBytes();
        var first = blob.Struct("file", 8);
        var second = blob.Struct("file", 16);
        var types = blob.ToTypes();

        Assert.Equal([first, second], types.Find("file"u8.ToArray(), BtfKind.Struct));
    }

    [Fact]
    public void Size_counts_arrays_through_typedefs()
    {
        var blob = new BtfBytes();
        var number = blob.Integer("u16", 2);
        var alias = blob.Typedef("__be16", blob.Const(number));
        var ports = blob.Array(alias, 3);
        var table = blob.Array(ports, 5);
        var pointers = blob.Array(blob.Pointer(table), 2);
        var types = blob.ToTypes();

        Assert.Equal(2u, types.Size(alias));
        Assert.Equal(30u, types.Size(table));
        Assert.Equal(16u, types.Size(pointers));
        Assert.Equal(0u, types.Size(0));
    }

    [Fact]
    public void Resolve_and_Size_end_when_types_refer_to_themselves()
    {
        var blob = new BtfBytes();
        blob.Typedef("again", 1);
        blob.Array(2, 7);
        var types = blob.ToTypes();

        Assert.Equal(0, types.Resolve(1));
        Assert.Equal(0u, types.Size(2));
    }

    [Fact]
    public void Ids_and_names_outside_answer_as_void()
    {
        var blob = new BtfBytes();
        blob.Integer("u32", 4);
        var types = blob.ToTypes();

        Assert.Equal(BtfKind.Void, types.Kind(-1));
        Assert.Equal(BtfKind.Void, types.Kind(2));
        Assert.Equal(0, types.MemberCount(99));
        Assert.Equal(default, types.Member(1, 0));
        Assert.True(types.Name(-5).IsEmpty);
        Assert.True(types.Text(uint.MaxValue).IsEmpty);
    }

    [Fact]
    public void TryParse_refuses_a_kind_whose_length_it_cannot_know()
    {
        var blob = new BtfBytes();
        blob.Add("new", (BtfKind)27, 0, false, 0);

        Assert.False(BtfTypes.TryParse(blob.ToArray(), out _));
    }

    [Fact]
    public void TryParse_refuses_every_prefix()
    {
        var whole = Sample();

        for (var length = 0; length < whole.Length; length++)
        {
            Assert.False(BtfTypes.TryParse(whole.AsMemory(0, length), out _));
        }
    }

    [Fact]
    public void Types_answer_without_throwing_when_damaged()
    {
        var random = new Random(11);
        var whole = Sample();
        for (var round = 0; round < 20_000; round++)
        {
            var damaged = (byte[])whole.Clone();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            if (!BtfTypes.TryParse(damaged, out var types))
            {
                continue;
            }

            for (var id = -1; id <= types!.Count + 1; id++)
            {
                _ = types.Size(id);
                _ = types.Resolve(id);
                _ = types.Array(id);
                _ = types.SectionVariable(id, 0);
                _ = types.Name(id);
                for (var i = 0; i < Math.Min(types.MemberCount(id), 4); i++)
                {
                    _ = types.Name(types.Member(id, i));
                }
            }

            _ = types.FindFirst("sock", BtfKind.Struct);
            _ = FieldPath.TryRead(types, types.FindFirst("sock", BtfKind.Struct), "0:1:2", out var path) && path!.TryWalk(types, 3, out _);
        }
    }

    [Theory]
    [InlineData(12)] // type_len
    [InlineData(20)] // str_len
    [InlineData(8)]  // type_off
    [InlineData(4)]  // hdr_len
    public void TryParse_refuses_a_length_beyond_the_blob(int field)
    {
        var whole = Sample();
        whole.AsSpan(field, 4).Fill(0xff);

        Assert.False(BtfTypes.TryParse(whole, out _));
    }

    private static byte[] Sample()
    {
        var blob = new BtfBytes();
        var number = blob.Integer("u32", 4);
        var ports = blob.Array(number, 4);
        var inner = blob.Union("", 16, ("words", ports), ("first", number));
        blob.Struct("sock", 24, ("mark", number, 0), ("", inner, 64), ("next", blob.Pointer(4), 32));
        blob.DataSection(".maps", blob.Variable("events", 4));
        return blob.ToArray();
    }
}
