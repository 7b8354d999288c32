using System.Net.Sockets;
using RustNet.Host.Linux.Bpf.Records;

namespace RustNet.Host.Tests.Linux.Bpf;

public class RecordTests
{
    private static readonly UInt128 s_loopback = new(0, 0x0000_ffff_7f00_0001);

    [Fact]
    public void SocketEvent_reads_a_connection()
    {
        Assert.True(SocketEvent.TryRead(RecordedRecords.Connected, out var connected));

        Assert.Equal(SocketEventKind.Connected, connected.Kind);
        Assert.Equal(4104ul, connected.Cookie);
        Assert.Equal(13_130_881_203_430, connected.At);
        var ends = connected.Ends;
        Assert.Equal((s_loopback, (ushort)57498), (ends.LocalAddress, ends.LocalPort));
        Assert.Equal((s_loopback, (ushort)40961), (ends.RemoteAddress, ends.RemotePort));
        Assert.Equal((AddressFamily.InterNetwork, (byte)1, 4026531833u), (ends.Family, ends.State, ends.NetworkNamespace));
        Assert.True(ends.IsTcp && ends.IsConnected && !ends.IsIPv6Only);
    }

    [Fact]
    public void SocketEvent_reads_its_process()
    {
        Assert.True(SocketEvent.TryRead(RecordedRecords.Connected, out var connected));

        var owner = connected.Owner;
        Assert.Equal((18667, 18658, 0u, 1ul), (owner.ProcessId, owner.ParentId, owner.UserId, owner.ControlGroup));
        Assert.Equal(13_130_497_989_624, owner.StartedAt);
        Assert.Equal(("python3", "python3.11"), (owner.Name, owner.ExecutableName)); // and nothing of what lies behind the zero
        Assert.False(owner.IsKernelThread);
    }

    [Fact]
    public void SocketEvent_reads_a_socket_without_a_peer()
    {
        Assert.True(SocketEvent.TryRead(RecordedRecords.Used, out var used));

        Assert.Equal(SocketEventKind.Used, used.Kind);
        Assert.Equal((UInt128.One, (ushort)40962, (ushort)17), (used.Ends.LocalAddress, used.Ends.LocalPort, used.Ends.Protocol));
        Assert.False(used.Ends.IsConnected);
        Assert.True(used.Ends.IsIPv6Only);
        Assert.Equal(AddressFamily.InterNetworkV6, used.Ends.Family);
    }

    [Fact]
    public void SocketEvent_cleans_names_and_keeps_to_their_fields()
    {
        var record = (byte[])RecordedRecords.Connected.Clone();
        "\u001b[31mred\u0007"u8.CopyTo(record.AsSpan(32));
        record.AsSpan(48, 32).Fill((byte)'x'); // no zero at all

        Assert.True(SocketEvent.TryRead(record, out var connected));

        Assert.DoesNotContain('\u001b', connected.Owner.Name);
        Assert.Equal(new string('x', 32), connected.Owner.ExecutableName);
    }

    [Fact]
    public void SocketEvent_refuses_every_prefix_and_unknown_kinds()
    {
        var record = (byte[])RecordedRecords.Connected.Clone();
        for (var length = 0; length < record.Length; length++)
        {
            Assert.False(SocketEvent.TryRead(record.AsSpan(0, length), out _));
        }

        record[80 + 45] = 0;
        Assert.False(SocketEvent.TryRead(record, out _));
        record[80 + 45] = 7;
        Assert.False(SocketEvent.TryRead(record, out _));
    }

    [Fact]
    public void SocketEvent_reads_any_bytes_without_throwing()
    {
        var random = new Random(7);
        var record = new byte[SocketEvent.Size];
        for (var round = 0; round < 20_000; round++)
        {
            random.NextBytes(record);
            record[80 + 45] = 1;
            Assert.True(SocketEvent.TryRead(record, out var any));
            Assert.All(any.Owner.Name + any.Owner.ExecutableName, c => Assert.False(char.IsControl(c)));
            _ = any.Ends;
        }
    }

    [Fact]
    public void SocketRecord_reads_all_and_leaves_a_beginning()
    {
        var bytes = RecordedRecords.Sockets;
        for (var length = 0; length <= bytes.Length; length++)
        {
            var records = new List<SocketRecord>();

            var used = SocketRecord.ReadAll(bytes.AsSpan(0, length), records);

            Assert.Equal(length / SocketRecord.Size * SocketRecord.Size, used);
            Assert.Equal(length / SocketRecord.Size, records.Count);
        }

        var all = new List<SocketRecord>();
        SocketRecord.ReadAll(bytes, all);
        Assert.Equal((18667, 4103ul), (all[0].ProcessId, all[0].Cookie));
        Assert.Equal(13_130_497_989_624, all[0].ProcessStartedAt);
        Assert.Equal((s_loopback, (ushort)40961, (byte)10), (all[0].Ends.LocalAddress, all[0].Ends.LocalPort, all[0].Ends.State));
        Assert.Equal((ushort)40961, all[1].Ends.RemotePort);
    }

    [Fact]
    public void Records_of_snapshots_read_any_bytes_without_throwing()
    {
        var random = new Random(9);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = (byte[])RecordedRecords.Sockets.Clone();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Assert.Equal(bytes.Length, SocketRecord.ReadAll(bytes, new List<SocketRecord>()));
        }
    }
}
