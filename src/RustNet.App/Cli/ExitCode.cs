namespace RustNet.App.Cli;

/// <summary>What the program answers its caller with.</summary>
internal static class ExitCode
{
    /// <summary>Everything was done.</summary>
    public const int Done = 0;

    /// <summary>Something failed while running; one line on standard error says what, why and what to do.</summary>
    public const int Failure = 1;

    /// <summary>The command line cannot be understood.</summary>
    public const int Usage = 2;

    /// <summary>Ended by a signal: 128 and its number, as shells report it.</summary>
    public static int OfSignal(int number) => 128 + number;
}
