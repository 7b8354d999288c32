namespace RustNet.Core.Flows;

/// <summary>How a connection's process was found.</summary>
public enum ProcessMatchKind : byte
{
    /// <summary>The capture itself named it (PKTAP).</summary>
    Capture,

    /// <summary>The exact socket was found.</summary>
    Exact,

    /// <summary>A listening or wildcard-bound socket of the local port was found.</summary>
    Listener,

    /// <summary>Likely, not certain; shown as a guess.</summary>
    Guess,
}

/// <summary>The process that owns a connection. Immutable; outlives the process itself.</summary>
/// <param name="Id">Process id.</param>
/// <param name="Name">Process name, cleaned of control characters.</param>
/// <param name="Match">How it was found.</param>
public sealed record ProcessInfo(int Id, string Name, ProcessMatchKind Match);
