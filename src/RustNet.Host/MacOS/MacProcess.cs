using System.Buffers.Binary;
using Layout = RustNet.Host.MacOS.ProcInfoLayout;

namespace RustNet.Host.MacOS;

/// <summary>What struct proc_bsdinfo or struct proc_bsdshortinfo says of a process. A view of the bytes; never throws.</summary>
internal readonly ref struct MacProcess
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long NanosecondsPerMicrosecond = 1_000;

    private MacProcess(ReadOnlySpan<byte> command, ReadOnlySpan<byte> name, int parent, uint user, long startTime)
    {
        Command = UpToZero(command);
        Name = UpToZero(name);
        Parent = parent;
        User = user;
        StartTime = startTime;
    }

    /// <summary>Name of the program, at most 15 bytes.</summary>
    public ReadOnlySpan<byte> Command { get; }

    /// <summary>Longer name, at most 31 bytes; or empty.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>Process id of the parent; 0 for none.</summary>
    public int Parent { get; }

    /// <summary>Effective user id.</summary>
    public uint User { get; }

    /// <summary>When it started, nanoseconds since 1970 UTC; 0 where that is not told.</summary>
    public long StartTime { get; }

    /// <summary>Reads struct proc_bsdinfo.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out MacProcess process)
    {
        process = default;
        if (bytes.Length < Layout.Process.Length)
        {
            return false;
        }

        var seconds = BinaryPrimitives.ReadUInt64LittleEndian(bytes[Layout.Process.StartSeconds..]);
        var microseconds = BinaryPrimitives.ReadUInt64LittleEndian(bytes[Layout.Process.StartMicroseconds..]);
        var hasStart = seconds < long.MaxValue / NanosecondsPerSecond && microseconds < 1_000_000;
        process = new MacProcess(
            bytes.Slice(Layout.Process.Command, Layout.CommandLength),
            bytes.Slice(Layout.Process.Name, 2 * Layout.CommandLength),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[Layout.Process.Parent..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[Layout.Process.User..]),
            hasStart ? (long)seconds * NanosecondsPerSecond + (long)microseconds * NanosecondsPerMicrosecond : 0);
        return true;
    }

    /// <summary>Reads struct proc_bsdshortinfo, which has neither the longer name nor the start.</summary>
    public static bool TryParseShort(ReadOnlySpan<byte> bytes, out MacProcess process)
    {
        process = default;
        if (bytes.Length < Layout.ShortProcess.Length)
        {
            return false;
        }

        process = new MacProcess(
            bytes.Slice(Layout.ShortProcess.Command, Layout.CommandLength),
            default,
            BinaryPrimitives.ReadInt32LittleEndian(bytes[Layout.ShortProcess.Parent..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[Layout.ShortProcess.User..]),
            0);
        return true;
    }

    private static ReadOnlySpan<byte> UpToZero(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }
}
