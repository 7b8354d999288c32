using System.Runtime.InteropServices;

namespace RustNet.Host.Linux.FirstPackets;

/// <summary>One instruction of a classic BPF program, as struct sock_filter (linux/filter.h) has it.</summary>
/// <param name="Code">What it does.</param>
/// <param name="IfTrue">Instructions to skip where a comparison holds.</param>
/// <param name="IfFalse">Instructions to skip where it does not.</param>
/// <param name="Operand">Its constant.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct FilterInstruction(ushort Code, byte IfTrue, byte IfFalse, uint Operand);

/// <summary>
/// Writes the filter that leaves of all packets those that may be the first of a connection: what this machine sends, and of that
/// a SYN without ACK, and UDP from ports that are not in use all the time. For a packet socket that delivers from the network header on.
/// </summary>
internal static class FirstPacketFilter
{
    /// <summary>Ports that can be left out at most: jumps are short.</summary>
    public const int MostPorts = 64;

    // linux/filter.h, linux/bpf_common.h
    private const ushort LoadWord = 0x20;         // ld  [k]
    private const ushort LoadHalf = 0x28;         // ldh [k]
    private const ushort LoadByte = 0x30;         // ldb [k]
    private const ushort LoadHalfIndexed = 0x48;  // ldh [x + k]
    private const ushort LoadByteIndexed = 0x50;  // ldb [x + k]
    private const ushort SetIndex = 0x01;         // ldx #k
    private const ushort SetIndexByHeader = 0xb1; // ldx 4*([k]&0xf)
    private const ushort MoveToIndex = 0x07;      // tax
    private const ushort Add = 0x04;
    private const ushort ShiftLeft = 0x64;
    private const ushort And = 0x54;
    private const ushort JumpIfEqual = 0x15;
    private const ushort JumpIfAnySet = 0x45;
    private const ushort Jump = 0x05;
    private const ushort Return = 0x06;

    private const uint PacketType = unchecked((uint)-0x1000) + 4; // SKF_AD_OFF + SKF_AD_PKTTYPE
    private const uint Outgoing = 4;                              // PACKET_OUTGOING
    private const uint Tcp = 6;
    private const uint Udp = 17;

    private enum Target
    {
        Next,
        IPv4,
        IPv6,
        Options,
        Transport,
        Tcp,
        Udp,
        Pass,
        Drop,
    }

    /// <summary>The program; it passes <see cref="FirstPacket.Length"/> bytes of a packet, or none.</summary>
    /// <param name="withUdp">Datagrams, too.</param>
    /// <param name="quietPorts">Local ports whose datagrams are left out, <see cref="MostPorts"/> at most.</param>
    public static FilterInstruction[] Write(bool withUdp, ReadOnlySpan<ushort> quietPorts)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quietPorts.Length, MostPorts);
        var program = new Assembler();
        program.Add(LoadWord, PacketType);
        program.If(JumpIfEqual, Outgoing, Target.Next, Target.Drop);
        program.Add(LoadByte, 0);
        program.Add(And, 0xf0);
        program.If(JumpIfEqual, 0x40, Target.IPv4, Target.Next);
        program.If(JumpIfEqual, 0x60, Target.IPv6, Target.Drop);

        program.Here(Target.IPv4);
        program.Add(LoadHalf, 6);
        program.If(JumpIfAnySet, 0x1fff, Target.Drop, Target.Next); // not the first fragment
        program.Add(SetIndexByHeader, 0);
        program.Add(LoadByte, 9);
        program.Go(Target.Transport);

        program.Here(Target.IPv6);
        program.Add(SetIndex, 40);
        program.Add(LoadByte, 6);
        program.If(JumpIfEqual, 0, Target.Options, Target.Next);
        program.If(JumpIfEqual, 43, Target.Options, Target.Next);
        program.If(JumpIfEqual, 60, Target.Options, Target.Transport);

        program.Here(Target.Options);
        program.Add(LoadByte, 41);
        program.Add(Add, 1);
        program.Add(ShiftLeft, 3);
        program.Add(Add, 40);
        program.Add(MoveToIndex, 0);
        program.Add(LoadByte, 40);

        program.Here(Target.Transport); // A: protocol, X: where its header begins
        program.If(JumpIfEqual, Tcp, Target.Tcp, Target.Next);
        program.If(JumpIfEqual, Udp, withUdp ? Target.Udp : Target.Drop, Target.Drop);

        program.Here(Target.Tcp);
        program.Add(LoadByteIndexed, 13);
        program.Add(And, 0x17); // FIN, SYN, RST, ACK
        program.If(JumpIfEqual, 0x02, Target.Pass, Target.Drop);

        program.Here(Target.Udp);
        program.Add(LoadHalfIndexed, 0);
        foreach (var port in quietPorts)
        {
            program.If(JumpIfEqual, port, Target.Drop, Target.Next);
        }

        program.Here(Target.Pass);
        program.Add(Return, FirstPacket.Length);
        program.Here(Target.Drop);
        program.Add(Return, 0);
        return program.Assemble();
    }

    private sealed class Assembler
    {
        private readonly List<(ushort Code, uint Operand, Target IfTrue, Target IfFalse)> _lines = [];
        private readonly Dictionary<Target, int> _places = [];

        public void Add(ushort code, uint operand) => _lines.Add((code, operand, Target.Next, Target.Next));

        public void If(ushort code, uint operand, Target ifTrue, Target ifFalse) => _lines.Add((code, operand, ifTrue, ifFalse));

        public void Go(Target target) => _lines.Add((Jump, 0, target, Target.Next));

        public void Here(Target target) => _places.Add(target, _lines.Count);

        public FilterInstruction[] Assemble()
        {
            var program = new FilterInstruction[_lines.Count];
            for (var at = 0; at < program.Length; at++)
            {
                var (code, operand, ifTrue, ifFalse) = _lines[at];
                program[at] = code == Jump
                    ? new FilterInstruction(code, 0, 0, (uint)Distance(at, ifTrue))
                    : new FilterInstruction(code, checked((byte)Distance(at, ifTrue)), checked((byte)Distance(at, ifFalse)), operand);
            }

            return program;
        }

        private int Distance(int from, Target target) => target == Target.Next ? 0 : _places[target] - from - 1;
    }
}
