using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RustNet.Core.Dpi;

/// <summary>
/// SHA-256 (FIPS 180-4) of four messages side by side, one in each lane of 32 bits. Only for what keeps no secret: keys that are derived
/// from what everybody sees on the wire, and fingerprints. The platform's library takes 1.3 µs for a short hash, nearly all of it in setting up
/// and tearing down, and a connection asks for many.
/// </summary>
internal static class Sha256Lanes
{
    /// <summary>32-bit words of a state.</summary>
    public const int StateLength = 8;

    /// <summary>32-bit words of a block.</summary>
    public const int BlockLength = 16;

    /// <summary>Rounds of a block.</summary>
    public const int Rounds = 64;

    /// <summary>The state before the first block (§5.3.3).</summary>
    public static ReadOnlySpan<uint> Initial =>
        [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    /// <summary>K (§4.2.2).</summary>
    public static ReadOnlySpan<uint> RoundConstants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>The front of the hashes of two messages, each 32 bits at a time, in one go.</summary>
    /// <param name="first">A message with <see cref="RoomForPadding"/> bytes behind it, which are overwritten.</param>
    /// <param name="firstLength">Its length.</param>
    /// <param name="second">Another one, likewise.</param>
    /// <param name="secondLength">Its length.</param>
    /// <param name="firstHash">Takes the first words of the first one's hash.</param>
    /// <param name="secondHash">Takes the first words of the other's.</param>
    public static void HashTwo(
        Span<byte> first, int firstLength, Span<byte> second, int secondLength, Span<uint> firstHash, Span<uint> secondHash)
    {
        var (firstBlocks, secondBlocks) = (Pad(first, firstLength), Pad(second, secondLength));
        Span<Vector128<uint>> state = stackalloc Vector128<uint>[StateLength];
        Span<Vector128<uint>> block = stackalloc Vector128<uint>[BlockLength];
        for (var i = 0; i < StateLength; i++)
        {
            state[i] = Vector128.Create(Initial[i]);
        }

        for (var i = 0; i < Math.Max(firstBlocks, secondBlocks); i++)
        {
            for (var word = 0; word < BlockLength; word++)
            {
                block[word] = Vector128.Create(Word(first, firstBlocks, i, word), Word(second, secondBlocks, i, word), 0, 0);
            }

            Compress(state, block);
            Take(state, 0, i == firstBlocks - 1, firstHash);
            Take(state, 1, i == secondBlocks - 1, secondHash);
        }

        static uint Word(ReadOnlySpan<byte> message, int blocks, int block, int word) =>
            block < blocks ? BinaryPrimitives.ReadUInt32BigEndian(message[((block * BlockLength + word) * sizeof(uint))..]) : 0;

        static void Take(ReadOnlySpan<Vector128<uint>> state, int lane, bool isLast, Span<uint> hash)
        {
            for (var i = 0; isLast && i < hash.Length; i++)
            {
                hash[i] = state[i].GetElement(lane);
            }
        }
    }

    /// <summary>Bytes behind a message that padding may take (§5.1.1).</summary>
    public const int RoomForPadding = BlockLength * sizeof(uint) + sizeof(ulong);

    private static int Pad(Span<byte> message, int length)
    {
        const int blockBytes = BlockLength * sizeof(uint);
        var blocks = (length + sizeof(ulong)) / blockBytes + 1;
        var padding = message[length..(blocks * blockBytes)];
        padding.Clear();
        padding[0] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(padding[^sizeof(ulong)..], (ulong)length * 8);
        return blocks;
    }

    /// <summary>
    /// Takes a block into each lane's state (§6.2.2). <paramref name="block"/> is used up: it holds the message schedule afterwards.
    /// </summary>
    public static void Compress(Span<Vector128<uint>> state, Span<Vector128<uint>> block)
    {
        block = block[..BlockLength];
        state = state[..StateLength];
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        for (var t = 0; t < Rounds; t += BlockLength)
        {
            if (t > 0)
            {
                Schedule(block);
            }

            // As in Sha256Block.
            var added = RoundConstants.Slice(t, BlockLength);
            var changed = b ^ c;
            Round(a, b, ref d, e, f, g, ref h, ref changed, block[0] + Vector128.Create(added[0]));
            Round(h, a, ref c, d, e, f, ref g, ref changed, block[1] + Vector128.Create(added[1]));
            Round(g, h, ref b, c, d, e, ref f, ref changed, block[2] + Vector128.Create(added[2]));
            Round(f, g, ref a, b, c, d, ref e, ref changed, block[3] + Vector128.Create(added[3]));
            Round(e, f, ref h, a, b, c, ref d, ref changed, block[4] + Vector128.Create(added[4]));
            Round(d, e, ref g, h, a, b, ref c, ref changed, block[5] + Vector128.Create(added[5]));
            Round(c, d, ref f, g, h, a, ref b, ref changed, block[6] + Vector128.Create(added[6]));
            Round(b, c, ref e, f, g, h, ref a, ref changed, block[7] + Vector128.Create(added[7]));
            Round(a, b, ref d, e, f, g, ref h, ref changed, block[8] + Vector128.Create(added[8]));
            Round(h, a, ref c, d, e, f, ref g, ref changed, block[9] + Vector128.Create(added[9]));
            Round(g, h, ref b, c, d, e, ref f, ref changed, block[10] + Vector128.Create(added[10]));
            Round(f, g, ref a, b, c, d, ref e, ref changed, block[11] + Vector128.Create(added[11]));
            Round(e, f, ref h, a, b, c, ref d, ref changed, block[12] + Vector128.Create(added[12]));
            Round(d, e, ref g, h, a, b, ref c, ref changed, block[13] + Vector128.Create(added[13]));
            Round(c, d, ref f, g, h, a, ref b, ref changed, block[14] + Vector128.Create(added[14]));
            Round(b, c, ref e, f, g, h, ref a, ref changed, block[15] + Vector128.Create(added[15]));
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    /// <summary>One round; <paramref name="changed"/> is b xor c, and a xor b, which is the next round's, afterwards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        Vector128<uint> a, Vector128<uint> b, ref Vector128<uint> d, Vector128<uint> e, Vector128<uint> f, Vector128<uint> g, ref Vector128<uint> h,
        ref Vector128<uint> changed, Vector128<uint> word)
    {
        var first = h + (Rotate(e, 6) ^ Rotate(e, 11) ^ Rotate(e, 25)) + (g ^ (e & (f ^ g))) + word;
        var changes = a ^ b;
        var majority = b ^ (changes & changed);
        changed = changes;
        d += first;
        h = first + (Rotate(a, 2) ^ Rotate(a, 13) ^ Rotate(a, 22)) + majority;
    }

    /// <summary>The next sixteen words of the message schedule in place of those before.</summary>
    private static void Schedule(Span<Vector128<uint>> words)
    {
        words = words[..BlockLength];
        words[0] += words[9] + Young(words[14]) + Old(words[1]);
        words[1] += words[10] + Young(words[15]) + Old(words[2]);
        words[2] += words[11] + Young(words[0]) + Old(words[3]);
        words[3] += words[12] + Young(words[1]) + Old(words[4]);
        words[4] += words[13] + Young(words[2]) + Old(words[5]);
        words[5] += words[14] + Young(words[3]) + Old(words[6]);
        words[6] += words[15] + Young(words[4]) + Old(words[7]);
        words[7] += words[0] + Young(words[5]) + Old(words[8]);
        words[8] += words[1] + Young(words[6]) + Old(words[9]);
        words[9] += words[2] + Young(words[7]) + Old(words[10]);
        words[10] += words[3] + Young(words[8]) + Old(words[11]);
        words[11] += words[4] + Young(words[9]) + Old(words[12]);
        words[12] += words[5] + Young(words[10]) + Old(words[13]);
        words[13] += words[6] + Young(words[11]) + Old(words[14]);
        words[14] += words[7] + Young(words[12]) + Old(words[15]);
        words[15] += words[8] + Young(words[13]) + Old(words[0]);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector128<uint> Old(Vector128<uint> word) => Rotate(word, 7) ^ Rotate(word, 18) ^ (word >>> 3);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector128<uint> Young(Vector128<uint> word) => Rotate(word, 17) ^ Rotate(word, 19) ^ (word >>> 10);
    }

    private static Vector128<uint> Rotate(Vector128<uint> words, int count) => (words >>> count) | (words << (32 - count));
}
