using System.Globalization;

namespace RustNet.Tui.Painting;

/// <summary>Numbers as people read them. Decimal prefixes: 1K = 1,000, as link speeds are written.</summary>
internal static class Units
{
    /// <summary>At most 6 characters: <c>0B 999B 1.2K 12.3K 123K 1.2M 4.5G</c>.</summary>
    public static string Short(double bytes) => bytes switch
    {
        < 0.5 => "0B",
        < 999.5 => string.Create(CultureInfo.InvariantCulture, $"{bytes:0}B"),
        < 999_500 => Scaled(bytes / 1e3, 'K'),
        < 999_500_000 => Scaled(bytes / 1e6, 'M'),
        < 999_500_000_000 => Scaled(bytes / 1e9, 'G'),
        _ => Scaled(Math.Min(bytes / 1e12, 9999), 'T'),
    };

    /// <summary>Bytes with their unit: <c>512 B</c>, <c>1.23 MB</c>.</summary>
    public static string Bytes(double bytes) => bytes switch
    {
        < 0.5 => "0 B",
        < 999.5 => string.Create(CultureInfo.InvariantCulture, $"{bytes:0} B"),
        < 999_500 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.##} kB"),
        < 999_500_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.00} MB"),
        < 999_500_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e12:0.00} TB"),
    };

    /// <summary>Bytes per second with their unit.</summary>
    public static string Rate(double bytesPerSecond) => Bytes(bytesPerSecond) + "/s";

    /// <summary>A count with thousands separators.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Milliseconds in at most 6 characters: <c>0.04ms 3.2ms 153ms 1.2s</c>.</summary>
    public static string Milliseconds(double milliseconds) => milliseconds switch
    {
        < 0.995 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.00}ms"),
        < 9.95 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.0}ms"),
        < 999.5 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0}ms"),
        < 99_950 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1e3:0.0}s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1e3:0}s"),
    };

    /// <summary>A span of packet time: <c>0.4s 12s 3m 05s 2h 07m 3d 4h</c>.</summary>
    public static string Duration(long nanoseconds)
    {
        var seconds = Math.Max(0, nanoseconds) / 1_000_000_000;
        return seconds switch
        {
            < 10 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, nanoseconds) / 100_000_000 / 10.0:0.0}s"),
            < 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds}s"),
            < 3600 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}m {seconds % 60:00}s"),
            < 86400 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}h {seconds / 60 % 60:00}m"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 86400}d {seconds / 3600 % 24}h"),
        };
    }

    private static string Scaled(double value, char unit) => value < 99.95
        ? string.Create(CultureInfo.InvariantCulture, $"{value:0.0}{unit}")
        : string.Create(CultureInfo.InvariantCulture, $"{value:0}{unit}");
}
