namespace RustNet.Core.Names;

/// <summary>How far a misspelt word is from a known one.</summary>
public static class EditDistance
{
    /// <summary>
    /// Fewest characters inserted, deleted or replaced, and neighbours swapped, that turn one word into the other (optimal string
    /// alignment); <see cref="int.MaxValue"/> where the lengths differ by more than 8. Case matters. For words, not for texts:
    /// the time is the product of the lengths.
    /// </summary>
    public static int Between(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        if (Math.Abs(one.Length - other.Length) > 8)
        {
            return int.MaxValue;
        }

        var beforeLast = new int[other.Length + 1];
        var last = new int[other.Length + 1];
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            (beforeLast, last, row) = (last, row, beforeLast);
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }
        }

        return row[^1];
    }
}
