namespace RustNet.App.Cli;

/// <summary>How far a misspelt word is from a known one.</summary>
internal static class EditDistance
{
    /// <summary>Fewest insertions, deletions and replacements of characters that turn one word into the other (Levenshtein).</summary>
    public static int Between(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > 8)
        {
            return int.MaxValue;
        }

        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
