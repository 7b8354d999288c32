using System.Text;
using RustNet.Capture;
using RustNet.Core.Flows;
using RustNet.Host;
using RustNet.Tui;

namespace RustNet.App.Tests;

/// <summary>A whole program around a fake source, that writes down in which order its parts are used.</summary>
internal sealed class TestParts(ICaptureSource source) : IDisposable
{
    private readonly MemoryStream _error = new();

    /// <summary>What happened, in order.</summary>
    public List<string> Order { get; } = [];

    public Stream Output { get; init; } = new MemoryStream();

    public Func<IMonitor, ScreenResult> Screen { get; init; } = _ => ScreenResult.Quit;

    public bool InputIsTerminal { get; init; }

    public string? MovedInput { get; init; } = "/dev/fd/9";

    public string LogDirectory { get; init; } = "logs";

    public Func<string> ListInterfaces { get; init; } = () => "Name\neth0\n";

    public LocalAddressSet LocalAddresses { get; init; } = LocalAddressSet.None;

    public string Error => Encoding.UTF8.GetString(_error.ToArray());

    public string OutputText => Encoding.UTF8.GetString(((MemoryStream)Output).ToArray());

    public string? TerminalProblem { get; init; }

    public IProcessAttributor? Attributor { get; init; }

    public void Dispose()
    {
        _error.Dispose();
        Output.Dispose();
    }

    public int Run(params string[] arguments) => Startup.Run(arguments, new ProgramParts
    {
        Output = Output,
        Error = new StreamWriter(_error) { AutoFlush = true },
        OutputWidth = 80,
        InputIsTerminal = InputIsTerminal,
        NoColorVariable = null,
        LogDirectory = LogDirectory,
        Time = new HastyTime(),
        OpenLive = options => Open($"open live {options.Interface}"),
        OpenFile = (path, name) => Open(path == name ? $"open file {path}" : $"open file {path} as {name}"),
        Pace = (paced, speed) =>
        {
            Order.Add(FormattableString.Invariant($"pace {speed}"));
            return paced;
        },
        CheckTerminal = () =>
        {
            Order.Add("terminal");
            return TerminalProblem;
        },
        TakeOverInput = () => MovedInput,
        ListInterfaces = ListInterfaces,
        LoadAttribution = () => Attributor,
        WatchLocalAddresses = apply =>
        {
            Order.Add("addresses");
            apply(LocalAddresses);
            return new MemoryStream();
        },
        RunScreen = (monitor, _) =>
        {
            Order.Add("screen");
            return Screen(monitor);
        },
    });

    private ICaptureSource Open(string what)
    {
        Order.Add(what);
        return source;
    }
}

/// <summary>A clock whose timers run a hundred times as fast, for tests that wait for the next tick.</summary>
internal sealed class HastyTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Hasten(dueTime), Hasten(period));

    private static TimeSpan Hasten(TimeSpan span) => span > TimeSpan.Zero ? span / 100 : span;
}
