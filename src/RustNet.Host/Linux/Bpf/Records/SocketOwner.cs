using System.Buffers.Binary;
using RustNet.Core.Dpi;

namespace RustNet.Host.Linux.Bpf.Records;

/// <summary>
/// The process behind a socket at the time the record was written (struct owner of Programs/records.h). A view of the
/// record, valid while that is; texts are made, and cleaned, when asked for.
/// </summary>
internal readonly ref struct SocketOwner
{
    /// <summary>Bytes it takes in a record.</summary>
    public const int Size = 80;

    private const uint KernelThread = 0x0020_0000; // PF_KTHREAD

    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>Views at least <see cref="Size"/> bytes.</summary>
    public SocketOwner(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes[..Size];
    }

    /// <summary>Process id as the initial PID namespace counts.</summary>
    public int ProcessId => BinaryPrimitives.ReadInt32LittleEndian(_bytes);

    /// <summary>Process id of its parent; 0 for none.</summary>
    public int ParentId => BinaryPrimitives.ReadInt32LittleEndian(_bytes[4..]);

    /// <summary>Effective user id as the initial user namespace counts.</summary>
    public uint UserId => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[8..]);

    /// <summary>The kernel itself is at work, not a program.</summary>
    public bool IsKernelThread => (BinaryPrimitives.ReadUInt32LittleEndian(_bytes[12..]) & KernelThread) != 0;

    /// <summary>Id of its control group in the unified hierarchy: the inode of that directory under /sys/fs/cgroup.</summary>
    public ulong ControlGroup => BinaryPrimitives.ReadUInt64LittleEndian(_bytes[16..]);

    /// <summary>
    /// When it started: nanoseconds since boot, suspended time counted; divided by 10 ms what field 22 of
    /// <c>/proc/PID/stat</c> says. With <see cref="ProcessId"/> it names a process for good.
    /// </summary>
    public long StartedAt => BinaryPrimitives.ReadInt64LittleEndian(_bytes[24..]);

    /// <summary>
    /// Name of the process (of its first thread), at most 15 bytes: the kernel cuts it. Cleaned.
    /// </summary>
    public string Name => Text(_bytes.Slice(32, 16));

    /// <summary>
    /// File name of the executable, without its path, at most 31 bytes; <see langword="null"/> if it is longer or the
    /// process has none. Cleaned.
    /// </summary>
    public string? ExecutableName => Text(_bytes.Slice(48, 32)) is { Length: > 0 } name ? name : null;

    private static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return WireText.Clean(end < 0 ? field : field[..end]);
    }
}
