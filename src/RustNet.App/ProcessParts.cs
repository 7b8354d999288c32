using RustNet.App.Cli;
using RustNet.App.Interop;
using RustNet.App.Pipeline;
using RustNet.Capture.Files;
using RustNet.Capture.Interfaces;
using RustNet.Capture.Live;
using RustNet.Host;
using RustNet.Tui;

namespace RustNet.App;

/// <summary>The parts of the real program: this process's streams, this machine, this terminal.</summary>
internal static class ProcessParts
{
    /// <summary>Puts them together. Opens nothing yet.</summary>
    public static ProgramParts Create() => new()
    {
        Output = StandardStreams.OpenOutput(),
        Error = StandardStreams.OpenError(),
        OutputWidth = StandardStreams.OutputWidth(),
        InputIsTerminal = !Console.IsInputRedirected,
        NoColorVariable = Environment.GetEnvironmentVariable("NO_COLOR"),
        LogDirectory = "logs",
        Time = TimeProvider.System,
        OpenLive = options => LiveCapture.Open(new LiveCaptureOptions { Interface = options.Interface, Filter = options.BpfFilter, Arguments = options.Arguments }),
        OpenFile = CaptureFile.Open,
        Pace = (source, speed) => new PacedSource(source, speed, TimeProvider.System),
        CheckTerminal = () =>
        {
            TuiEnvironment.CloseConfiguration(); // before anything else of the screen's library
            return TuiEnvironment.CheckTerminal(!Console.IsOutputRedirected);
        },
        TakeOverInput = () => OperatingSystem.IsWindows() ? null : ControllingTerminal.TakeOverInput(),
        ListInterfaces = () => InterfaceTable.Format(InterfaceList.Enumerate()),
        LoadAttribution = () => ProcessAttribution.Load(TimeProvider.System),
        WatchLocalAddresses = apply => new LocalAddressWatch(apply),
        RunScreen = (monitor, options) => Screen.Run(monitor, new TuiOptions
        {
            RefreshInterval = options.RefreshInterval,
            NoColor = options.NoColor,
            Filter = options.Filter.Text,
            Sort = options.Sort,
            ShowLocalhost = options.ShowsLocalhost(monitor.Status.IsLive, monitor.Status.Source),
            Version = HelpText.VersionNumber,
        }),
    };
}
