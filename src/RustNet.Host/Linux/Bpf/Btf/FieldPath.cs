using System.Globalization;
using System.Text;

namespace RustNet.Host.Linux.Bpf.Btf;

/// <summary>Where a member is: the answer of <see cref="FieldPath"/>.</summary>
/// <param name="BitOffset">From the start of the outermost struct.</param>
/// <param name="BitWidth">Width of a bit field, else 0.</param>
/// <param name="Type">Id of its type, among the types that were asked.</param>
internal readonly record struct FieldPlace(ulong BitOffset, byte BitWidth, int Type);

/// <summary>
/// The way from a struct to one of its members, by names and array indices, read from the program's own types and walked
/// again in the kernel's. Nameless structs and unions on the way are looked through on both sides, because kernels wrap
/// members in them from one version to the next.
/// </summary>
internal sealed class FieldPath
{
    private const int MaxDepth = 16;         // of nameless structs in each other; the kernel's go three deep
    private const int MaxMembers = 100_000;  // looked at for one name; the kernel's largest struct has some hundred

    private readonly List<Step> _steps = [];

    private FieldPath(byte[] structName, BtfKind kind)
    {
        StructName = structName;
        Kind = kind;
    }

    /// <summary>Name of the outermost struct in the kernel: what the program adds behind three underscores is its own.</summary>
    public ReadOnlyMemory<byte> StructName { get; }

    /// <summary>Struct or union.</summary>
    public BtfKind Kind { get; }

    /// <summary>The way as the program's source says it, such as <c>__sk_common.skc_num</c>.</summary>
    public string Members => string.Join('.', _steps.Select(s => s.Name is { } name
        ? Encoding.UTF8.GetString(name)
        : s.Index.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Where the member is in the program's own types.</summary>
    public FieldPlace Local { get; private set; }

    /// <summary>Follows a relocation's access string through the program's types. False if it leads nowhere.</summary>
    public static bool TryRead(BtfTypes local, int type, string access, out FieldPath? path)
    {
        path = null;
        type = local.Resolve(type);
        var name = local.Name(type);
        var flavour = name.IndexOf("___"u8);
        var result = new FieldPath((flavour > 0 ? name[..flavour] : name).ToArray(), local.Kind(type));
        if (name.IsEmpty || result.Kind is not (BtfKind.Struct or BtfKind.Union))
        {
            return false;
        }

        var place = new FieldPlace(0, 0, type);
        var isFirst = true;
        foreach (var range in access.AsSpan().Split(':'))
        {
            if (!uint.TryParse(access.AsSpan(range), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                || (isFirst ? index != 0 : !result.TryStep(local, index, ref place)))
            {
                return false; // an index of whole structs is never asked for here
            }

            isFirst = false;
        }

        result.Local = place;
        path = result;
        return true;
    }

    /// <summary>Walks the same way in one struct of another blob.</summary>
    public bool TryWalk(BtfTypes types, int structType, out FieldPlace place)
    {
        place = new FieldPlace(0, 0, structType);
        foreach (var step in _steps)
        {
            var type = types.Resolve(place.Type);
            if (step.Name is { } name)
            {
                var budget = MaxMembers;
                if (!TryFindMember(types, type, name, place.BitOffset, 0, ref budget, out place))
                {
                    return false;
                }
            }
            else if (types.Kind(type) != BtfKind.Array || !TryElement(types, type, step.Index, ref place))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryStep(BtfTypes local, uint index, ref FieldPlace place)
    {
        var type = local.Resolve(place.Type);
        if (local.Kind(type) == BtfKind.Array)
        {
            _steps.Add(new Step(null, index));
            return TryElement(local, type, index, ref place);
        }

        if (index >= (uint)local.MemberCount(type) || local.Kind(type) is not (BtfKind.Struct or BtfKind.Union))
        {
            return false;
        }

        var member = local.Member(type, (int)index);
        place = new FieldPlace(place.BitOffset + member.BitOffset, member.BitWidth, member.Type);
        var name = local.Name(member);
        if (!name.IsEmpty)
        {
            _steps.Add(new Step(name.ToArray(), 0));
        }

        return true;
    }

    private static bool TryElement(BtfTypes types, int array, uint index, ref FieldPlace place)
    {
        var (element, length) = types.Array(array);
        var size = types.Size(element);
        if (index >= length || size > uint.MaxValue)
        {
            return false;
        }

        place = new FieldPlace(place.BitOffset + index * size * 8, 0, element);
        return true;
    }

    private static bool TryFindMember(BtfTypes types, int type, ReadOnlySpan<byte> name, ulong start, int depth, ref int budget, out FieldPlace place)
    {
        place = default;
        if (depth > MaxDepth || types.Kind(type) is not (BtfKind.Struct or BtfKind.Union))
        {
            return false;
        }

        for (var i = 0; i < types.MemberCount(type) && budget-- > 0; i++)
        {
            var member = types.Member(type, i);
            var memberName = types.Name(member);
            if (memberName.SequenceEqual(name))
            {
                place = new FieldPlace(start + member.BitOffset, member.BitWidth, member.Type);
                return true;
            }

            if (memberName.IsEmpty && TryFindMember(types, types.Resolve(member.Type), name, start + member.BitOffset, depth + 1, ref budget, out place))
            {
                return true;
            }
        }

        return false;
    }

    private readonly record struct Step(byte[]? Name, uint Index);
}
