using System.Text;
using RustNet.App.Cli;
using RustNet.App.Interop;
using RustNet.App.Logging;
using RustNet.Capture;
using RustNet.Core.Dpi;

namespace RustNet.App;

/// <summary>
/// Starts the program and ends it. The order is a contract, because each step may need rights or a terminal that a later
/// step gives away:
/// <list type="number">
/// <item>arguments: nothing is touched before they are understood;</item>
/// <item>outputs created and the capture source opened, its filter compiled: everything that can fail for the user does so
/// here, with a message and an exit code, while the terminal is still as it was;</item>
/// <item>process attribution loaded, which needs the rights that the next step drops;</item>
/// <item>privileges dropped;</item>
/// <item>threads started: none runs before, so that what is dropped is dropped for all;</item>
/// <item>the screen, or JSON lines.</item>
/// </list>
/// Ending goes the other way round: the capture stops, sinks are flushed, the screen is restored, and a line sums up.
/// Step 4 has nothing to do yet: its place is marked in <see cref="Session"/>.
/// </summary>
internal static class Startup
{
    /// <summary>Runs the program and answers its exit code (<see cref="ExitCode"/>). Never throws.</summary>
    public static int Run(IReadOnlyList<string> arguments, ProgramParts parts)
    {
        try
        {
            return CommandLine.Parse(arguments, parts.NoColorVariable) switch
            {
                CommandLineRequest.Help => Print(HelpText.Make(parts.OutputWidth), parts),
                CommandLineRequest.Version => Print(HelpText.Version + "\n", parts),
                CommandLineRequest.Run { Options.ListInterfaces: true } => Print(parts.ListInterfaces(), parts),
                CommandLineRequest.Run run => Run(run.Options, parts),
                _ => throw new InvalidOperationException(),
            };
        }
        catch (UsageException usage)
        {
            return Fail(parts, usage.Message, ExitCode.Usage);
        }
        catch (CaptureException failure)
        {
            return Fail(parts, failure.Message);
        }
        catch (ClosedPipeException)
        {
            return ExitCode.Done;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fail(parts, OneLine(failure));
        }
        catch (Exception failure)
        {
            return Fail(parts, Unexpected(failure));
        }
    }

    private static int Run(RunOptions options, ProgramParts parts)
    {
        using var log = SessionLog.Open(parts.LogDirectory, options.LogLevel, parts.Time);
        try
        {
            return new Session(options, parts, log.Logger).Run();
        }
        catch (Exception failure)
        {
            if (failure is CaptureException or UsageException or IOException or UnauthorizedAccessException)
            {
                log.Logger.Error("Ended: {Reason:l}", OneLine(failure)); // what the user is told; where in the program says no more
                throw;
            }

            log.Logger.Error(failure, "Ended by a failure");

            return Fail(parts, $"{Unexpected(failure)}; -l debug logs more");
        }
    }

    private static int Print(string text, ProgramParts parts)
    {
        parts.Output.Write(Encoding.UTF8.GetBytes(text));
        return ExitCode.Done;
    }

    private static string Unexpected(Exception failure) => $"unexpected failure: {OneLine(failure)} ({failure.GetType().Name})";

    // The system's words; ours may have several lines.
    private static string OneLine(Exception failure) => WireText.Clean(failure.Message, WireText.LineLength);

    private static int Fail(ProgramParts parts, string message, int code = ExitCode.Failure)
    {
        // Messages may have several lines, and may name files and interfaces, which may be called anything.
        var lines = message.Split('\n').Select(static line => WireText.Clean(line.TrimEnd('\r'), WireText.LineLength));
        parts.Error.WriteLine($"rustnet: {string.Join('\n', lines)}");
        return code;
    }
}
