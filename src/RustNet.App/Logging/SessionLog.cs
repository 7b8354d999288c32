using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace RustNet.App.Logging;

/// <summary>
/// The log of one session (SPEC §16): only with <c>--log-level</c>, one file per session. Levels: error failures; warn what
/// costs data or degrades a mechanism; info start, stop, interface, capture statistics; debug state changes and inspection
/// results; trace packets and timings.
/// </summary>
internal sealed class SessionLog : IDisposable
{
    private readonly Logger? _logger;

    private SessionLog(Logger? logger) => _logger = logger;

    /// <summary>The logger; one that does nothing where no level was asked for.</summary>
    public ILogger Logger => _logger ?? Serilog.Core.Logger.None;

    /// <summary>
    /// Makes the file and its logger. Throws an <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> with a
    /// message for the user.
    /// </summary>
    public static SessionLog Open(string directory, LogEventLevel? level, TimeProvider time)
    {
        if (level is not { } least)
        {
            return new SessionLog(null);
        }

        using var file = LogFile.Create(directory, time.GetLocalNow());

        // At the talkative levels a write per line would slow the packets down that it talks about.
        var isTalkative = least <= LogEventLevel.Debug;
        return new SessionLog(new LoggerConfiguration()
            .MinimumLevel.Is(least)
            .WriteTo.File(
                new LogLineFormatter(),
                file.OpenPath,
                buffered: isTalkative,
                flushToDiskInterval: isTalkative ? TimeSpan.FromSeconds(1) : null)
            .CreateLogger());
    }

    /// <summary>Writes out and closes.</summary>
    public void Dispose() => _logger?.Dispose();
}
