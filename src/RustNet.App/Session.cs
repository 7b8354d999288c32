using RustNet.App.Cli;
using RustNet.App.Logging;
using RustNet.App.Pipeline;
using RustNet.Capture;
using RustNet.Capture.Interfaces;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using Serilog;
using Serilog.Events;

namespace RustNet.App;

/// <summary>One run of the engine, from an opened source to the last line, in the order <see cref="Startup"/> promises.</summary>
internal sealed class Session(RunOptions options, ProgramParts parts, ILogger log)
{
    /// <summary>Runs to the end and answers the exit code. Throws what <see cref="Startup"/> has a message for.</summary>
    public int Run()
    {
        log.Information("Start of {Version:l}, log level {Level:l}", HelpText.Version, options.LogLevel == LogEventLevel.Verbose ? "Trace" : options.LogLevel.ToString());
        using var source = Open();
        log.Information(
            "Reading from {Source:l}, link type {LinkType:l}, live {Live}, inspection {Inspection}",
            source.Name, source.LinkTypeName, source.IsLive, options.Inspect);

        using var owners = source.IsLive && parts.LoadAttribution() is { } attributor ? new AttributionLoop(attributor, parts.Time, log) : null;
        if (owners is not null)
        {
            log.Information("Process attribution by {Method:l}; {Degradation:l}", owners.Method, owners.Degradation ?? "nothing better is known");
        }

        // Step 4, dropping privileges, comes here: after everything that needs rights.

        var exitCode = options.Headless ? new HeadlessRun(options, parts, log).Run(source, owners) : new ScreenRun(options, parts, log).Run(source, owners);
        log.Information("Stop with exit code {ExitCode}", exitCode);
        return exitCode;
    }

    /// <summary>How the table is set up for a source.</summary>
    public static FlowTableOptions TableOptions(RunOptions options, ICaptureSource source, IFlowObserver? observer, AttributionLoop? owners, ILogger log)
    {
        var connections = log.IsEnabled(LogEventLevel.Debug) ? new ConnectionLog(log, observer) : null;
        return new FlowTableOptions
        {
            MaxConnections = options.MaxConnections,
            Inspect = options.Inspect,
            ShowLocalhost = options.ShowsLocalhost(source.IsLive, source.Name),
            SkipsInterfaceCopies = source.IsLive && source.Name == InterfaceList.AnyName,
            MaxHistory = options.Headless ? 0 : FlowTableOptions.DefaultMaxHistory, // what has ended is written then, and nobody looks back
            Observer = connections ?? observer,
            ChangeObserver = connections,
            OwnersWanted = owners is null ? null : owners.Wake,
        };
    }

    /// <summary>Where the source delivers.</summary>
    public static IFrameSink Sink(FlowTable table, ILogger log) =>
        log.IsEnabled(LogEventLevel.Verbose) ? new PacketLog(log, table.Sink) : table.Sink;

    // A screen that cannot be shown is known before rights are asked for.
    private ICaptureSource Open()
    {
        var path = options.ReadPath;
        var name = path == "-" ? "standard input" : path;
        if (path == "-" && parts.InputIsTerminal)
        {
            throw new CaptureException("--read - expects a capture on standard input, which is a terminal: pipe one in, for example tcpdump -w - | rustnet --read -");
        }

        // The screen reads keys from standard input, so a piped capture has to move.
        if (path == "-" && !options.Headless)
        {
            path = parts.TakeOverInput()
                ?? throw new CaptureException("--read - needs standard input for the capture, and there is no terminal to read keys from: add --headless");
        }

        if (!options.Headless && parts.CheckTerminal() is { } problem)
        {
            throw new CaptureException(problem);
        }

        return path is null ? parts.OpenLive(options)
            : options.Headless ? parts.OpenFile(path, name!)
            : parts.Pace(parts.OpenFile(path, name!), options.Speed);
    }
}
