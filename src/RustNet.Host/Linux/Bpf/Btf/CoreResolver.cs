using System.Text;

namespace RustNet.Host.Linux.Bpf.Btf;

/// <summary>
/// Answers a program's relocations from the running kernel's types. Remembers what it answered, because programs ask for
/// the same few members again and again. One thread at a time.
/// </summary>
internal sealed class CoreResolver(BtfTypes local, BtfTypes kernel)
{
    private readonly Dictionary<(int Type, string Access), (FieldPath? Path, FieldPlace? Place)> _known = [];

    /// <summary>
    /// The number to put into the instruction. False if the kernel has no such member (never for
    /// <see cref="CoreRelocationKind.Exists"/>) or something is asked that is not known here.
    /// </summary>
    public bool TryResolve(in CoreRelocation relocation, out uint value)
    {
        value = 0;
        var (path, place) = Find(relocation.Type, relocation.Access);
        if (relocation.Kind == CoreRelocationKind.Exists)
        {
            value = place is null ? 0u : 1u;
            return path is not null;
        }

        if (place is not { } found)
        {
            return false;
        }

        var storage = kernel.Size(found.Type);
        var (start, bits) = (found.BitOffset / 8, (ulong)0);
        if (found.BitWidth > 0)
        {
            // The storage of its declared type that holds the bit field; a field across two of them has none.
            if (storage is not (1 or 2 or 4 or 8))
            {
                return false;
            }

            start = found.BitOffset / 8 / storage * storage;
            bits = found.BitOffset + found.BitWidth - start * 8;
            if (bits > storage * 8)
            {
                return false;
            }
        }

        ulong? answer = relocation.Kind switch
        {
            CoreRelocationKind.ByteOffset => start,
            CoreRelocationKind.ByteSize => storage,
            CoreRelocationKind.LeftShift => found.BitWidth > 0 ? 64 - bits : 64 - storage * 8,
            CoreRelocationKind.RightShift => found.BitWidth > 0 ? 64u - found.BitWidth : 64 - storage * 8,
            _ => null,
        };
        if (answer is not { } number || number > int.MaxValue)
        {
            return false;
        }

        value = (uint)number;
        return true;
    }

    /// <summary>What the relocation is about, for a message: <c>sock.sk_protocol</c>.</summary>
    public string Describe(in CoreRelocation relocation) =>
        Find(relocation.Type, relocation.Access).Path is { } path
            ? $"{Encoding.UTF8.GetString(path.StructName.Span)}.{path.Members}"
            : "a member of an unknown type";

    private (FieldPath? Path, FieldPlace? Place) Find(int type, string access)
    {
        if (!_known.TryGetValue((type, access), out var answer))
        {
            answer = FieldPath.TryRead(local, type, access, out var path) ? (path, Walk(path!)) : (null, null);
            _known.Add((type, access), answer);
        }

        return answer;
    }

    private FieldPlace? Walk(FieldPath path)
    {
        foreach (var candidate in kernel.Find(path.StructName, path.Kind))
        {
            if (path.TryWalk(kernel, candidate, out var place) && SameWidth(path.Local, place))
            {
                return place;
            }
        }

        return null;
    }

    // A number that became wider or narrower must not be read with the old width. Structs and arrays may grow.
    private bool SameWidth(in FieldPlace ours, in FieldPlace theirs) =>
        !IsNumber(local, ours.Type) || (IsNumber(kernel, theirs.Type) && local.Size(ours.Type) == kernel.Size(theirs.Type));

    private static bool IsNumber(BtfTypes types, int type) =>
        types.Kind(types.Resolve(type)) is BtfKind.Integer or BtfKind.Pointer or BtfKind.Enum or BtfKind.Enum64;
}
