using RustNet.App.Logging;
using RustNet.Core.Flows;
using RustNet.Testing;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace RustNet.App.Tests.Logging;

public class ConnectionLogTests
{
    [Fact]
    public void A_cleared_table_leaves_nothing_behind()
    {
        var events = new EventList();
        using var log = new LoggerConfiguration().MinimumLevel.Debug().WriteTo.Sink(events).CreateLogger();
        var connections = new ConnectionLog(log, null);
        var table = new FlowTable(new FlowTableOptions { ChangeObserver = connections });
        using var source = new FakeSource(
            Captured.At(0, FrameBytes.Udp("10.0.0.1:50000", "10.0.0.53:5300", [1])), Captured.At(1, FrameBytes.Udp("10.0.0.1:50001", "10.0.0.9:5001", [1])));
        source.Run(table.Sink, TestContext.Current.CancellationToken);
        Assert.Equal(2, connections.Count);

        table.Clear();

        Assert.Equal(0, connections.Count);
        Assert.Equal(["Connection 1 cleared by the user", "Connection 2 cleared by the user"], events.Texts[^2..]);
    }

    private sealed class EventList : ILogEventSink
    {
        public List<string> Texts { get; } = [];

        public void Emit(LogEvent logEvent) => Texts.Add(logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture));
    }
}
