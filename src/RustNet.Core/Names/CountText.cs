using System.Globalization;

namespace RustNet.Core.Names;

/// <summary>Exact counts for people, in the one form that all texts have. Safe from any thread, independent of the culture.</summary>
public static class CountText
{
    /// <summary>A count with thousands separators: <c>1,234</c>.</summary>
    public static string Of(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count with its word: <c>1 packet</c>, <c>0 packets</c>, <c>1,234 packets</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">The word for one.</param>
    /// <param name="many">The word for any other count; <see langword="null"/> where it is <paramref name="one"/> with an s.</param>
    public static string Of(long count, string one, string? many = null) => $"{Of(count)} {(count == 1 ? one : many ?? $"{one}s")}";
}
