using Terminal.Gui.App;

namespace RustNet.Tui.Lifetime;

/// <summary>
/// How often the library looks for input: often while the user types, seldom otherwise. UI thread only.
/// </summary>
internal sealed class Pace
{
    private readonly IApplication _app;
    private readonly TimeSpan _busyTime;
    private readonly ushort _idle;
    private readonly ushort _busy;
    private object? _timer;

    public Pace(IApplication app, TimeSpan busyTime, ushort idle, ushort busy)
    {
        _app = app;
        _busyTime = busyTime;
        _idle = idle;
        _busy = busy;
        Application.MaximumIterationsPerSecond = busy; // the first frames come soon
        Hurry();
    }

    /// <summary>The user did something.</summary>
    public void Hurry()
    {
        if (_timer is { } running)
        {
            _app.RemoveTimeout(running);
        }

        Application.MaximumIterationsPerSecond = _busy;
        _timer = _app.AddTimeout(_busyTime, () =>
        {
            _timer = null;
            Application.MaximumIterationsPerSecond = _idle;
            return false;
        });
    }
}
