namespace RustNet.EndToEnd.Tests.Rig;

/// <summary>Questions to the text of a screen.</summary>
internal static class ScreenText
{
    public static string[] Rows(this string screen) => screen.Split('\n');

    public static string? Row(this string screen, string containing) =>
        screen.Rows().FirstOrDefault(row => row.Contains(containing, StringComparison.Ordinal));

    public static bool Has(this string screen, string text) => screen.Contains(text, StringComparison.Ordinal);

    /// <summary>Index of the row that contains the text, or -1.</summary>
    public static int RowIndex(this string screen, string containing) =>
        Array.FindIndex(screen.Rows(), row => row.Contains(containing, StringComparison.Ordinal));

    /// <summary>True when the texts stand in rows below one another, in this order.</summary>
    public static bool AreInOrder(this string screen, params string[] texts)
    {
        var rows = texts.Select(screen.RowIndex).ToArray();
        return rows.All(row => row >= 0) && rows.Zip(rows.Skip(1)).All(pair => pair.First < pair.Second);
    }
}
