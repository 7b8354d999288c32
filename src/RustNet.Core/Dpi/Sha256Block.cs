using System.Numerics;

namespace RustNet.Core.Dpi;

/// <summary>
/// SHA-256 (FIPS 180-4) of a single block, for hashes of which each needs the one before: one block here takes less than half the time of
/// one block in each lane of <see cref="Sha256Lanes"/>. Only for what keeps no secret.
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
        var constants = Sha256Lanes.RoundConstants;
        for (var t = 0; t <= constants.Length - Sha256Lanes.StateLength; t += Sha256Lanes.StateLength)
        {
            if (t >= Sha256Lanes.BlockLength)
            {
                Schedule(block, t & Sha256Lanes.StateLength);
            }

            // Eight rounds, after which each variable is where it was.
            var words = block.Slice(t & Sha256Lanes.StateLength, Sha256Lanes.StateLength);
            var added = constants.Slice(t, Sha256Lanes.StateLength);
            Round(a, b, c, ref d, e, f, g, ref h, words[0] + added[0]);
            Round(h, a, b, ref c, d, e, f, ref g, words[1] + added[1]);
            Round(g, h, a, ref b, c, d, e, ref f, words[2] + added[2]);
            Round(f, g, h, ref a, b, c, d, ref e, words[3] + added[3]);
            Round(e, f, g, ref h, a, b, c, ref d, words[4] + added[4]);
            Round(d, e, f, ref g, h, a, b, ref c, words[5] + added[5]);
            Round(c, d, e, ref f, g, h, a, ref b, words[6] + added[6]);
            Round(b, c, d, ref e, f, g, h, ref a, words[7] + added[7]);
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

    private static void Round(uint a, uint b, uint c, ref uint d, uint e, uint f, uint g, ref uint h, uint word)
    {
        var first = h + (BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25)) + (g ^ (e & (f ^ g))) + word;
        d += first;
        h = first + (BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22)) + ((a & b) | (c & (a | b)));
    }

    /// <summary>The next eight words of the message schedule, in place of those sixteen words before.</summary>
    private static void Schedule(Span<uint> words, int start)
    {
        const int mask = Sha256Lanes.BlockLength - 1;
        for (var i = start; i < start + Sha256Lanes.StateLength; i++)
        {
            var old = words[(i - 15) & mask];
            var young = words[(i - 2) & mask];
            words[i] += words[(i - 7) & mask]
                + (BitOperations.RotateRight(old, 7) ^ BitOperations.RotateRight(old, 18) ^ (old >> 3))
                + (BitOperations.RotateRight(young, 17) ^ BitOperations.RotateRight(young, 19) ^ (young >> 10));
        }
    }
}
