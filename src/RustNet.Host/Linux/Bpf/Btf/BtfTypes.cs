using System.Buffers.Binary;
using System.Text;

namespace RustNet.Host.Linux.Bpf.Btf;

/// <summary>
/// The types in a BTF blob (Linux Documentation/bpf/btf.rst): the running kernel's, which describes some hundred thousand,
/// or a program's own. Type ids count from 1; 0 is <c>void</c>. An id that does not exist answers as <c>void</c>, a name
/// that lies outside as empty: nothing here throws on a damaged blob. Immutable; keeps the blob's memory.
/// </summary>
internal sealed class BtfTypes
{
    private const ushort Magic = 0xeb9f;
    private const int MinimumHeader = 24;  // struct btf_header
    private const int TypeSize = 12;       // struct btf_type
    private const int MaxModifiers = 32;   // a chain longer than this is a loop

    private readonly ReadOnlyMemory<byte> _types;
    private readonly ReadOnlyMemory<byte> _strings;
    private readonly int[] _offsets;       // of type id - 1 in _types
    private readonly uint[] _names;        // beside it the name's offset in _strings, for searches

    private BtfTypes(ReadOnlyMemory<byte> types, ReadOnlyMemory<byte> strings, int[] offsets, uint[] names)
    {
        _types = types;
        _strings = strings;
        _offsets = offsets;
        _names = names;
    }

    /// <summary>Number of types, <c>void</c> not counted; the highest id.</summary>
    public int Count => _offsets.Length;

    /// <summary>Indexes a blob. False if it is not BTF, cut short, or has a kind of type that is not known here.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> blob, out BtfTypes? btf)
    {
        btf = null;
        var header = blob.Span;
        if (header.Length < MinimumHeader
            || BinaryPrimitives.ReadUInt16LittleEndian(header) != Magic
            || header[2] != 1) // version
        {
            return false;
        }

        var headerLength = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        if (headerLength < MinimumHeader
            || !TrySection(blob, headerLength, BinaryPrimitives.ReadUInt32LittleEndian(header[8..]), BinaryPrimitives.ReadUInt32LittleEndian(header[12..]), out var types)
            || !TrySection(blob, headerLength, BinaryPrimitives.ReadUInt32LittleEndian(header[16..]), BinaryPrimitives.ReadUInt32LittleEndian(header[20..]), out var strings)
            || !TryIndex(types.Span, out var offsets, out var names))
        {
            return false;
        }

        btf = new BtfTypes(types, strings, offsets, names);
        return true;
    }

    /// <summary>Kind of a type.</summary>
    public BtfKind Kind(int id) => IsType(id) ? KindOf(Info(id)) : BtfKind.Void;

    /// <summary>Name of a type, or empty.</summary>
    public ReadOnlySpan<byte> Name(int id) => IsType(id) ? Text(_names[id - 1]) : default;

    /// <summary>The type a pointer, typedef, modifier, function or variable refers to.</summary>
    public int Target(int id) => IsType(id) ? unchecked((int)Word(id, 8)) : 0;

    /// <summary>Number of members, of a data section's variables, or of enumerators.</summary>
    public int MemberCount(int id) => IsType(id) ? (ushort)Info(id) : 0;

    /// <summary>Member of a struct or union; the default for any other type or index.</summary>
    public BtfMember Member(int id, int index)
    {
        if (Kind(id) is not (BtfKind.Struct or BtfKind.Union) || (uint)index >= (uint)MemberCount(id))
        {
            return default;
        }

        var at = TypeSize + index * 12; // struct btf_member: name_off | type | offset
        var offset = Word(id, at + 8);
        var hasBitFields = Info(id) >> 31 != 0; // kind_flag
        return new BtfMember(
            Word(id, at),
            unchecked((int)Word(id, at + 4)),
            hasBitFields ? offset & 0xffffff : offset,
            hasBitFields ? (byte)(offset >> 24) : (byte)0);
    }

    /// <summary>Name of a member, or empty.</summary>
    public ReadOnlySpan<byte> Name(in BtfMember member) => Text(member.Name);

    /// <summary>Element type and number of elements of an array.</summary>
    public (int Element, uint Length) Array(int id) =>
        Kind(id) == BtfKind.Array ? (unchecked((int)Word(id, TypeSize)), Word(id, TypeSize + 8)) : default;

    /// <summary>Type of a data section's variable, and its offset there.</summary>
    public (int Type, uint Offset) SectionVariable(int id, int index) =>
        Kind(id) == BtfKind.DataSection && (uint)index < (uint)MemberCount(id)
            ? (unchecked((int)Word(id, TypeSize + index * 12)), Word(id, TypeSize + index * 12 + 4))
            : default;

    /// <summary>The type behind typedefs, <c>const</c> and the like.</summary>
    public int Resolve(int id)
    {
        for (var steps = 0; steps < MaxModifiers; steps++)
        {
            if (Kind(id) is not (BtfKind.Typedef or BtfKind.Volatile or BtfKind.Const or BtfKind.Restrict or BtfKind.TypeTag))
            {
                return id;
            }

            id = Target(id);
        }

        return 0;
    }

    /// <summary>Size of a type in bytes; 0 where it has none.</summary>
    public ulong Size(int id)
    {
        ulong elements = 1;
        for (var depth = 0; depth < MaxModifiers; depth++)
        {
            id = Resolve(id);
            switch (Kind(id))
            {
                case BtfKind.Integer or BtfKind.Struct or BtfKind.Union or BtfKind.Enum or BtfKind.Enum64 or BtfKind.Float or BtfKind.DataSection:
                    return unchecked(elements * Word(id, 8));
                case BtfKind.Pointer:
                    return unchecked(elements * 8);
                case BtfKind.Array:
                    var (element, length) = Array(id);
                    elements = unchecked(elements * length);
                    id = element;
                    break;
                default:
                    return 0;
            }
        }

        return 0;
    }

    /// <summary>Ids of all types of this kind with exactly this name, in the blob's order.</summary>
    public IEnumerable<int> Find(ReadOnlyMemory<byte> name, BtfKind kind)
    {
        for (var offset = NextString(name.Span, 0); offset >= 0; offset = NextString(name.Span, offset + 1))
        {
            for (var index = System.Array.IndexOf(_names, (uint)offset); index >= 0; index = System.Array.IndexOf(_names, (uint)offset, index + 1))
            {
                if (Kind(index + 1) == kind)
                {
                    yield return index + 1;
                }
            }
        }
    }

    /// <summary>Id of the first type of this kind with this name, or 0.</summary>
    public int FindFirst(string name, BtfKind kind) => Find(Encoding.UTF8.GetBytes(name), kind).FirstOrDefault();

    /// <summary>A string of the blob by its offset, without the zero that ends it; empty where there is none.</summary>
    public ReadOnlySpan<byte> Text(uint offset)
    {
        var strings = _strings.Span;
        if (offset >= (uint)strings.Length)
        {
            return default;
        }

        var rest = strings[(int)offset..];
        var end = rest.IndexOf((byte)0);
        return end < 0 ? rest : rest[..end];
    }

    // The offset of a whole string, at or behind the given one. Strings begin after a zero: the first string is empty.
    private int NextString(ReadOnlySpan<byte> text, int from)
    {
        var strings = _strings.Span;
        while ((uint)from < (uint)strings.Length)
        {
            var found = strings[from..].IndexOf(text);
            if (found < 0)
            {
                return -1;
            }

            var start = from + found;
            var end = start + text.Length;
            if (start > 0 && strings[start - 1] == 0 && end < strings.Length && strings[end] == 0)
            {
                return start;
            }

            from = start + 1;
        }

        return -1;
    }

    private static bool TryIndex(ReadOnlySpan<byte> types, out int[] offsets, out uint[] names)
    {
        offsets = [];
        names = [];
        var found = new List<int>(types.Length / 40); // what a kernel's types take on average
        var foundNames = new List<uint>(types.Length / 40);
        var at = 0;
        while (at < types.Length)
        {
            if (types.Length - at < TypeSize)
            {
                return false;
            }

            var info = BinaryPrimitives.ReadUInt32LittleEndian(types[(at + 4)..]);
            var size = ExtraSize(KindOf(info), (ushort)info);
            if (size < 0 || types.Length - at - TypeSize < size)
            {
                return false;
            }

            found.Add(at);
            foundNames.Add(BinaryPrimitives.ReadUInt32LittleEndian(types[at..]));
            at += TypeSize + size;
        }

        offsets = [.. found];
        names = [.. foundNames];
        return true;
    }

    // What follows a struct btf_type.
    private static int ExtraSize(BtfKind kind, int members) => kind switch
    {
        BtfKind.Integer or BtfKind.Variable or BtfKind.DeclarationTag => 4,
        BtfKind.Array => 12,
        BtfKind.Struct or BtfKind.Union or BtfKind.DataSection or BtfKind.Enum64 => members * 12,
        BtfKind.Enum or BtfKind.FunctionPrototype => members * 8,
        BtfKind.Pointer or BtfKind.Forward or BtfKind.Typedef or BtfKind.Volatile or BtfKind.Const or BtfKind.Restrict
            or BtfKind.Function or BtfKind.Float or BtfKind.TypeTag => 0,
        _ => -1,
    };

    private static bool TrySection(ReadOnlyMemory<byte> blob, uint headerLength, uint offset, uint length, out ReadOnlyMemory<byte> section)
    {
        var start = (ulong)headerLength + offset;
        var fits = start <= (ulong)blob.Length && length <= (ulong)blob.Length - start;
        section = fits ? blob.Slice((int)start, (int)length) : default;
        return fits;
    }

    private static BtfKind KindOf(uint info) => (BtfKind)(info >> 24 & 0x1f);

    private bool IsType(int id) => (uint)(id - 1) < (uint)_offsets.Length;

    private uint Info(int id) => Word(id, 4);

    private uint Word(int id, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_types.Span[(_offsets[id - 1] + offset)..]);
}

/// <summary>Member of a struct or union.</summary>
/// <param name="Name">Offset of its name among the strings; 0 without a name.</param>
/// <param name="Type">Id of its type.</param>
/// <param name="BitOffset">Where it begins, in bits from the start of the struct.</param>
/// <param name="BitWidth">Its width if it is a bit field, else 0.</param>
internal readonly record struct BtfMember(uint Name, int Type, uint BitOffset, byte BitWidth);
