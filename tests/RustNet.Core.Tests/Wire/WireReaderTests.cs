using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Core.Tests.Wire;

public sealed class WireReaderTests
{
    [Fact]
    public void Reads_numbers_in_network_byte_order()
    {
        var reader = new WireReader(new WireBytes().U8(1).U16(0x0203).U24(0x040506).U32(0x0708090A).U64(0x0B0C0D0E0F101112).ToArray());

        Assert.True(reader.TryReadByte(out var one));
        Assert.True(reader.TryReadUInt16(out var two));
        Assert.True(reader.TryReadUInt24(out var three));
        Assert.True(reader.TryReadUInt32(out var four));
        Assert.True(reader.TryReadUInt64(out var eight));

        Assert.Equal((1, 0x0203, 0x040506, 0x0708090Au, 0x0B0C0D0E0F101112ul), (one, two, three, four, eight));
        Assert.True(reader.AtEnd);
    }

    [Fact]
    public void A_read_that_does_not_fit_moves_nothing_and_gives_the_default()
    {
        var reader = new WireReader([0xFF]);

        Assert.False(reader.TryReadUInt16(out var value));
        Assert.False(reader.TryReadUInt24(out _));
        Assert.False(reader.TryReadUInt32(out _));
        Assert.False(reader.TryReadUInt64(out _));
        Assert.False(reader.TrySkip(2));
        Assert.False(reader.TrySkip(-1));

        Assert.Equal(0, value);
        Assert.Equal(1, reader.Remaining);
    }

    [Fact]
    public void A_vector_longer_than_the_rest_leaves_its_length_unread()
    {
        var reader = new WireReader([2, 0, 5]);

        Assert.False(new WireReader([2, 0]).TryTakeVector8(out _));
        Assert.False(reader.TryTakeVector16(out _));
        Assert.False(reader.TryTakeVector24(out _));
        Assert.Equal(3, reader.Remaining);
        Assert.True(reader.TryTakeVector8(out var vector));
        Assert.Equal([0, 5], vector.ToArray());
    }
}
