using System.Globalization;
using RustNet.Core.Dpi;
using RustNet.Core.Query;
using Serilog.Events;

namespace RustNet.App.Cli;

/// <summary>
/// Reads the values of options. Each method answers the value, or throws a <see cref="UsageException"/> that says which
/// option, which value, and what would be right.
/// </summary>
internal static class OptionValues
{
    /// <summary>A whole number within bounds.</summary>
    public static int WholeNumber(string option, string text, int min, int max, string unit) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw Bad(option, text, string.Create(CultureInfo.InvariantCulture, $"give a whole number of {unit} from {min} to {max}"));

    /// <summary>A replay speed: a factor, or <c>max</c> for infinity.</summary>
    public static double Speed(string option, string text)
    {
        if (text.Equals("max", StringComparison.OrdinalIgnoreCase))
        {
            return double.PositiveInfinity;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var speed)
            && speed is >= RunOptions.MinSpeed and <= RunOptions.MaxSpeed
                ? speed
                : throw Bad(option, text, "give a factor from 0.01 to 1000, or max");
    }

    /// <summary>A log level by its name, in any case.</summary>
    public static LogEventLevel LogLevel(string option, string text) => text.ToLowerInvariant() switch
    {
        "error" => LogEventLevel.Error,
        "warn" => LogEventLevel.Warning,
        "info" => LogEventLevel.Information,
        "debug" => LogEventLevel.Debug,
        "trace" => LogEventLevel.Verbose,
        _ => throw Bad(option, text, "give one of error, warn, info, debug, trace"),
    };

    /// <summary>A connection filter.</summary>
    public static FilterExpression Filter(string option, string text)
    {
        if (FilterExpression.TryParse(text, out var filter, out var error) && filter.Unfinished is null)
        {
            return filter;
        }

        var mistake = error ?? filter!.Unfinished!;
        throw Bad(option, text, string.Create(CultureInfo.InvariantCulture, $"at character {mistake.Position + 1}: {mistake.Reason}"));
    }

    /// <summary>An order of the table: a column, and where wanted a direction.</summary>
    public static SortOrder Sort(string option, string text) =>
        SortOrder.TryParse(text, out var order)
            ? order
            : throw Bad(option, text, $"give one of {string.Join(", ", SortOrder.ColumnWords)}, if you like with :asc or :desc behind it");

    /// <summary>Text that must not be empty.</summary>
    public static string NotEmpty(string option, string text, string what) =>
        text.Length > 0 ? text : throw new UsageException($"{option} is empty: give {what}");

    private static UsageException Bad(string option, string text, string remedy) =>
        new($"{option} '{WireText.Clean(text, 60)}': {remedy}");
}
