using Terminal.Gui.Configuration;
using Terminal.Gui.Drivers;

namespace RustNet.Tui;

/// <summary>What has to be settled before the screen opens.</summary>
public static class TuiEnvironment
{
    /// <summary>
    /// Sets the library up from its own defaults, without configuration files: <c>./.tui/config.json</c>, <c>~/.tui</c> and
    /// <c>TUI_CONFIG</c> may have been written by someone else, while this program often runs as root. Call it before
    /// anything else of the library. It undoes what the module initialiser of the library has read, but comes too late to
    /// keep it from reading: the published program has no such initialiser (Terminal.Gui.Substitutions.xml of the program).
    /// </summary>
    public static void CloseConfiguration() => new TuiConfigurationBuilder(null, "/").ApplyToStaticFacades();

    /// <summary>Why the screen cannot be opened here, one line for the user, or <see langword="null"/> where it can.</summary>
    /// <param name="outputIsTerminal">Whether standard output is a terminal; the library also accepts a terminal it finds elsewhere.</param>
    public static string? CheckTerminal(bool outputIsTerminal) =>
        Judge(Driver.IsAttachedToTerminal(out var input, out var output), input, output && outputIsTerminal, Environment.GetEnvironmentVariable("TERM"), OperatingSystem.IsWindows());

    internal static string? Judge(bool isAttached, bool hasInput, bool hasOutput, string? term, bool isWindows) =>
        !isAttached || !hasInput || !hasOutput
            ? $"{(hasOutput ? "standard input" : "standard output")} is not a terminal; use --headless for JSON lines instead of the screen"
            : term == "dumb" || (string.IsNullOrEmpty(term) && !isWindows)
                ? $"the terminal cannot show the screen (TERM is {(string.IsNullOrEmpty(term) ? "not set" : term)}); set TERM or use --headless for JSON lines"
                : null;
}
