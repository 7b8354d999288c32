using RustNet.Core.Dpi.Protocols.Quic;

namespace RustNet.Core.Tests.Dpi.Protocols.Quic;

public sealed class QuicCryptoStreamTests
{
    [Fact]
    public void Store_keeps_the_first_copy_of_a_byte()
    {
        var stream = new QuicCryptoStream();
        stream.Store(4, "EFGH"u8);
        Assert.True(stream.Ready.IsEmpty);

        stream.Store(2, "xxxxxxxx"u8);
        stream.Store(0, "ABCDEFGHIJKL"u8);

        Assert.Equal("ABxxEFGHxxKL"u8, stream.Ready);
    }

    [Fact]
    public void Store_is_bounded_in_bytes_and_in_pieces()
    {
        var stream = new QuicCryptoStream();
        stream.Store(ulong.MaxValue, "a"u8);
        stream.Store(QuicCryptoStream.MaxLength, "a"u8);
        for (var i = 0u; i < 10_000; i++)
        {
            stream.Store(1 + (i * 2), "a"u8);
        }

        Assert.InRange(stream.Size, 1, 4 * QuicCryptoStream.MaxLength);
        stream.Store(0, new byte[QuicCryptoStream.MaxLength]);
        Assert.Equal(QuicCryptoStream.MaxLength, stream.Ready.Length);
    }

    [Fact]
    public void Store_joins_random_pieces()
    {
        var random = new Random(5);
        var whole = new byte[700];
        random.NextBytes(whole);
        for (var round = 0; round < 2_000; round++)
        {
            var stream = new QuicCryptoStream();
            while (stream.Ready.Length < whole.Length)
            {
                var start = random.Next(whole.Length);
                stream.Store((ulong)start, whole.AsSpan(start, random.Next(1, Math.Min(120, whole.Length - start) + 1)));
            }

            Assert.Equal(whole, stream.Ready);
        }
    }
}
