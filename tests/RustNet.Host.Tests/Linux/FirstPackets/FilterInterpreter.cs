using System.Buffers.Binary;
using RustNet.Host.Linux.FirstPackets;

namespace RustNet.Host.Tests.Linux.FirstPackets;

/// <summary>Runs a classic BPF program as the kernel does, as far as ours use it (linux/filter.h).</summary>
internal static class FilterInterpreter
{
    private const uint PacketType = 0xffff_f004;

    /// <summary>Bytes of the packet that it passes; 0 for none.</summary>
    public static uint Run(ReadOnlySpan<FilterInstruction> program, ReadOnlySpan<byte> packet, uint packetType)
    {
        uint a = 0, x = 0;
        for (var at = 0; at < program.Length; at++)
        {
            var (code, ifTrue, ifFalse, k) = program[at];
            var jumps = false;
            switch (code)
            {
                case 0x20 when k == PacketType:
                    a = packetType;
                    break;
                case 0x28 or 0x48:
                    var half = (ulong)k + (code == 0x48 ? x : 0);
                    if (half + 2 > (ulong)packet.Length)
                    {
                        return 0;
                    }

                    a = BinaryPrimitives.ReadUInt16BigEndian(packet[(int)half..]);
                    break;
                case 0x30 or 0x50:
                    var one = (ulong)k + (code == 0x50 ? x : 0);
                    if (one >= (ulong)packet.Length)
                    {
                        return 0;
                    }

                    a = packet[(int)one];
                    break;
                case 0xb1:
                    if (k >= packet.Length)
                    {
                        return 0;
                    }

                    x = (uint)(packet[(int)k] & 0xf) * 4;
                    break;
                case 0x01:
                    x = k;
                    break;
                case 0x07:
                    x = a;
                    break;
                case 0x04:
                    a += k;
                    break;
                case 0x64:
                    a <<= (int)k;
                    break;
                case 0x54:
                    a &= k;
                    break;
                case 0x15:
                    jumps = true;
                    at += a == k ? ifTrue : ifFalse;
                    break;
                case 0x45:
                    jumps = true;
                    at += (a & k) != 0 ? ifTrue : ifFalse;
                    break;
                case 0x05:
                    at += (int)k;
                    break;
                case 0x06:
                    return k;
                default:
                    throw new InvalidOperationException($"instruction {code:x} at {at}");
            }

            Assert.True(jumps || (ifTrue, ifFalse) == (0, 0), $"a jump at {at} that is none");
        }

        throw new InvalidOperationException("it does not return");
    }
}
