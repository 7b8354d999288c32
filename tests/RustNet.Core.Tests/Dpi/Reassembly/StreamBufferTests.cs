using RustNet.Core.Dpi.Reassembly;

namespace RustNet.Core.Tests.Dpi.Reassembly;

public sealed class StreamBufferTests
{
    private const int Limit = 4096;

    [Fact]
    public void Store_joins_pieces_in_any_order_and_keeps_first_copies()
    {
        var random = new Random(5);
        var pool = new BufferPool(1 << 20);
        for (var round = 0; round < 5_000; round++)
        {
            var model = new int[600];   // what each byte must be: -1 unseen
            Array.Fill(model, -1);
            var stream = default(StreamBuffer);
            var front = 0;
            for (var step = 0; step < 40; step++)
            {
                var start = front + random.Next(500 - front);
                var bytes = new byte[random.Next(1, 60)];
                random.NextBytes(bytes);
                if (stream.Store(pool, start - front, bytes, Limit) == StoreResult.Stored)
                {
                    for (var i = 0; i < bytes.Length; i++)
                    {
                        model[start + i] = model[start + i] < 0 ? bytes[i] : model[start + i];
                    }
                }

                if (random.Next(8) == 0)
                {
                    var count = random.Next(1, 50);
                    stream.Advance(pool, count);
                    front = Math.Min(499, front + count);
                    if (front == 499)
                    {
                        break;
                    }
                }

                var expected = model.Skip(front).TakeWhile(value => value >= 0).Select(value => (byte)value).ToArray();
                Assert.Equal(expected, stream.Ready.ToArray());
            }

            stream.Release(pool);
        }

        Assert.Equal(0, pool.InUse);
    }

    [Fact]
    public void Store_refuses_what_lies_too_far_ahead()
    {
        var pool = new BufferPool(1 << 20);
        var stream = default(StreamBuffer);

        Assert.Equal(StoreResult.TooFar, stream.Store(pool, Limit + 1, [1], Limit));
        Assert.Equal(StoreResult.TooFar, stream.Store(pool, int.MaxValue, [1], Limit));
        Assert.Equal(StoreResult.TooFar, stream.Store(pool, 0, new byte[Limit + 1], Limit));
        Assert.True(stream.IsEmpty);
    }

    [Fact]
    public void Store_tracks_a_bounded_number_of_holes()
    {
        var pool = new BufferPool(1 << 20);
        var stream = default(StreamBuffer);
        var results = Enumerable.Range(1, 20).Select(i => stream.Store(pool, i * 10, [1], Limit)).ToArray();

        Assert.Equal(StoreResult.Stored, results[0]);
        Assert.Equal(StoreResult.TooManyHoles, results[^1]);
        Assert.Equal(StoreResult.Stored, stream.Store(pool, 11, [1], Limit));   // widening a piece needs no new one
    }

    [Fact]
    public void Store_respects_the_pool()
    {
        var pool = new BufferPool(2048);
        var (one, other) = (default(StreamBuffer), default(StreamBuffer));

        Assert.Equal(StoreResult.Stored, one.Store(pool, 0, [1], Limit));
        Assert.Equal(StoreResult.OverCeiling, other.Store(pool, 0, [1], Limit));
        one.Release(pool);
        Assert.Equal(StoreResult.Stored, other.Store(pool, 0, [1], Limit));
    }
}
