using RustNet.Core.Names;
using RustNet.Core.Query;
using Serilog.Events;

namespace RustNet.App.Cli;

/// <summary>What the user asked for, checked. Immutable.</summary>
internal sealed record RunOptions
{
    /// <summary>Refresh intervals the screen accepts, milliseconds.</summary>
    public const int MinRefresh = 50, MaxRefresh = 60_000, DefaultRefresh = 1000;

    /// <summary>Replay speeds the screen accepts, besides <c>max</c>.</summary>
    public const double MinSpeed = 0.01, MaxSpeed = 1000;

    /// <summary>Sizes of the connection table.</summary>
    public const int MaxMaxConnections = 50_000_000, DefaultMaxConnections = 1_000_000;

    /// <summary>Interface to capture on; <see langword="null"/> lets the program choose.</summary>
    public string? Interface { get; init; }

    /// <summary>Capture file to replay, <c>-</c> for standard input; <see langword="null"/> captures live.</summary>
    public string? ReadPath { get; init; }

    /// <summary>Whether localhost connections are shown; <see langword="null"/> where the user did not say.</summary>
    public bool? Localhost { get; init; }

    /// <summary>How often the screen is refreshed.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromMilliseconds(DefaultRefresh);

    /// <summary>Whether payloads are inspected.</summary>
    public bool Inspect { get; init; } = true;

    /// <summary>Least level that is logged; <see langword="null"/> for no log at all.</summary>
    public LogEventLevel? LogLevel { get; init; }

    /// <summary>Replay speed on the screen: 1 as captured, infinity as fast as possible.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>JSON lines on standard output instead of the screen.</summary>
    public bool Headless { get; init; }

    /// <summary>Connections to report, or to show at first.</summary>
    public FilterExpression Filter { get; init; } = FilterExpression.All;

    /// <summary>Capture filter in libpcap's language, or <see langword="null"/>.</summary>
    public string? BpfFilter { get; init; }

    /// <summary>List the interfaces and end.</summary>
    public bool ListInterfaces { get; init; }

    /// <summary>Connections tracked at the same time.</summary>
    public int MaxConnections { get; init; } = DefaultMaxConnections;

    /// <summary>Order of the table on the screen at first.</summary>
    public SortOrder Sort { get; init; }

    /// <summary>The arguments as one types them (<see cref="ShellWords"/>), for a message that proposes a command.</summary>
    public string Arguments { get; init; } = "";

    /// <summary>No colours.</summary>
    public bool NoColor { get; init; }

    /// <summary>
    /// Whether connections within localhost are shown of a source. A file, or the loopback interface itself, was asked for by name:
    /// what is in it is what the user wants to see.
    /// </summary>
    public bool ShowsLocalhost(bool isLive, string sourceName) => Localhost ?? (!isLive || sourceName is "lo" or "lo0");
}
