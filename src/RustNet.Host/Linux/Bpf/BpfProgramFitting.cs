using System.Buffers.Binary;
using RustNet.Host.Linux.Bpf.Btf;

namespace RustNet.Host.Linux.Bpf;

/// <summary>Writes the running kernel's offsets, and the maps' descriptors, into a copy of a program.</summary>
internal static class BpfProgramFitting
{
    private const byte Call = 0x85;                     // BPF_JMP | BPF_CALL
    private const int NoSuchFunction = 195_896_080;     // 0xbad2310, as libbpf marks such places: the verifier's log shows it
    private const byte PseudoMapDescriptor = 1;         // BPF_PSEUDO_MAP_FD
    private const byte PseudoMapValue = 2;              // BPF_PSEUDO_MAP_VALUE

    /// <summary>
    /// The program's instructions for this kernel. A place that asks for a member the kernel does not have becomes a call of
    /// no function, which is harmless where the program never comes (it asked whether the member exists) and makes the
    /// kernel refuse it elsewhere.
    /// </summary>
    /// <param name="program">The program.</param>
    /// <param name="resolver">Knows the kernel's types.</param>
    /// <param name="mapDescriptors">Descriptor of each of the object's maps, by index.</param>
    /// <param name="missing">Gets the members the kernel does not have.</param>
    public static byte[] Fit(BpfProgramCode program, CoreResolver resolver, ReadOnlySpan<int> mapDescriptors, ICollection<string> missing)
    {
        var code = program.Instructions.ToArray();
        foreach (var relocation in program.Relocations)
        {
            var instruction = code.AsSpan(relocation.ByteOffset, BpfObject.InstructionSize);
            if (!resolver.TryResolve(relocation, out var value) || !TryPatch(instruction, value))
            {
                missing.Add(resolver.Describe(relocation));
                instruction.Clear();
                instruction[0] = Call;
                BinaryPrimitives.WriteInt32LittleEndian(instruction[4..], NoSuchFunction);
            }
        }

        foreach (var reference in program.Maps)
        {
            var pair = code.AsSpan(reference.ByteOffset, 2 * BpfObject.InstructionSize); // code | dst:4 src:4 | off | imm, twice
            pair[1] = (byte)((pair[1] & 0x0f) | (reference.ValueOffset is null ? PseudoMapDescriptor : PseudoMapValue) << 4);
            BinaryPrimitives.WriteInt32LittleEndian(pair[4..], mapDescriptors[reference.Map]);
            BinaryPrimitives.WriteUInt32LittleEndian(pair[12..], reference.ValueOffset ?? 0);
        }

        return code;
    }

    // Which part of an instruction holds the number depends on its class (linux/bpf_common.h).
    private static bool TryPatch(Span<byte> instruction, uint value)
    {
        switch (instruction[0] & 7)
        {
            case 1 or 2 or 3 when value <= (uint)short.MaxValue: // BPF_LDX, BPF_ST, BPF_STX: the offset
                BinaryPrimitives.WriteUInt16LittleEndian(instruction[2..], (ushort)value);
                return true;
            case 0 or 4 or 7: // BPF_LD, BPF_ALU, BPF_ALU64: the immediate
                BinaryPrimitives.WriteUInt32LittleEndian(instruction[4..], value);
                return true;
            default:
                return false;
        }
    }
}
