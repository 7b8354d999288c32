using System.Buffers.Binary;
using System.Text;
using RustNet.Host.Linux.Bpf.Btf;

namespace RustNet.Host.Tests.Linux.Bpf;

/// <summary>Builds BTF blobs type by type; each method answers the id of the type it added.</summary>
internal sealed class BtfBytes
{
    private readonly List<byte> _types = [];
    private readonly List<byte> _strings = [0];
    private int _count;

    public int Integer(string name, int size) => Add(name, BtfKind.Integer, 0, false, (uint)size, (uint)(size * 8));

    public int Pointer(int target) => Add("", BtfKind.Pointer, 0, false, (uint)target);

    public int Typedef(string name, int target) => Add(name, BtfKind.Typedef, 0, false, (uint)target);

    public int Const(int target) => Add("", BtfKind.Const, 0, false, (uint)target);

    public int Function(string name, int prototype) => Add(name, BtfKind.Function, 0, false, (uint)prototype);

    public int Variable(string name, int type) => Add(name, BtfKind.Variable, 0, false, (uint)type, 1);

    public int Array(int element, int length) => Add("", BtfKind.Array, 0, false, 0, (uint)element, (uint)element, (uint)length);

    public int DataSection(string name, params int[] variables) =>
        Add(name, BtfKind.DataSection, variables.Length, false, 0, [.. variables.SelectMany(v => new[] { (uint)v, 0u, 8u })]);

    public int Struct(string name, int size, params (string Name, int Type, int Bit)[] members) =>
        Add(name, BtfKind.Struct, members.Length, false, (uint)size, Words(members.Select(m => (m.Name, m.Type, m.Bit, 0))));

    public int Union(string name, int size, params (string Name, int Type)[] members) =>
        Add(name, BtfKind.Union, members.Length, false, (uint)size, Words(members.Select(m => (m.Name, m.Type, 0, 0))));

    public int BitFields(string name, int size, params (string Name, int Type, int Bit, int Width)[] members) =>
        Add(name, BtfKind.Struct, members.Length, true, (uint)size, Words(members));

    public int Add(string name, BtfKind kind, int members, bool hasBitFields, uint sizeOrType, params uint[] extra)
    {
        U32(String(name));
        U32((uint)members | (uint)kind << 24 | (hasBitFields ? 1u << 31 : 0));
        U32(sizeOrType);
        foreach (var word in extra)
        {
            U32(word);
        }

        return ++_count;
    }

    /// <summary>Offset of a string among the blob's strings.</summary>
    public uint String(string text)
    {
        if (text.Length == 0)
        {
            return 0;
        }

        var offset = (uint)_strings.Count;
        _strings.AddRange(Encoding.UTF8.GetBytes(text));
        _strings.Add(0);
        return offset;
    }

    public byte[] ToArray()
    {
        var header = new byte[24];
        BinaryPrimitives.WriteUInt16LittleEndian(header, 0xeb9f);               // magic
        header[2] = 1;                                                          // version
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), 24);          // hdr_len
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), _types.Count);   // type_len, at type_off 0
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), _types.Count);   // str_off
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(20), _strings.Count); // str_len
        return [.. header, .. _types, .. _strings];
    }

    public BtfTypes ToTypes()
    {
        Assert.True(BtfTypes.TryParse(ToArray(), out var types));
        return types!;
    }

    private uint[] Words(IEnumerable<(string Name, int Type, int Bit, int Width)> members) =>
        [.. members.SelectMany(m => new[] { String(m.Name), (uint)m.Type, (uint)m.Bit | (uint)m.Width << 24 })];

    private void U32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        _types.AddRange(bytes);
    }
}
