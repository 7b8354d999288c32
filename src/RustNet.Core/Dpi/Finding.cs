using RustNet.Core.Wire;

namespace RustNet.Core.Dpi;

/// <summary>What a dissector would still like to see of a flow.</summary>
public enum Interest : byte
{
    /// <summary>Both directions from where it is.</summary>
    Both,

    /// <summary>Nothing more of the direction it just looked at; the other one still.</summary>
    OtherDirection,

    /// <summary>Nothing: it has what it wants. The flow costs one branch per packet from here on.</summary>
    None,

    /// <summary>
    /// Nothing: from here on both directions speak another protocol, which the others are asked about (STARTTLS, CONNECT,
    /// Upgrade). What is known so far stays the flow's first name; a flow is handed over once.
    /// </summary>
    HandOver,
}

/// <summary>
/// A dissector's answer to one payload. Made only by <see cref="Malformed"/>, <see cref="Truncated"/> and
/// <see cref="Complete"/>; an answer with <see cref="Info"/> confirms the protocol, and the flow keeps this dissector.
/// <para>
/// What else a message means beyond its own flow's facts is said beside that, by <c>with</c>: <see cref="Exchange"/>,
/// <see cref="Announces"/> and <see cref="Ids"/>.
/// </para>
/// </summary>
public readonly struct Finding
{
    /// <summary>For <see cref="Complete"/>: everything that was handed over.</summary>
    public const int WholePayload = int.MaxValue;

    private Finding(ParseStatus status, AppInfo? info, int consumed, Interest interest, DissectorMemory? memory)
    {
        Status = status;
        Info = info;
        Consumed = consumed;
        Interest = interest;
        Memory = memory;
    }

    /// <summary>The message is a request or a response whose time is to be taken.</summary>
    public Exchange Exchange { get; init; }

    /// <summary>Another connection that the message says will come, or <see langword="null"/>.</summary>
    public AnnouncedFlow? Announces { get; init; }

    /// <summary>Ids by which the connection is known from here on, or <see langword="null"/> when there is no news of that.</summary>
    public ConnectionIds? Ids { get; init; }

    /// <summary>Whether the bytes are this protocol, may become it, or are not it.</summary>
    public ParseStatus Status { get; }

    /// <summary>What is known now, all of it; <see langword="null"/> when there is no news.</summary>
    public AppInfo? Info { get; }

    /// <summary>
    /// Bytes from the front that need not be handed over again. May exceed the payload: so many bytes of the stream are
    /// skipped unseen (a body of known length).
    /// </summary>
    public int Consumed { get; }

    /// <summary>What is still wanted.</summary>
    public Interest Interest { get; }

    /// <summary>What the flow keeps for the dissector from now on; <see langword="null"/> leaves what it has.</summary>
    public DissectorMemory? Memory { get; }

    /// <summary>
    /// Not this protocol. At the start of a stream the dissector is not asked again for this flow; after a gap
    /// (<see cref="Payload.StartsInGap"/>) only this segment is passed over.
    /// </summary>
    public static Finding Malformed => new(ParseStatus.Malformed, null, 0, Interest.Both, null);

    /// <summary>
    /// It may be (or, with <paramref name="info"/>, certainly is) this protocol, but the message goes on: ask again with more
    /// bytes from <paramref name="consumed"/> on.
    /// </summary>
    public static Finding Truncated(AppInfo? info = null, int consumed = 0, DissectorMemory? memory = null) =>
        new(ParseStatus.Truncated, info, consumed, Interest.Both, memory);

    /// <summary>One whole message of this protocol; <paramref name="info"/> is <see langword="null"/> when it tells nothing new.</summary>
    public static Finding Complete(AppInfo? info, int consumed = WholePayload, Interest interest = Interest.Both, DissectorMemory? memory = null) =>
        new(ParseStatus.Complete, info, consumed, interest, memory);
}

/// <summary>
/// What a dissector must remember about a flow beyond its <see cref="AppInfo"/> (pieces of a handshake that arrive in
/// any order). Owned by the flow, seen only by the dissector that made it, dropped when the inspection is finished.
/// </summary>
public abstract class DissectorMemory
{
    /// <summary>Bytes it holds now; counted against the ceiling on reassembly memory after every payload. Bounded by its dissector.</summary>
    public abstract int Size { get; }
}
