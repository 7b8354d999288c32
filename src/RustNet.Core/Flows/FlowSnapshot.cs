using RustNet.Core.Dpi;

namespace RustNet.Core.Flows;

/// <summary>
/// One connection as it was at one moment: what every reader (screen, filter, sort, exports) works on. Immutable, safe
/// from any thread, valid for as long as it is referenced. Counts start at the connection's first packet.
/// </summary>
public sealed class FlowSnapshot
{
    /// <summary>The unchanging facts.</summary>
    public required FlowIdentity Identity { get; init; }

    /// <summary>State name as the user sees it (SPEC §5, §6), for example <c>ESTABLISHED</c> or <c>DNS_QUERY</c>.</summary>
    public required string State { get; init; }

    /// <summary>Capture time of the last packet, nanoseconds since 1970 UTC.</summary>
    public required long LastSeen { get; init; }

    /// <summary>Packets from the local endpoint.</summary>
    public required long PacketsSent { get; init; }

    /// <summary>Packets from the remote endpoint.</summary>
    public required long PacketsReceived { get; init; }

    /// <summary>Wire bytes from the local endpoint, link-layer headers included.</summary>
    public required long BytesSent { get; init; }

    /// <summary>Wire bytes from the remote endpoint.</summary>
    public required long BytesReceived { get; init; }

    /// <summary>Bytes per second received, at the moment of the snapshot. Decays to 0 when traffic ends.</summary>
    public double DownRate { get; init; }

    /// <summary>Bytes per second sent.</summary>
    public double UpRate { get; init; }

    /// <summary>
    /// Weighted seconds that the rates were taken over: fewer for a connection younger than the window, 1 without a rate. For sums:
    /// rates times this, over the greatest of them, because many short connections one after the other have not all been at work at once.
    /// </summary>
    public double RateSpan { get; init; } = 1;

    /// <summary>Instant its age counts from: the last packet, or for closed states when the state was entered.</summary>
    public required long AgesFrom { get; init; }

    /// <summary>Timeout in force at the moment of the snapshot, nanoseconds, above 0.</summary>
    public required long Timeout { get; init; }

    /// <summary>Why it left the table; <see cref="FlowEnd.None"/> while it is in it.</summary>
    public FlowEnd End { get; init; }

    /// <summary>What inspection learned, or <see langword="null"/>.</summary>
    public AppInfo? App { get; init; }

    /// <summary>Whose connection it is or why that is not known; <see langword="null"/> while nobody has looked.</summary>
    public FlowOwner? Owner { get; init; }

    /// <summary>The owning process, or <see langword="null"/> where it is not known.</summary>
    public ProcessInfo? Process => Owner?.Process;

    /// <summary>TCP quality counters; <see langword="null"/> for other protocols.</summary>
    public TcpQualitySnapshot? Tcp { get; init; }

    /// <summary>
    /// How long the asking side waited for its answers, milliseconds, smoothed (DNS, LLMNR, NetBIOS, STUN, NTP, ping, QUIC's handshake);
    /// <see langword="null"/> where no pair of request and response was seen.
    /// </summary>
    public double? ResponseMilliseconds { get; init; }

    /// <summary>Packets of both directions.</summary>
    public long Packets => PacketsSent + PacketsReceived;

    /// <summary>Bytes of both directions.</summary>
    public long Bytes => BytesSent + BytesReceived;

    /// <summary>
    /// Round-trip time in milliseconds: TCP's smoothed one, else that of its handshake, else the time responses take;
    /// <see langword="null"/> where unknown.
    /// </summary>
    public double? RttMilliseconds => Tcp?.SmoothedRttMilliseconds ?? Tcp?.InitialRttMilliseconds ?? ResponseMilliseconds;

    /// <summary>Share of the timeout that has passed at packet time <paramref name="now"/>: 0 fresh, 1 about to be removed.</summary>
    public double Staleness(long now) => End != FlowEnd.None ? 1 : Math.Clamp((double)(now - AgesFrom) / Timeout, 0, 1);
}

/// <summary>TCP quality of a connection (SPEC §5), both directions together unless said otherwise.</summary>
public sealed record TcpQualitySnapshot
{
    /// <summary>Segments that repeat sequence space already seen.</summary>
    public int Retransmissions { get; init; }

    /// <summary>Segments that arrived after later ones without being repetitions.</summary>
    public int OutOfOrder { get; init; }

    /// <summary>Acknowledgments that repeat the last one (RFC 5681 §2).</summary>
    public int DuplicateAcks { get; init; }

    /// <summary>Retransmissions that follow three duplicate acknowledgments (RFC 5681 §3.2).</summary>
    public int FastRetransmissions { get; init; }

    /// <summary>Segments that announce a window of 0.</summary>
    public int ZeroWindows { get; init; }

    /// <summary>SYN to SYN+ACK, milliseconds; outgoing connections only.</summary>
    public double? InitialRttMilliseconds { get; init; }

    /// <summary>Smoothed round-trip time (RFC 6298 §2, Karn's rule), milliseconds.</summary>
    public double? SmoothedRttMilliseconds { get; init; }
}
