using System.Buffers.Binary;
using System.Security.Cryptography;
using RustNet.Core.Dpi;

namespace RustNet.Core.Tests.Dpi;

public sealed class Sha256BlockTests
{
    [Fact]
    public void Compress_agrees_with_the_platform_for_messages_of_every_length()
    {
        var random = new Random(11);
        for (var length = 0; length <= 200; length++)
        {
            var message = new byte[length];
            random.NextBytes(message);

            Assert.Equal(SHA256.HashData(message), Hash(message));
        }
    }

    private static byte[] Hash(byte[] message)
    {
        var padding = new byte[(119 - message.Length % 64) % 64 + 1];
        padding[0] = 0x80;
        byte[] padded = [.. message, .. padding, .. new byte[8]];
        BinaryPrimitives.WriteUInt64BigEndian(padded.AsSpan(padded.Length - 8), (ulong)message.Length * 8);
        uint[] state = [.. Sha256Lanes.Initial];
        var block = new uint[16];
        for (var at = 0; at < padded.Length; at += 64)
        {
            for (var i = 0; i < block.Length; i++)
            {
                block[i] = BinaryPrimitives.ReadUInt32BigEndian(padded.AsSpan(at + 4 * i));
            }

            Sha256Block.Compress(state, block);
        }

        var hash = new byte[32];
        for (var i = 0; i < state.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(4 * i), state[i]);
        }

        return hash;
    }
}
