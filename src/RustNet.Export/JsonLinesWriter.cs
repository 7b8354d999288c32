#pragma warning disable CA1822 // skeleton: remove with the real bodies
using RustNet.Core.Flows;

namespace RustNet.Export;

/// <summary>Writes events as JSON lines, schema 1 (SPEC §12). Not thread-safe; buffers until <see cref="Flush"/> or its buffer is full.</summary>
/// <param name="output">Where the lines go; not disposed. An <see cref="IOException"/> of it is the caller's.</param>
/// <param name="interfaceName">Names an interface index, or answers <see langword="null"/>.</param>
public sealed class JsonLinesWriter(Stream output, Func<int, string?> interfaceName)
{
    /// <summary>One connection that has ended.</summary>
    public void WriteConnection(FlowSnapshot connection) => interfaceName(connection.Identity.InterfaceIndex);

    /// <summary>Running totals; <paramref name="dropped"/> counts frames lost before they reached the program.</summary>
    public void WriteStatistics(EngineStatistics statistics, long dropped)
    {
    }

    /// <summary>Hands everything written so far to the stream.</summary>
    public void Flush() => output.Flush();
}
