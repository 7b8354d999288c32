using RustNet.Core.Flows;

namespace RustNet.Tui;

/// <summary>What the screen shows the state of. Implemented by the application; every member may be called from any thread.</summary>
public interface IMonitor
{
    /// <summary>The connections in the table now.</summary>
    TableSnapshot Take();

    /// <summary>The newest historic connections.</summary>
    TableSnapshot TakeHistory();

    /// <summary>The sockets of this machine that wait for connections, as rows; empty where they are not known.</summary>
    IReadOnlyList<FlowSnapshot> TakeListening();

    /// <summary>How the capture is doing.</summary>
    MonitorStatus Status { get; }

    /// <summary>Forgets all connections (the user pressed <c>x</c> twice).</summary>
    void Clear();

    /// <summary>Connections within localhost are tracked from now on, if they were not (the user pressed <c>o</c>); they never cease to be.</summary>
    void TrackLocalhost();

    /// <summary>Name of the interface behind a connection's interface index, or <see langword="null"/>.</summary>
    string? InterfaceName(int index);
}

/// <summary>Phase of the capture.</summary>
public enum MonitorPhase
{
    /// <summary>Frames are being read.</summary>
    Running,

    /// <summary>The file is at its end, or capture was stopped; the table stays.</summary>
    Ended,

    /// <summary>The interface is gone or the file is damaged; the table stays and <see cref="MonitorStatus.Message"/> says why.</summary>
    Failed,
}

/// <summary>How the capture is doing, for the status area. Immutable.</summary>
public sealed record MonitorStatus
{
    /// <summary>Interface or file name.</summary>
    public required string Source { get; init; }

    /// <summary>Link type for people.</summary>
    public required string LinkType { get; init; }

    /// <summary>True for an interface, false for a file.</summary>
    public required bool IsLive { get; init; }

    /// <summary>Whether payloads are inspected.</summary>
    public bool Inspects { get; init; } = true;

    /// <summary>Phase of the capture.</summary>
    public MonitorPhase Phase { get; init; }

    /// <summary>One line for the user where <see cref="Phase"/> is not <see cref="MonitorPhase.Running"/>, or <see langword="null"/>.</summary>
    public string? Message { get; init; }

    /// <summary>Frames lost in the kernel or the interface.</summary>
    public long Dropped { get; init; }

    /// <summary>How processes are found, or <see langword="null"/> where nobody looks for them (a replay).</summary>
    public string? Attribution { get; init; }

    /// <summary>Why no better way is in use, or <see langword="null"/>.</summary>
    public string? AttributionDegradation { get; init; }

    /// <summary>Replay speed (1 = as captured, infinity = as fast as possible); <see langword="null"/> when live.</summary>
    public double? ReplaySpeed { get; init; }
}
