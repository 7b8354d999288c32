using System.Numerics;
using System.Runtime.CompilerServices;

namespace RustNet.Core.Dpi;

/// <summary>
/// SHA-256 (FIPS 180-4) of a single block, for hashes of which each needs the one before: one block here takes less than half the
/// time of one block in each lane of <see cref="Sha256Lanes"/>. Only for what keeps no secret.
/// </summary>
internal static class Sha256Block
{
    /// <summary>Takes a block into a state (§6.2.2).</summary>
    /// <param name="state">Eight words.</param>
    /// <param name="block">Sixteen words; used up.</param>
    public static void Compress(Span<uint> state, Span<uint> block)
    {
        block = block[..Sha256Lanes.BlockLength];
        state = state[..Sha256Lanes.StateLength];
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        for (var t = 0; t < Sha256Lanes.Rounds; t += Sha256Lanes.BlockLength)
        {
            if (t > 0)
            {
                Schedule(block);
            }

            // Sixteen rounds, after which each variable is where it was. Written out, so that none changes place and no bound is
            // checked.
            var added = Sha256Lanes.RoundConstants.Slice(t, Sha256Lanes.BlockLength);
            var changed = b ^ c;
            Round(a, b, ref d, e, f, g, ref h, ref changed, block[0] + added[0]);
            Round(h, a, ref c, d, e, f, ref g, ref changed, block[1] + added[1]);
            Round(g, h, ref b, c, d, e, ref f, ref changed, block[2] + added[2]);
            Round(f, g, ref a, b, c, d, ref e, ref changed, block[3] + added[3]);
            Round(e, f, ref h, a, b, c, ref d, ref changed, block[4] + added[4]);
            Round(d, e, ref g, h, a, b, ref c, ref changed, block[5] + added[5]);
            Round(c, d, ref f, g, h, a, ref b, ref changed, block[6] + added[6]);
            Round(b, c, ref e, f, g, h, ref a, ref changed, block[7] + added[7]);
            Round(a, b, ref d, e, f, g, ref h, ref changed, block[8] + added[8]);
            Round(h, a, ref c, d, e, f, ref g, ref changed, block[9] + added[9]);
            Round(g, h, ref b, c, d, e, ref f, ref changed, block[10] + added[10]);
            Round(f, g, ref a, b, c, d, ref e, ref changed, block[11] + added[11]);
            Round(e, f, ref h, a, b, c, ref d, ref changed, block[12] + added[12]);
            Round(d, e, ref g, h, a, b, ref c, ref changed, block[13] + added[13]);
            Round(c, d, ref f, g, h, a, ref b, ref changed, block[14] + added[14]);
            Round(b, c, ref e, f, g, h, ref a, ref changed, block[15] + added[15]);
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
    private static void Round(uint a, uint b, ref uint d, uint e, uint f, uint g, ref uint h, ref uint changed, uint word)
    {
        // Three rotations of a word, written so that each one goes on from the one before: fewer moves than three copies of it.
        var first = h + BitOperations.RotateRight(e ^ BitOperations.RotateRight(e ^ BitOperations.RotateRight(e, 14), 5), 6) + (g ^ (e & (f ^ g))) + word;
        var changes = a ^ b;
        var majority = b ^ (changes & changed);
        changed = changes;
        d += first;
        h = first + BitOperations.RotateRight(a ^ BitOperations.RotateRight(a ^ BitOperations.RotateRight(a, 9), 11), 2) + majority;
    }

    /// <summary>The next sixteen words of the message schedule in place of those before.</summary>
    private static void Schedule(Span<uint> words)
    {
        words = words[..Sha256Lanes.BlockLength];
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
        static uint Old(uint word) => BitOperations.RotateRight(word ^ BitOperations.RotateRight(word, 11), 7) ^ (word >> 3);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static uint Young(uint word) => BitOperations.RotateRight(word ^ BitOperations.RotateRight(word, 2), 17) ^ (word >> 10);
    }
}
