using System.CommandLine;
using RustNet.Core.Query;

namespace RustNet.App.Cli;

/// <summary>
/// Every option of the program, in the groups and the order in which <c>--help</c> shows them. The parser and the help
/// text both read this list, so they cannot disagree. Values are taken as text and checked in <see cref="OptionValues"/>,
/// which knows how to say what is wrong with them.
/// </summary>
internal sealed class OptionSet
{
    /// <summary>Interface to capture on.</summary>
    public Option<string?> Interface { get; } = Value("--interface", "-i", "NAME",
        "Capture on this interface; on Linux 'any' means all of them. Default: the interface of the default route.");

    /// <summary>Capture filter.</summary>
    public Option<string?> BpfFilter { get; } = Value("--bpf-filter", "-f", "EXPR",
        "Capture only what this libpcap filter lets through, for example 'tcp port 443'.");

    /// <summary>List of interfaces.</summary>
    public Option<bool> ListInterfaces { get; } = Flag("--list-interfaces", null,
        "List the interfaces with link type, addresses and state, and exit.");

    /// <summary>Replay of a file.</summary>
    public Option<string?> Read { get; } = Value("--read", "-R", "FILE",
        "Replay a pcap or pcapng file, also gzipped; '-' reads standard input. Needs no rights and no libpcap.");

    /// <summary>Speed of the replay.</summary>
    public Option<string?> Speed { get; } = Value("--speed", null, "X|max",
        "Replay speed on the screen: 1 as captured (the default), 0.01 to 1000, or max. Headless always replays at max.");

    /// <summary>No screen.</summary>
    public Option<bool> Headless { get; } = Flag("--headless", null,
        "No screen: one JSON object per line on standard output, for every connection when it ends.");

    /// <summary>Filter on connections.</summary>
    public Option<string?> Filter { get; } = Value("--filter", null, "EXPR",
        "Report only the connections this filter matches; on the screen, the filter to start with.");

    /// <summary>Order of the table.</summary>
    public Option<string?> Sort { get; } = Value("--sort", null, "COLUMN",
        $"Order of the table at first: {string.Join(", ", SortOrder.ColumnWords)}; with :asc or :desc behind it in that direction.");

    /// <summary>Hide localhost.</summary>
    public Option<bool> NoLocalhost { get; } = Flag("--no-localhost", null,
        "Hide connections between localhost addresses. The default when live, except on the loopback interface itself.");

    /// <summary>Show localhost.</summary>
    public Option<bool> ShowLocalhost { get; } = Flag("--show-localhost", null,
        "Show them. The default with --read; wins when both are given.");

    /// <summary>Screen refresh.</summary>
    public Option<string?> RefreshInterval { get; } = Value("--refresh-interval", "-r", "MS",
        "Refresh the screen every so many milliseconds, 50 to 60000. Default: 1000.");

    /// <summary>No colours.</summary>
    public Option<bool> NoColor { get; } = Flag("--no-color", null,
        "No colours, as with the environment variable NO_COLOR.");

    /// <summary>No inspection.</summary>
    public Option<bool> NoDpi { get; } = Flag("--no-dpi", null,
        "No deep packet inspection: less CPU, no application and host names.");

    /// <summary>Size of the table.</summary>
    public Option<string?> MaxConnections { get; } = Value("--max-connections", null, "N",
        "Track at most so many connections at a time; more are counted as not tracked. Default: 1000000.");

    /// <summary>Log level.</summary>
    public Option<string?> LogLevel { get; } = Value("--log-level", "-l", "LEVEL",
        "Write logs/rustnet_DATE_TIME.log: error, warn, info, debug or trace. Default: no log.");

    /// <summary>Help.</summary>
    public Option<bool> Help { get; } = Flag("--help", "-h", "Show this help and exit.");

    /// <summary>Version.</summary>
    public Option<bool> Version { get; } = Flag("--version", "-V", "Show the version and exit.");

    /// <summary>The groups of <c>--help</c>.</summary>
    public IReadOnlyList<OptionGroup> Groups { get; }

    /// <summary>All options of a fresh command line.</summary>
    public OptionSet() => Groups =
    [
        new("Live capture", [Interface, BpfFilter, ListInterfaces]),
        new("Capture files", [Read, Speed]),
        new("What to show", [Filter, Sort, NoLocalhost, ShowLocalhost, NoDpi, MaxConnections]),
        new("Screen and output", [Headless, RefreshInterval, NoColor]),
        new("Everything else", [LogLevel, Help, Version]),
    ];

    /// <summary>Every option once.</summary>
    public IEnumerable<Option> All => Groups.SelectMany(group => group.Options);

    private static Option<string?> Value(string name, string? alias, string valueName, string description) =>
        new(name, alias is null ? [] : [alias]) { HelpName = valueName, Description = description, Arity = ArgumentArity.ExactlyOne };

    private static Option<bool> Flag(string name, string? alias, string description) =>
        new(name, alias is null ? [] : [alias]) { Description = description, Arity = ArgumentArity.Zero };
}

/// <summary>Options that belong together.</summary>
/// <param name="Title">Heading in the help text.</param>
/// <param name="Options">In the order to show them.</param>
internal sealed record OptionGroup(string Title, IReadOnlyList<Option> Options);
