using System.Globalization;
using RustNet.Core.Dpi;
using Serilog.Events;
using Serilog.Formatting;

namespace RustNet.App.Logging;

/// <summary>
/// One event, one line: time, level, message; a failure's trace follows, indented. Names from the wire or the system cannot
/// forge lines or reach a terminal as control characters, whoever logs them.
/// </summary>
internal sealed class LogLineFormatter : ITextFormatter
{
    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write(logEvent.Timestamp.ToString("yyyy-MM-dd HH:mm:ss.ffffff zzz", CultureInfo.InvariantCulture));
        output.Write(logEvent.Level switch
        {
            LogEventLevel.Fatal or LogEventLevel.Error => " error ",
            LogEventLevel.Warning => " warn  ",
            LogEventLevel.Information => " info  ",
            LogEventLevel.Debug => " debug ",
            _ => " trace ",
        });
        output.Write(WireText.Clean(logEvent.RenderMessage(CultureInfo.InvariantCulture), WireText.LineLength));
        output.Write('\n');
        if (logEvent.Exception is not { } exception)
        {
            return;
        }

        foreach (var line in exception.ToString().Split('\n'))
        {
            output.Write("    ");
            output.Write(WireText.Clean(line.TrimEnd('\r'), WireText.LineLength));
            output.Write('\n');
        }
    }
}
