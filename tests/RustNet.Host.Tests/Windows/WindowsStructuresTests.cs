using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using RustNet.Host.Windows;

namespace RustNet.Host.Tests.Windows;

/// <summary>The offsets against structures declared as the headers have them, laid out by the rules of C.</summary>
public sealed class WindowsStructuresTests
{
    [Fact]
    public void Rows_have_the_layout_of_the_headers()
    {
        var tcp = default(MibTcpRow);
        var tcp6 = default(MibTcp6Row);
        var udp = default(MibUdpRow);
        var udp6 = default(MibUdp6Row);

        Assert.Equal(
            (MibLayout.Tcp4.Length, MibLayout.Tcp4.State, MibLayout.Tcp4.LocalAddress, MibLayout.Tcp4.LocalPort,
                MibLayout.Tcp4.RemoteAddress, MibLayout.Tcp4.RemotePort, MibLayout.Tcp4.Process),
            (Unsafe.SizeOf<MibTcpRow>(), Offset(ref tcp, ref tcp.State), Offset(ref tcp, ref tcp.LocalAddr), Offset(ref tcp, ref tcp.LocalPort),
                Offset(ref tcp, ref tcp.RemoteAddr), Offset(ref tcp, ref tcp.RemotePort), Offset(ref tcp, ref tcp.OwningPid)));
        Assert.Equal(
            (MibLayout.Tcp6.Length, MibLayout.Tcp6.LocalAddress, MibLayout.Tcp6.LocalPort, MibLayout.Tcp6.RemoteAddress,
                MibLayout.Tcp6.RemotePort, MibLayout.Tcp6.State, MibLayout.Tcp6.Process),
            (Unsafe.SizeOf<MibTcp6Row>(), Offset(ref tcp6, ref tcp6.LocalAddr), Offset(ref tcp6, ref tcp6.LocalPort), Offset(ref tcp6, ref tcp6.RemoteAddr),
                Offset(ref tcp6, ref tcp6.RemotePort), Offset(ref tcp6, ref tcp6.State), Offset(ref tcp6, ref tcp6.OwningPid)));
        Assert.Equal(
            (MibLayout.Udp4.Length, MibLayout.Udp4.LocalAddress, MibLayout.Udp4.LocalPort, MibLayout.Udp4.Process),
            (Unsafe.SizeOf<MibUdpRow>(), Offset(ref udp, ref udp.LocalAddr), Offset(ref udp, ref udp.LocalPort), Offset(ref udp, ref udp.OwningPid)));
        Assert.Equal(
            (MibLayout.Udp6.Length, MibLayout.Udp6.LocalAddress, MibLayout.Udp6.LocalPort, MibLayout.Udp6.Process),
            (Unsafe.SizeOf<MibUdp6Row>(), Offset(ref udp6, ref udp6.LocalAddr), Offset(ref udp6, ref udp6.LocalPort), Offset(ref udp6, ref udp6.OwningPid)));
    }

    [Fact]
    public void ProcessEntry_has_the_layout_of_the_header()
    {
        var entry = default(ProcessEntry32W);

        Assert.Equal(8, Unsafe.SizeOf<nint>()); // the mirror is as wide as this machine
        Assert.Equal(
            (ProcessEntry.StructureLength(8), ProcessEntry.IdOffset, ProcessEntry.ParentOffset(8), ProcessEntry.NameOffset(8)),
            (Unsafe.SizeOf<ProcessEntry32W>(), Offset(ref entry, ref entry.ProcessID), Offset(ref entry, ref entry.ParentProcessID), Offset(ref entry, ref entry.ExeFile)));
        Assert.Equal((556, 24, 36), (ProcessEntry.StructureLength(4), ProcessEntry.ParentOffset(4), ProcessEntry.NameOffset(4)));
    }

    [Fact]
    public void ProcessEntry_is_read()
    {
        Assert.True(ProcessEntry.TryParse(Entry(4711, 4, "chrome.exe"), 8, out var entry));
        Assert.Equal(new ProcessEntry(4711, 4, "chrome.exe"), entry);
        Assert.True(ProcessEntry.TryParse(Entry(1, 0, new string('x', 260)), 8, out entry));
        Assert.Equal(260, entry.Name.Length);
        Assert.False(ProcessEntry.TryParse(Entry(-1, 0, "a"), 8, out _));
    }

    [Fact]
    public void ProcessEntry_takes_any_damage() => Damage.Try(Entry(1, 2, "a.exe"), static input =>
    {
        ProcessEntry.TryParse(input, 8, out _);
        ProcessEntry.TryParse(input, 4, out _);
    });

    [Theory]
    [InlineData("010100000000000512000000", "S-1-5-18")]
    [InlineData("0105000000000005150000000100000002000000FFFFFFFFE9030000", "S-1-5-21-1-2-4294967295-1001")]
    [InlineData("0100FFFF00000000", "S-1-0xffff00000000")]
    [InlineData("020100000000000512000000", null)] // revision
    [InlineData("0110000000000005", null)] // more parts than there may be
    [InlineData("01020000000000051200000000", null)] // cut
    public void SecurityIdentifier_is_formatted(string hex, string? expected) =>
        Assert.Equal(expected, SecurityIdentifier.Format(Convert.FromHexString(hex)));

    [Fact]
    public void SecurityIdentifier_takes_any_damage() =>
        Damage.Try(Convert.FromHexString("0105000000000005150000000100000002000000FFFFFFFFE9030000"), static input =>
        {
            SecurityIdentifier.Format(input);
            Assert.True(SecurityIdentifier.At(input).Length <= SecurityIdentifier.MostLength);
        });

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    public void UnicodeString_is_followed_inside_its_buffer(int pointerLength)
    {
        const ulong Address = 0x7000_1000;
        var bytes = UnicodeString("app.exe -x", Address, pointerLength);

        Assert.Equal("app.exe -x", new string(PointedText.UnicodeString(bytes, Address, pointerLength)));
        Assert.True(PointedText.UnicodeString(bytes, Address + 0x1000, pointerLength).IsEmpty); // leads before it
        Assert.True(PointedText.UnicodeString(bytes, Address - 0x1000, pointerLength).IsEmpty); // leads behind it
        Assert.True(PointedText.UnicodeString(bytes.AsSpan(..^1), Address, pointerLength).IsEmpty);
    }

    [Fact]
    public void UnicodeString_takes_any_damage() => Damage.Try(UnicodeString("app.exe -x", 0x1000, 8), static input =>
    {
        PointedText.UnicodeString(input, 0x1000, 8);
        PointedText.UnicodeString(input, 0, 4);
        PointedText.Target(input, 0, ulong.MaxValue, 8);
    });

    private static byte[] Entry(int process, int parent, string name)
    {
        var bytes = new byte[ProcessEntry.StructureLength(8)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), process);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(32), parent);
        Encoding.Unicode.GetBytes(name).CopyTo(bytes, 44);
        return bytes;
    }

    private static byte[] UnicodeString(string text, ulong address, int pointerLength)
    {
        var header = new byte[2 * pointerLength];
        BinaryPrimitives.WriteUInt16LittleEndian(header, (ushort)(2 * text.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(2), (ushort)(2 * text.Length + 2));
        var target = address + (ulong)header.Length;
        if (pointerLength == 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(8), target);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), (uint)target);
        }

        return [.. header, .. Encoding.Unicode.GetBytes(text)];
    }

    private static int Offset<TStructure, TField>(ref TStructure structure, ref TField field) =>
        (int)Unsafe.ByteOffset(ref Unsafe.As<TStructure, byte>(ref structure), ref Unsafe.As<TField, byte>(ref field));

#pragma warning disable CS0649, CS0169, IDE0044, IDE0051, CA1823 // only their layout matters
    [InlineArray(16)]
    private struct Bytes16
    {
        private byte _first;
    }

    [InlineArray(260)]
    private struct MaxPath
    {
        private char _first;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct MibTcpRow
    {
        public uint State;
        public uint LocalAddr;
        public uint LocalPort;
        public uint RemoteAddr;
        public uint RemotePort;
        public uint OwningPid;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct MibTcp6Row
    {
        public Bytes16 LocalAddr;
        public uint LocalScopeId;
        public uint LocalPort;
        public Bytes16 RemoteAddr;
        public uint RemoteScopeId;
        public uint RemotePort;
        public uint State;
        public uint OwningPid;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct MibUdpRow
    {
        public uint LocalAddr;
        public uint LocalPort;
        public uint OwningPid;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct MibUdp6Row
    {
        public Bytes16 LocalAddr;
        public uint LocalScopeId;
        public uint LocalPort;
        public uint OwningPid;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ProcessEntry32W
    {
        public uint Size;
        public uint Usage;
        public uint ProcessID;
        public nuint DefaultHeapID;
        public uint ModuleID;
        public uint Threads;
        public uint ParentProcessID;
        public int PriClassBase;
        public uint Flags;
        public MaxPath ExeFile;
    }
}
