using System.Buffers.Binary;

namespace RustNet.Host.Linux.Bpf.Records;

/// <summary>A descriptor of a process that is an internet socket (struct socket_record of Programs/records.h).</summary>
/// <param name="ProcessId">Process id as the initial PID namespace counts.</param>
/// <param name="ProcessStartedAt">When that process started; as <see cref="TaskRecord.StartedAt"/>.</param>
/// <param name="Descriptor">Its number in that process.</param>
/// <param name="Inode">Inode of the socket, as <c>/proc/PID/fd</c> and sock_diag name it.</param>
/// <param name="Cookie">The kernel's number for the socket, as <see cref="SocketEvent.Cookie"/>.</param>
/// <param name="UserId">User that made the socket, as the initial user namespace counts.</param>
/// <param name="Ends">Its ends.</param>
internal readonly record struct SocketRecord(
    int ProcessId, long ProcessStartedAt, int Descriptor, ulong Inode, ulong Cookie, uint UserId, SocketEnds Ends)
{
    /// <summary>Bytes of a record.</summary>
    public const int Size = 40 + SocketEnds.Size;

    /// <summary>Adds all whole records to the list. Number of bytes used up; the rest is the beginning of a record.</summary>
    public static int ReadAll(ReadOnlySpan<byte> bytes, ICollection<SocketRecord> records)
    {
        var used = 0;
        for (; bytes.Length - used >= Size; used += Size)
        {
            var record = bytes.Slice(used, Size);
            records.Add(new SocketRecord(
                BinaryPrimitives.ReadInt32LittleEndian(record),
                BinaryPrimitives.ReadInt64LittleEndian(record[8..]),
                BinaryPrimitives.ReadInt32LittleEndian(record[4..]),
                BinaryPrimitives.ReadUInt64LittleEndian(record[16..]),
                BinaryPrimitives.ReadUInt64LittleEndian(record[24..]),
                BinaryPrimitives.ReadUInt32LittleEndian(record[32..]),
                SocketEnds.Read(record[40..])));
        }

        return used;
    }
}
