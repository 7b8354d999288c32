using RustNet.Core.Flows;

namespace RustNet.Core.Query;

/// <summary>
/// What connections are grouped by: all processes of one program together, or one reason why there is no process. Stays the
/// same from one look at the table to the next.
/// </summary>
/// <param name="Name">Name of the process; <see langword="null"/> for connections without one.</param>
/// <param name="Executable">Path of its executable where it is known: programs of one name may be different ones.</param>
/// <param name="WhyNot">Why there is no process; <see langword="null"/> also where nobody has looked.</param>
public readonly record struct GroupKey(string? Name, string? Executable, OwnerMatch? WhyNot)
{
    /// <summary>The group of an owner; <see langword="null"/> while nobody has looked.</summary>
    public static GroupKey Of(FlowOwner? owner) => owner?.Process is { } process
        ? new GroupKey(process.Name, process.Executable, null)
        : new GroupKey(null, null, owner?.Match);

    /// <summary>Whether it is a program rather than a reason why there is none.</summary>
    public bool IsProgram => Name is not null;

    /// <summary>
    /// Whether both are the same group seen at two moments: the path of a program may become known, or be known of some of its
    /// processes only.
    /// </summary>
    public bool IsLike(GroupKey other) =>
        Name == other.Name && WhyNot == other.WhyNot && (Executable == other.Executable || Executable is null || other.Executable is null);
}

/// <summary>Connections that belong together and their sums, at one moment. Immutable.</summary>
/// <param name="Key">What they have in common.</param>
/// <param name="Start">Index of the first of them in the rows that <see cref="Grouping.Group"/> has arranged.</param>
/// <param name="Count">How many rows they are, at least 1.</param>
public sealed record ProcessGroup(GroupKey Key, int Start, int Count)
{
    /// <summary>Different processes among them; 0 for connections without one.</summary>
    public int Processes { get; init; }

    /// <summary>Id of the process where there is just one, else <see langword="null"/>.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Rows that are sockets waiting for connections.</summary>
    public int Listening { get; init; }

    /// <summary>Rows that are no longer in the table.</summary>
    public int Ended { get; init; }

    /// <summary>Rows that are connections, ended ones included.</summary>
    public int Connections => Count - Listening;

    /// <summary>Bytes per second received by all of them.</summary>
    public double DownRate { get; init; }

    /// <summary>Bytes per second sent by all of them.</summary>
    public double UpRate { get; init; }

    /// <summary>Bytes that all of them have received so far.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Bytes that all of them have sent so far.</summary>
    public long BytesSent { get; init; }
}
