using System.Drawing;
using RustNet.Core.Flows;
using RustNet.Tui.Table;
using RustNet.Tui.Themes;
using Terminal.Gui.App;
using Terminal.Gui.Drawing;
using Terminal.Gui.Drivers;
using Terminal.Gui.Input;
using Terminal.Gui.Testing;
using Terminal.Gui.Time;

namespace RustNet.Tui.Tests.Testing;

/// <summary>The whole screen without a terminal: a size, keys and clicks in, text out. The query thread's work is done in place.</summary>
internal sealed class ScreenHarness : IDisposable
{
    private readonly VirtualTimeProvider _time = new();
    private readonly IApplication _app;
    private readonly TableFeed _feed;
    private readonly MainWindow _window;
    private readonly SessionToken _session;

    public ScreenHarness(int width, int height, IEnumerable<FlowSnapshot>? rows = null, Theme? theme = null, Action<FakeMonitor>? prepare = null, bool showLocalhost = true)
    {
        Monitor.Rows.AddRange(rows ?? []);
        prepare?.Invoke(Monitor);
        _app = Application.Create(_time);
        _app.Init(DriverRegistry.Names.ANSI);
        _app.Keyboard.KeyBindings.Remove(Key.Esc);
        _app.Driver!.SetScreenSize(width, height);
        _feed = new TableFeed(Monitor, TimeSpan.FromSeconds(1), model => _window!.Apply(model), TimeProvider.System);
        State.StartWith(new TuiOptions { ShowLocalhost = showLocalhost });
        _window = new MainWindow(Monitor, new TuiOptions { Version = "1.2.3", TimeZone = TimeZoneInfo.Utc }, State, _feed, Clipboard, theme ?? BuiltInThemes.Dark);
        _session = _app.Begin(_window)!;
        _app.LayoutAndDraw();
        Refresh();
    }

    public FakeMonitor Monitor { get; } = new();

    public ScreenState State { get; } = new(index => index == 2 ? "eth0" : null);

    public FakeClipboard Clipboard { get; } = new();

    public bool HasQuit => _window.StopRequested;

    /// <summary>The screen as lines without trailing blanks.</summary>
    public string[] Lines => [.. _app.Driver!.ToString()!.TrimEnd('\r', '\n').Split('\n').Select(line => line.TrimEnd())];

    public string Text => string.Join('\n', Lines).TrimEnd('\n') + "\n";

    /// <summary>What the terminal was sent since the start.</summary>
    public string Output => _app.Driver!.GetOutput().GetLastOutput();

    public Cell CellAt(int row, int column) => _app.Driver!.Contents![row, column];

    /// <summary>Cells that the next flush would send.</summary>
    public int DirtyCells()
    {
        var count = 0;
        foreach (var cell in _app.Driver!.Contents!)
        {
            count += cell.IsDirty ? 1 : 0;
        }

        return count;
    }

    /// <summary>The refresh interval has passed.</summary>
    public void Refresh()
    {
        _feed.Pass(look: true);
        _app.LayoutAndDraw();
    }

    public void Press(params Key[] keys)
    {
        foreach (var key in keys)
        {
            _app.InjectKey(key);
            _feed.Pass(look: false);
            _app.LayoutAndDraw();
        }
    }

    public void Type(string text) => Press([.. text.Select(character => new Key(character))]);

    public void Click(int x, int y) => Inject(InputInjectionExtensions.LeftButtonClick(new Point(x, y)));

    public void DoubleClick(int x, int y) => Inject(InputInjectionExtensions.LeftButtonDoubleClick(new Point(x, y)));

    public void Wheel(int x, int y, bool down)
    {
        _app.InjectMouse(new Mouse { ScreenPosition = new Point(x, y), Flags = down ? MouseFlags.WheeledDown : MouseFlags.WheeledUp });
        _feed.Pass(look: false);
        _app.LayoutAndDraw();
    }

    public void Resize(int width, int height)
    {
        _app.Driver!.SetScreenSize(width, height);
        _app.LayoutAndDraw();
    }

    public void Advance(TimeSpan span)
    {
        _time.Advance(span);
        _app.TimedEvents!.RunTimers();
        _app.LayoutAndDraw();
    }

    /// <summary>Compares the screen with <c>Expectations/NAME.verified.txt</c>; a difference is left beside it as <c>.received.txt</c>.</summary>
    public void Verify(string name)
    {
        var folder = Environment.GetEnvironmentVariable("RUSTNET_ACCEPT_SCREENS") ?? Path.Combine(AppContext.BaseDirectory, "Expectations");
        var path = Path.Combine(folder, name + ".verified.txt");
        if (Environment.GetEnvironmentVariable("RUSTNET_ACCEPT_SCREENS") is not null)
        {
            File.WriteAllText(path, Text);
            return;
        }

        var expected = File.Exists(path) ? File.ReadAllText(path) : "";
        if (expected != Text)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.ChangeExtension(path, null).Replace(".verified", ".received.txt", StringComparison.Ordinal), Text);
        }

        Assert.Equal(expected, Text);
    }

    public void Dispose()
    {
        _app.End(_session);
        _window.Dispose();
        _feed.Dispose();
        _app.Dispose();
    }

    private void Inject(InputInjectionEvent[] events)
    {
        _app.InjectSequence(events);
        _feed.Pass(look: false);
        _app.LayoutAndDraw();
    }
}

internal sealed class FakeClipboard : IClipboard
{
    public List<string> Copied { get; } = [];

    public void Copy(string text) => Copied.Add(text);
}
