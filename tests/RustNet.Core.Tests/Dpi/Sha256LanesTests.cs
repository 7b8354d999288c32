using System.Buffers.Binary;
using System.Security.Cryptography;
using RustNet.Core.Dpi;

namespace RustNet.Core.Tests.Dpi;

public sealed class Sha256LanesTests
{
    [Fact]
    public void HashTwo_agrees_with_the_platform_for_every_pair_of_lengths()
    {
        var random = new Random(7);
        for (var first = 0; first <= 200; first++)
        {
            var second = random.Next(0, 400);
            AssertHashes(Bytes(random, first), Bytes(random, second));
        }
    }

    private static void AssertHashes(byte[] first, byte[] second)
    {
        Span<byte> one = [.. first, .. new byte[Sha256Lanes.RoomForPadding]];
        Span<byte> two = [.. second, .. new byte[Sha256Lanes.RoomForPadding]];
        var (firstHash, secondHash) = (new uint[8], new uint[2]);
        Sha256Lanes.HashTwo(one, first.Length, two, second.Length, firstHash, secondHash);

        Assert.Equal(Words(SHA256.HashData(first), 8), firstHash);
        Assert.Equal(Words(SHA256.HashData(second), 2), secondHash);
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static uint[] Words(byte[] hash, int count) =>
        [.. Enumerable.Range(0, count).Select(i => BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(i * 4)))];
}
