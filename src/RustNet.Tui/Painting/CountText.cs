using System.Globalization;

namespace RustNet.Tui.Painting;

/// <summary>Exact counts for people.</summary>
internal static class CountText
{
    /// <summary>A count with thousands separators: <c>1,234</c>.</summary>
    public static string Of(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
