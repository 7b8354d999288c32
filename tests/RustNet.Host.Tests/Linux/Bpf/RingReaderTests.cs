using System.Buffers.Binary;
using RustNet.Host.Linux.Bpf.Records;

namespace RustNet.Host.Tests.Linux.Bpf;

public class RingReaderTests
{
    private const int Size = 64;
    private const uint Busy = 1u << 31;
    private const uint Discarded = 1u << 30;

    [Fact]
    public void TryRead_gives_the_records_in_order_and_ends()
    {
        var ring = new byte[2 * Size];
        Write(ring, 0, 5, 0xaa);
        Write(ring, 16, 8, 0xbb);
        var reader = new RingReader(ring, 0, 32);

        Assert.True(reader.TryRead(out var first));
        Assert.Equal([0xaa, 0xaa, 0xaa, 0xaa, 0xaa], first.ToArray());
        Assert.Equal(16u, reader.Position); // rounded up to 8
        Assert.True(reader.TryRead(out var second));
        Assert.Equal(8, second.Length);
        Assert.False(reader.TryRead(out _));
        Assert.Equal((32ul, false), (reader.Position, reader.IsDamaged));
    }

    [Fact]
    public void TryRead_goes_on_past_the_end_of_the_ring()
    {
        var ring = new byte[2 * Size];
        Write(ring, 48, 24, 0xcc); // 8 bytes of it lie in the first half, in truth
        var reader = new RingReader(ring, 3 * Size + 48, 3 * Size + 48 + 32);

        Assert.True(reader.TryRead(out var record));
        Assert.Equal(24, record.Length);
        Assert.All(record.ToArray(), b => Assert.Equal(0xcc, b));
    }

    [Fact]
    public void TryRead_waits_before_a_record_that_is_being_written()
    {
        var ring = new byte[2 * Size];
        Write(ring, 0, 8 | Busy, 0);
        Write(ring, 16, 8, 0);
        var reader = new RingReader(ring, 0, 32);

        Assert.False(reader.TryRead(out _));
        Assert.Equal((0ul, false), (reader.Position, reader.IsDamaged));
    }

    [Fact]
    public void TryRead_steps_over_discarded_records()
    {
        var ring = new byte[2 * Size];
        Write(ring, 0, 8 | Discarded, 0);
        Write(ring, 16, 8, 0xdd);
        Write(ring, 32, 8 | Discarded, 0);
        var reader = new RingReader(ring, 0, 48);

        Assert.True(reader.TryRead(out var record));
        Assert.Equal(0xdd, record[0]);
        Assert.False(reader.TryRead(out _));
        Assert.Equal(48u, reader.Position);
    }

    [Theory]
    [InlineData(0, 16, 9u)]             // longer than what is there
    [InlineData(0, 16, 0x3fff_ffffu)]
    [InlineData(0, 72, 8u)]             // more than the ring holds
    [InlineData(16, 0, 8u)]             // consumer ahead of producer
    [InlineData(4, 20, 8u)]             // not on a record
    [InlineData(0, 4, 0u)]              // no room for a header
    [InlineData(0, 12, 4u)]             // the rounding goes beyond
    public void TryRead_gives_up_when_positions_and_lengths_disagree(ulong consumer, ulong producer, uint length)
    {
        var ring = new byte[2 * Size];
        Write(ring, (int)consumer, length, 0);
        var reader = new RingReader(ring, consumer, producer);

        Assert.False(reader.TryRead(out _));
        Assert.Equal((producer, true), (reader.Position, reader.IsDamaged));
    }

    [Fact]
    public void TryRead_always_ends_on_random_memory()
    {
        var random = new Random(5);
        var ring = new byte[2 * Size];
        for (var round = 0; round < 20_000; round++)
        {
            random.NextBytes(ring);
            if (round % 2 == 0)
            {
                ring.AsSpan().Fill((byte)random.Next(32)); // short lengths, mostly
                for (var at = 1; at < ring.Length; at++)
                {
                    ring[at] = at % 4 == 0 ? ring[at] : (byte)0;
                }
            }

            var start = (ulong)random.Next(0, 1000) * 8;
            var reader = new RingReader(ring, start, start + (ulong)random.Next(0, 10) * 8);
            var records = 0;
            while (reader.TryRead(out _))
            {
                Assert.InRange(++records, 1, Size / 8);
            }
        }
    }

    // A record as the kernel writes it; through both mappings, which are the same memory there.
    private static void Write(byte[] ring, int at, uint length, byte fill)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(ring.AsSpan(at), length);
        var size = (int)Math.Min(length & 0xff, 2 * Size - at - 8);
        ring.AsSpan(at + 8, size).Fill(fill);
    }
}
