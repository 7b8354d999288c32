using System.Buffers.Binary;

namespace RustNet.Host.Linux.Bpf.Records;

/// <summary>A descriptor of a process that is an internet socket (struct socket_record of Programs/records.h).</summary>
/// <param name="ProcessId">Process id as the initial PID namespace counts.</param>
/// <param name="ProcessStartedAt">When that process started; as <see cref="SocketOwner.StartedAt"/>.</param>
/// <param name="Cookie">The kernel's number for the socket, as <see cref="SocketEvent.Cookie"/>.</param>
/// <param name="Ends">Its ends.</param>
internal readonly record struct SocketRecord(int ProcessId, long ProcessStartedAt, ulong Cookie, SocketEnds Ends)
{
    /// <summary>Bytes of a record.</summary>
    public const int Size = 24 + SocketEnds.Size;

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
                BinaryPrimitives.ReadUInt64LittleEndian(record[16..]),
                SocketEnds.Read(record[24..])));
        }

        return used;
    }
}
