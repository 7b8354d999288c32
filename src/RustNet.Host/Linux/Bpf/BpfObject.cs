using System.Buffers.Binary;
using System.Text;
using RustNet.Host.Linux.Bpf.Btf;
using RustNet.Host.Linux.Bpf.Elf;

namespace RustNet.Host.Linux.Bpf;

/// <summary>
/// What clang made of a <c>.bpf.c</c> file: its programs and maps. Understands one program per section, maps defined by
/// types (section <c>.maps</c>), zeroed global variables (<c>.bss</c>), and no calls between programs. Immutable.
/// </summary>
internal sealed class BpfObject
{
    /// <summary>Size of an instruction in bytes.</summary>
    public const int InstructionSize = 8;

    private const string ZeroedData = ".bss";
    private const byte LoadImmediate64 = 0x18; // BPF_LD | BPF_IMM | BPF_DW
    private const uint Immediate64 = 1;        // R_BPF_64_64

    private BpfObject(BtfTypes types, IReadOnlyList<BpfMapDefinition> maps, IReadOnlyList<BpfProgramCode> programs, string license)
    {
        Types = types;
        Maps = maps;
        Programs = programs;
        License = license;
    }

    /// <summary>The types the programs were compiled with.</summary>
    public BtfTypes Types { get; }

    /// <summary>The maps it needs.</summary>
    public IReadOnlyList<BpfMapDefinition> Maps { get; }

    /// <summary>Its programs, in the file's order.</summary>
    public IReadOnlyList<BpfProgramCode> Programs { get; }

    /// <summary>What the programs say of their license; some of the kernel's functions want one that fits the GPL.</summary>
    public string License { get; }

    /// <summary>Reads a whole object file. If it is not one that can be used, <paramref name="problem"/> says why.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> file, out BpfObject? result, out string? problem)
    {
        result = null;
        problem = null;
        if (!ElfObject.TryParse(file, out var elf))
        {
            problem = "not a BPF object file";
            return false;
        }

        var typeSection = elf!.FindSection(".BTF");
        if (typeSection < 0 || !BtfTypes.TryParse(elf.Sections[typeSection].Bytes, out var types))
        {
            problem = "its type information is missing or damaged";
            return false;
        }

        var relocations = new Dictionary<string, List<CoreRelocation>>();
        var extension = elf.FindSection(".BTF.ext");
        if (extension >= 0 && !BtfExtension.TryParse(elf.Sections[extension].Bytes.Span, types!, out relocations))
        {
            problem = "its relocations are damaged";
            return false;
        }

        var maps = BpfMapSection.Read(types!).ToList();
        var zeroed = elf.FindSection(ZeroedData);
        if (zeroed >= 0 && elf.Sections[zeroed].Size is > 0 and <= int.MaxValue)
        {
            maps.Add(new BpfMapDefinition(ZeroedData, BpfMapKind.Array, sizeof(uint), (uint)elf.Sections[zeroed].Size, 1, BpfMapDefinition.Mappable));
        }

        var programs = new List<BpfProgramCode>();
        for (var i = 0; i < elf.Sections.Count; i++)
        {
            if (!elf.Sections[i].Name.Contains('/') || elf.Sections[i].Kind != ElfSectionKind.Program)
            {
                continue;
            }

            if (!TryReadProgram(elf, i, maps, relocations, out var program))
            {
                problem = $"its program {elf.Sections[i].Name} is damaged or uses what the loader does not know";
                return false;
            }

            programs.Add(program!);
        }

        result = new BpfObject(types!, maps, programs, ReadLicense(elf));
        return true;
    }

    private static bool TryReadProgram(
        ElfObject elf, int index, List<BpfMapDefinition> maps, Dictionary<string, List<CoreRelocation>> relocations, out BpfProgramCode? program)
    {
        program = null;
        var section = elf.Sections[index];
        var code = section.Bytes;
        var name = elf.Symbols.FirstOrDefault(s => s.IsFunction && s.Section == index).Name;
        if (string.IsNullOrEmpty(name) || code.IsEmpty || code.Length % InstructionSize != 0)
        {
            return false;
        }

        var references = new List<BpfMapReference>();
        foreach (var relocation in elf.RelocationsOf(index))
        {
            if (!TryReadReference(elf, code.Span, relocation, maps, out var reference))
            {
                return false;
            }

            references.Add(reference);
        }

        var fitting = relocations.GetValueOrDefault(section.Name) ?? [];
        if (fitting.Exists(r => r.ByteOffset < 0 || r.ByteOffset % InstructionSize != 0 || r.ByteOffset > code.Length - InstructionSize))
        {
            return false;
        }

        program = new BpfProgramCode(name, section.Name, code, references, fitting);
        return true;
    }

    private static bool TryReadReference(
        ElfObject elf, ReadOnlySpan<byte> code, in ElfRelocation relocation, List<BpfMapDefinition> maps, out BpfMapReference reference)
    {
        reference = default;
        var symbol = elf.Symbols[relocation.Symbol];
        if (relocation.Kind != Immediate64
            || relocation.Offset % InstructionSize != 0
            || relocation.Offset > (ulong)code.Length || (ulong)code.Length - relocation.Offset < 2 * InstructionSize
            || code[(int)relocation.Offset] != LoadImmediate64
            || (uint)symbol.Section >= (uint)elf.Sections.Count)
        {
            return false;
        }

        var isZeroedData = elf.Sections[symbol.Section].Name == ZeroedData;
        var name = isZeroedData ? ZeroedData : symbol.Name;
        var map = maps.FindIndex(m => m.Name == name);
        uint? offset = null;
        if (isZeroedData)
        {
            var addend = BinaryPrimitives.ReadUInt32LittleEndian(code[((int)relocation.Offset + 4)..]);
            offset = unchecked((uint)symbol.Value + addend);
        }

        reference = new BpfMapReference((int)relocation.Offset, map, offset);
        return map >= 0;
    }

    private static string ReadLicense(ElfObject elf)
    {
        var index = elf.FindSection("license");
        return index < 0 ? "" : Encoding.ASCII.GetString(elf.Sections[index].Bytes.Span.TrimEnd((byte)0));
    }
}
