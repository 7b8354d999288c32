using System.Text;
using RustNet.Host.Linux.Bpf.Btf;

namespace RustNet.Host.Linux.Bpf;

/// <summary>
/// Reads map definitions out of type information: each variable of the section <c>.maps</c> is a struct whose members name
/// the map's properties, numbers as the length of an array behind a pointer, key and value as pointers to their types.
/// </summary>
internal static class BpfMapSection
{
    /// <summary>All maps of an object, in its order.</summary>
    public static IEnumerable<BpfMapDefinition> Read(BtfTypes types)
    {
        var section = types.FindFirst(".maps", BtfKind.DataSection);
        for (var i = 0; i < types.MemberCount(section); i++)
        {
            var variable = types.SectionVariable(section, i).Type;
            if (types.Kind(variable) == BtfKind.Variable)
            {
                yield return ReadMap(types, Encoding.UTF8.GetString(types.Name(variable)), types.Resolve(types.Target(variable)));
            }
        }
    }

    private static BpfMapDefinition ReadMap(BtfTypes types, string name, int definition)
    {
        var map = new BpfMapDefinition { Name = name };
        for (var i = 0; i < types.MemberCount(definition); i++)
        {
            var member = types.Member(definition, i);
            var pointee = types.Target(types.Resolve(member.Type));
            var number = types.Array(types.Resolve(pointee)).Length;
            var size = (uint)Math.Min(types.Size(pointee), uint.MaxValue);
            map = Encoding.UTF8.GetString(types.Name(member)) switch
            {
                "type" => map with { Kind = (BpfMapKind)number },
                "max_entries" => map with { MaxEntries = number },
                "map_flags" => map with { Flags = number },
                "key_size" => map with { KeySize = number },
                "value_size" => map with { ValueSize = number },
                "key" => map with { KeySize = size },
                "value" => map with { ValueSize = size },
                _ => map,
            };
        }

        return map;
    }
}
