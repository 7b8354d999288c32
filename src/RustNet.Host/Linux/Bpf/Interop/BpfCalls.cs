using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace RustNet.Host.Linux.Bpf.Interop;

/// <summary>
/// The commands of bpf(2) that are used. Each answers a descriptor, or <see langword="null"/> and errno. Reentrant.
/// </summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class BpfCalls
{
    private const int NameSize = 16;            // BPF_OBJ_NAME_LEN
    private const uint TracingProgram = 26;     // BPF_PROG_TYPE_TRACING
    private const int Interrupted = 4;          // EINTR
    private const int TryAgain = 11;            // EAGAIN
    private const int SkippedRunsOffset = 208;  // recursion_misses in struct bpf_prog_info, since Linux 5.12
    private const int MaxTries = 5;             // of a load that a signal broke off; the runtime sends itself signals

    private static nint CallNumber => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 321 : 280;

    private enum Command
    {
        MapCreate = 0,
        ProgramLoad = 5,
        ObjectInformation = 15,
        RawTracepointOpen = 17,
        LinkCreate = 28,
        IteratorCreate = 33,
    }

    /// <summary>Makes a map.</summary>
    public static BpfDescriptor? CreateMap(in BpfMapDefinition map, out int error)
    {
        var attributes = new MapAttributes
        {
            Kind = (uint)map.Kind,
            KeySize = map.KeySize,
            ValueSize = map.ValueSize,
            MaxEntries = map.MaxEntries,
            Flags = map.Flags,
        };
        WriteName(map.Name, new Span<byte>(attributes.Name, NameSize));
        return Call(Command.MapCreate, &attributes, sizeof(MapAttributes), out error);
    }

    /// <summary>Has the kernel check and compile a program.</summary>
    /// <param name="name">Its name in the kernel's lists.</param>
    /// <param name="code">Its instructions.</param>
    /// <param name="license">Its license, as the kernel wants to know it.</param>
    /// <param name="hook">The kind of place it is for.</param>
    /// <param name="target">That place, as an id among the kernel's types.</param>
    /// <param name="error">errno.</param>
    public static BpfDescriptor? LoadProgram(
        string name, ReadOnlySpan<byte> code, string license, BpfHookKind hook, int target, out int error)
    {
        var licenseText = Encoding.ASCII.GetBytes(license + '\0');
        fixed (byte* instructions = code, licenseBytes = licenseText)
        {
            var attributes = new ProgramAttributes
            {
                Kind = TracingProgram,
                InstructionCount = (uint)(code.Length / BpfObject.InstructionSize),
                Instructions = (ulong)instructions,
                License = (ulong)licenseBytes,
                AttachKind = (uint)hook,
                AttachType = (uint)target,
            };
            WriteName(name, new Span<byte>(attributes.Name, NameSize));
            var tries = 0;
            while (true)
            {
                var program = Call(Command.ProgramLoad, &attributes, sizeof(ProgramAttributes), out error);
                if (program is not null || error is not (TryAgain or Interrupted) || ++tries == MaxTries)
                {
                    return program;
                }
            }
        }
    }

    /// <summary>Attaches a program to its tracepoint or function, until the descriptor is closed.</summary>
    public static BpfDescriptor? Attach(BpfDescriptor program, out int error)
    {
        var attributes = new AttachAttributes { Program = (uint)program.Number };
        var link = Call(Command.RawTracepointOpen, &attributes, sizeof(AttachAttributes), out error);
        GC.KeepAlive(program);
        return link;
    }

    /// <summary>Makes an iterator's program ready for passes.</summary>
    public static BpfDescriptor? LinkIterator(BpfDescriptor program, out int error)
    {
        var attributes = new LinkAttributes { Program = (uint)program.Number, AttachKind = (uint)BpfHookKind.Iterator };
        var link = Call(Command.LinkCreate, &attributes, sizeof(LinkAttributes), out error);
        GC.KeepAlive(program);
        return link;
    }

    /// <summary>
    /// How often the kernel has left a program out because it was at work on that processor already, where an interrupt had come in between: it does not
    /// let a program interrupt itself. 0 where the kernel does not say.
    /// </summary>
    public static long SkippedRuns(BpfDescriptor program)
    {
        Span<byte> information = stackalloc byte[SkippedRunsOffset + sizeof(long)];
        information.Clear();
        fixed (byte* bytes = information)
        {
            var attributes = new InformationAttributes { Object = (uint)program.Number, Size = (uint)information.Length, Information = (ulong)bytes };
            var result = SystemCall(CallNumber, (int)Command.ObjectInformation, &attributes, (nuint)sizeof(InformationAttributes));
            GC.KeepAlive(program);
            return result < 0 ? 0 : MemoryMarshal.Read<long>(information[SkippedRunsOffset..]);
        }
    }

    /// <summary>Begins one pass, which is made by reading.</summary>
    public static BpfDescriptor? CreateIterator(BpfDescriptor link, out int error)
    {
        var attributes = new IteratorAttributes { Link = (uint)link.Number };
        var iterator = Call(Command.IteratorCreate, &attributes, sizeof(IteratorAttributes), out error);
        GC.KeepAlive(link);
        return iterator;
    }

    /// <summary>Reads on. Number of bytes, 0 at the end, or -1 and errno.</summary>
    public static int Read(BpfDescriptor iterator, Span<byte> buffer, out int error)
    {
        fixed (byte* bytes = buffer)
        {
            nint count;
            do
            {
                count = ReadDescriptor(iterator.Number, bytes, (nuint)buffer.Length);
                error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
            }
            while (error == Interrupted);
            GC.KeepAlive(iterator);
            return (int)count;
        }
    }

    private static BpfDescriptor? Call(Command command, void* attributes, int size, out int error)
    {
        var number = SystemCall(CallNumber, (int)command, attributes, (uint)size);
        error = number < 0 ? Marshal.GetLastPInvokeError() : 0;
        return number < 0 ? null : new BpfDescriptor((int)number);
    }

    // The kernel takes letters, digits, dots and underscores.
    private static void WriteName(string name, Span<byte> field)
    {
        var length = Math.Min(name.Length, NameSize - 1);
        for (var i = 0; i < length; i++)
        {
            field[i] = char.IsAsciiLetterOrDigit(name[i]) || name[i] == '.' ? (byte)name[i] : (byte)'_';
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint command, void* attributes, nuint size);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadDescriptor(int descriptor, byte* buffer, nuint size);

    // Beginnings of union bpf_attr of linux/bpf.h, one per command: the kernel takes what is not there as zero.

    [StructLayout(LayoutKind.Sequential)]
    private struct MapAttributes
    {
        public uint Kind;
        public uint KeySize;
        public uint ValueSize;
        public uint MaxEntries;
        public uint Flags;
        public uint InnerMap;
        public uint Node;
        public fixed byte Name[NameSize];
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ProgramAttributes
    {
        public uint Kind;
        public uint InstructionCount;
        public ulong Instructions;
        public ulong License;
        public uint LogLevel;
        public uint LogSize;
        public ulong Log;
        public uint KernelVersion;
        public uint Flags;
        public fixed byte Name[NameSize];
        public uint Interface;
        public uint AttachKind;
        public uint Types;
        public uint FunctionInfoSize;
        public ulong FunctionInfo;
        public uint FunctionInfoCount;
        public uint LineInfoSize;
        public ulong LineInfo;
        public uint LineInfoCount;
        public uint AttachType;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct AttachAttributes
    {
        public ulong Name;
        public uint Program;
        public uint Padding;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct LinkAttributes
    {
        public uint Program;
        public uint Target;
        public uint AttachKind;
        public uint Flags;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct InformationAttributes
    {
        public uint Object;
        public uint Size;
        public ulong Information;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct IteratorAttributes
    {
        public uint Link;
        public uint Flags;
    }
}
