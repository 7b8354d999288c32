using System.Buffers.Binary;
using RustNet.Core.Dpi;

namespace RustNet.Host.Linux.Bpf.Records;

/// <summary>A process (struct task_record of Programs/records.h). Texts are cleaned.</summary>
/// <param name="ProcessId">Process id as the initial PID namespace counts.</param>
/// <param name="ParentId">Process id of its parent, or 0.</param>
/// <param name="UserId">Real user id as the initial user namespace counts.</param>
/// <param name="IsKernelThread">A thread of the kernel, which has no executable.</param>
/// <param name="ControlGroup">As <see cref="SocketOwner.ControlGroup"/>.</param>
/// <param name="StartedAt">Nanoseconds since boot, as <see cref="SocketOwner.StartedAt"/>.</param>
/// <param name="Name">Its name, cut by the kernel at 15 bytes.</param>
/// <param name="ExecutableName">File name of its executable, where the path is not to be had; else <see langword="null"/>.</param>
/// <param name="ExecutablePath">
/// Path of its executable as seen from its own root directory, with <c> (deleted)</c> behind it where it was replaced;
/// <see langword="null"/> if it has none.
/// </param>
internal sealed record TaskRecord(
    int ProcessId,
    int ParentId,
    uint UserId,
    bool IsKernelThread,
    ulong ControlGroup,
    long StartedAt,
    string Name,
    string? ExecutableName,
    string? ExecutablePath)
{
    /// <summary>Bytes before the path.</summary>
    public const int HeaderSize = SocketOwner.Size + 8;

    /// <summary>Longest path in bytes.</summary>
    public const int MaxPath = 4096;

    /// <summary>
    /// Adds all whole records to the list. Number of bytes used up; the rest is the beginning of a record. A length that
    /// cannot be makes all the rest worthless: -1.
    /// </summary>
    public static int ReadAll(ReadOnlySpan<byte> bytes, ICollection<TaskRecord> records)
    {
        var used = 0;
        while (bytes.Length - used >= HeaderSize)
        {
            var rest = bytes[used..];
            var pathLength = BinaryPrimitives.ReadUInt32LittleEndian(rest[SocketOwner.Size..]);
            if (pathLength >= MaxPath)
            {
                return -1;
            }

            if (pathLength > rest.Length - HeaderSize)
            {
                break;
            }

            var owner = new SocketOwner(rest);
            records.Add(new TaskRecord(
                owner.ProcessId,
                owner.ParentId,
                owner.UserId,
                owner.IsKernelThread,
                owner.ControlGroup,
                owner.StartedAt,
                owner.Name,
                owner.ExecutableName,
                pathLength == 0 ? null : WireText.Clean(rest.Slice(HeaderSize, (int)pathLength), MaxPath)));
            used += HeaderSize + (int)pathLength;
        }

        return used;
    }
}
