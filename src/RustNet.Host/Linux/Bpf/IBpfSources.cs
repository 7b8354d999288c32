using RustNet.Host.Linux.Bpf.Records;

namespace RustNet.Host.Linux.Bpf;

/// <summary>What there is of events and snapshots. Each can be missing, with its reason in one line for the user.</summary>
internal interface IBpfSources : IDisposable
{
    /// <summary>Who uses sockets, as it happens; or <see langword="null"/>.</summary>
    ISocketEvents? Events { get; }

    /// <summary>Why <see cref="Events"/> is not there.</summary>
    string? WhyNoEvents { get; }

    /// <summary>Who holds sockets now; or <see langword="null"/>.</summary>
    ISocketSnapshot? Snapshot { get; }

    /// <summary>Why <see cref="Snapshot"/> is not there.</summary>
    string? WhyNoSnapshot { get; }
}

/// <summary>Tells what processes do with sockets.</summary>
internal interface ISocketEvents
{
    /// <summary>What is not told and what that costs, one line each; empty if nothing is missing. For the user.</summary>
    IReadOnlyList<string> Missing { get; }

    /// <summary>
    /// Every process that sends on a socket of TCP or UDP for the first time is told. Of other protocols (ICMP echo) that is not
    /// promised: silence says nothing of a socket that nobody was ever told to work with.
    /// </summary>
    bool TellsSenders { get; }

    /// <summary>Events since the start that found the ring full. Grows only.</summary>
    long Lost { get; }

    /// <summary>Connections since the start whose process was forgotten, because too many were being made at once. Grows only.</summary>
    long Forgotten { get; }

    /// <summary>
    /// Times a program was left out, because what it tells of happened in an interrupt of that very program: each an event at most. Grows only.
    /// </summary>
    long Skipped { get; }

    /// <summary>Records that could not be understood. Stays 0 unless the program and its BPF objects do not fit together.</summary>
    long Damaged { get; }

    /// <summary>Hands over all events that are there. Their number.</summary>
    int Drain(ISocketEventSink sink);
}

/// <summary>Lists sockets.</summary>
internal interface ISocketSnapshot
{
    /// <summary>
    /// Adds all internet sockets that some process holds: one record per descriptor, so a socket that processes share
    /// appears once for each. What opens or closes during the pass may or may not be there. If the pass breaks off,
    /// <paramref name="whyNot"/> says why, and what was read until then stays in the list.
    /// </summary>
    bool TryReadSockets(ICollection<SocketRecord> sockets, out string? whyNot);
}
