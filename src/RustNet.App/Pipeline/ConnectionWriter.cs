using RustNet.Core.Flows;
using RustNet.Core.Query;
using RustNet.Export;

namespace RustNet.App.Pipeline;

/// <summary>
/// Writes each connection that ends, in place, on the thread that ends it: nothing is lost however many there are. For
/// replay, where the reader of our output may slow the replay down. Any thread; calls are serialised.
/// </summary>
/// <param name="writer">Where the lines go.</param>
/// <param name="filter">Connections that are written.</param>
/// <param name="onFailure">Called once, on the thread that failed, when the output takes no more.</param>
internal sealed class ConnectionWriter(JsonLinesWriter writer, FilterExpression filter, Action onFailure) : IFlowObserver
{
    private readonly Lock _gate = new();

    /// <summary>Why the output takes no more, or <see langword="null"/>.</summary>
    public IOException? Failure { get; private set; }

    /// <inheritdoc/>
    public void OnEnded(FlowSnapshot connection)
    {
        if (filter.Matches(connection, connection.LastSeen))
        {
            Write(static (writer, connection) => writer.WriteConnection(connection), connection);
        }
    }

    /// <summary>Hands what is buffered to the output.</summary>
    public void Flush() => Write(static (writer, _) => writer.Flush(), 0);

    /// <summary>Writes running totals.</summary>
    public void WriteStatistics(EngineStatistics statistics, RunTotals run) =>
        Write(static (writer, totals) => writer.WriteStatistics(totals.statistics, totals.run), (statistics, run));

    private void Write<T>(Action<JsonLinesWriter, T> write, T argument)
    {
        lock (_gate)
        {
            if (Failure is not null)
            {
                return;
            }

            try
            {
                write(writer, argument);
                return;
            }
            catch (IOException failure)
            {
                Failure = failure;
            }
        }

        onFailure();
    }
}
