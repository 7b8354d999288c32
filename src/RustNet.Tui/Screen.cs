using RustNet.Tui.Lifetime;
using RustNet.Tui.Table;
using RustNet.Tui.Themes;
using Terminal.Gui.App;
using Terminal.Gui.Drivers;
using Terminal.Gui.Input;

namespace RustNet.Tui;

/// <summary>The interactive screen.</summary>
public static class Screen
{
    private const ushort BusyIterations = 60; // per second: a key is on the screen after 20 ms instead of 36
    private const ushort IdleIterations = 20; // costs a third of the processor time of 60

    private static readonly TimeSpan s_busyTime = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Shows the screen until the user quits or a signal ends it; the terminal is then as it was. Blocks; one at a time.
    /// <see cref="TuiEnvironment.CheckTerminal(bool)"/> must have answered <see langword="null"/>. What the monitor throws and
    /// what goes wrong in the library comes out as an exception, with the terminal restored.
    /// </summary>
    public static ScreenResult Run(IMonitor monitor, TuiOptions options)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        ArgumentNullException.ThrowIfNull(options);

        IApplication? app = null;
        TerminalGuard.Arm();
        try
        {
            app = Application.Create();
            Run(app, monitor, options);
            return new ScreenResult(TerminalGuard.Signal);
        }
        finally
        {
            TerminalGuard.Detach();
            app?.Dispose();
            TerminalGuard.Disarm();
        }
    }

    private static void Run(IApplication app, IMonitor monitor, TuiOptions options)
    {
        app.Init(DriverRegistry.Names.ANSI);
        var driver = app.Driver!;
        var theme = ChooseTheme(options, driver);
        driver.Force16Colors = theme.Uses16Colors;
        app.Keyboard.KeyBindings.Remove(Key.Esc); // it would quit

        var state = new ScreenState(monitor.InterfaceName);
        state.StartWith(options);
        MainWindow? window = null;
        TableModel? pending = null;
        var interval = TimeSpan.FromMilliseconds(Math.Clamp(options.RefreshInterval.TotalMilliseconds, 50, 60_000));
        using var feed = new TableFeed(monitor, interval, Publish, options.Clock);
        using (window = new MainWindow(monitor, options, state, feed, new Osc52Clipboard(driver.WriteRaw), theme))
        {
            var pace = new Pace(app, s_busyTime, IdleIterations, BusyIterations);
            window.InputSeen += pace.Hurry;
            driver.DefaultAttributeChanged += (_, _) => app.Invoke(() => window.UseTheme(ChooseTheme(options, driver)));
            feed.Start();
            if (TerminalGuard.Attach(() => app.Invoke(() => app.RequestStop())))
            {
                app.Run(window);
            }
        }

        // Models that the screen has not yet taken are replaced by newer ones, so a slow terminal never builds a queue.
        void Publish(TableModel model)
        {
            if (Interlocked.Exchange(ref pending, model) is null)
            {
                app.Invoke(() =>
                {
                    if (Interlocked.Exchange(ref pending, null) is { } newest)
                    {
                        window?.Apply(newest);
                    }
                });
            }
        }
    }

    private static Theme ChooseTheme(TuiOptions options, IDriver driver) =>
        ThemeChoice.Choose(options.NoColor, Environment.GetEnvironmentVariable, driver.DefaultAttribute);
}
