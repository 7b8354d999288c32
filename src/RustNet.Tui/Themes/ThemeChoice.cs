using Terminal.Gui.Drawing;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace RustNet.Tui.Themes;

/// <summary>Which theme fits the terminal.</summary>
internal static class ThemeChoice
{
    /// <summary>
    /// The theme for a terminal. The library sends 24-bit colours to every terminal that is not <c>linux</c> or <c>dumb</c>,
    /// so that ones which are known to have 16 only must be found here.
    /// </summary>
    /// <param name="noColor">The user wants none.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="terminal">The terminal's own colours, or <see langword="null"/> when it did not tell.</param>
    public static Theme Choose(bool noColor, Func<string, string?> variable, Attribute? terminal) =>
        noColor || !string.IsNullOrEmpty(variable("NO_COLOR")) ? BuiltInThemes.Mono
        : !HasTrueColor(variable) ? BuiltInThemes.Sixteen
        : terminal is { } colors && colors.Background != Color.None && Luminance(colors.Background) > 0.5 ? BuiltInThemes.Light
        : BuiltInThemes.Dark;

    private static bool HasTrueColor(Func<string, string?> variable)
    {
        if (variable("COLORTERM") is "truecolor" or "24bit")
        {
            return true;
        }

        var term = variable("TERM") ?? "";
        return variable("TERM_PROGRAM") != "Apple_Terminal"
            && (term.Length == 0 // Windows
                || term.Contains("256color", StringComparison.Ordinal) || term.Contains("direct", StringComparison.Ordinal)
                || term.Contains("kitty", StringComparison.Ordinal) || term.Contains("ghostty", StringComparison.Ordinal)
                || term.StartsWith("alacritty", StringComparison.Ordinal) || term.StartsWith("foot", StringComparison.Ordinal)
                || term.StartsWith("wezterm", StringComparison.Ordinal));
    }

    private static double Luminance(Color color) => ((0.2126 * color.R) + (0.7152 * color.G) + (0.0722 * color.B)) / 255;
}
