using RustNet.Core.Flows;

namespace RustNet.Core.Query;

/// <summary>
/// The words by which people are told what a connection's enumerations mean. The screen shows them and the filter understands
/// them, so that whatever is read can be typed. Constant strings; safe from any thread.
/// </summary>
public static class FlowWords
{
    /// <summary>Where a connection lies relative to this machine.</summary>
    public static string Direction(FlowDirection direction) => direction switch
    {
        FlowDirection.Outgoing => "outgoing",
        FlowDirection.Incoming => "incoming",
        FlowDirection.Loop => "within this machine",
        _ => "forwarded (neither side is this machine)",
    };

    /// <summary>The same as one word, as headless output has it.</summary>
    public static string DirectionKey(FlowDirection direction) => direction switch
    {
        FlowDirection.Outgoing => "outgoing",
        FlowDirection.Incoming => "incoming",
        FlowDirection.Loop => "loop",
        _ => "forwarded",
    };

    /// <summary>What more than one interface an address stands for; <see langword="null"/> for one interface.</summary>
    public static string? Scope(AddressScope scope) => scope switch
    {
        AddressScope.Multicast => "multicast",
        AddressScope.Broadcast => "broadcast",
        _ => null,
    };

    /// <summary>How a connection ended; <see langword="null"/> while it is in the table.</summary>
    public static string? End(FlowEnd end) => end switch
    {
        FlowEnd.None => null,
        FlowEnd.Timeout => "timed out",
        FlowEnd.Closed => "closed",
        FlowEnd.Reset => "reset",
        FlowEnd.Evicted => "removed to make room",
        _ => "open when the capture ended",
    };

    /// <summary>The same as one word, as headless output has it.</summary>
    public static string? EndKey(FlowEnd end) => end switch
    {
        FlowEnd.None => null,
        FlowEnd.Timeout => "timeout",
        FlowEnd.Closed => "closed",
        FlowEnd.Reset => "reset",
        FlowEnd.Evicted => "evicted",
        _ => "shutdown",
    };

    /// <summary>In a sentence, how a process was found or why there is none to show.</summary>
    public static string Match(OwnerMatch match) => match switch
    {
        OwnerMatch.Capture => "the capture itself",
        OwnerMatch.Exact => "its socket",
        OwnerMatch.Listener => "a listening socket of the local port",
        OwnerMatch.Wildcard => "a socket bound to the local port",
        OwnerMatch.Guess => "a guess",
        OwnerMatch.Exited => "not known: its process was gone before anybody could look",
        OwnerMatch.OtherNamespace => "not known: the socket is in another network namespace",
        OwnerMatch.NoRights => "not known: no right to look at other users' processes",
        OwnerMatch.Forwarded => "none: neither endpoint is this machine",
        OwnerMatch.Kernel => "none: the kernel itself",
        _ => "not known",
    };

    /// <summary>The same as one word without blanks, for headless output and to be typed.</summary>
    public static string MatchKey(OwnerMatch match) => match switch
    {
        OwnerMatch.Capture => "capture",
        OwnerMatch.Exact => "exact",
        OwnerMatch.Listener => "listener",
        OwnerMatch.Wildcard => "wildcard",
        OwnerMatch.Guess => "guess",
        OwnerMatch.Exited => "exited",
        OwnerMatch.OtherNamespace => "other-namespace",
        OwnerMatch.NoRights => "no-rights",
        OwnerMatch.Forwarded => "forwarded",
        _ => "kernel",
    };

    /// <summary>Why there is no process, short enough for the narrowest column; <c>unknown</c> where nobody has looked.</summary>
    public static string WhyNot(OwnerMatch? match) => match switch
    {
        OwnerMatch.Exited => "exited",
        OwnerMatch.OtherNamespace => "other ns",
        OwnerMatch.NoRights => "no rights",
        OwnerMatch.Forwarded => "forwarded",
        OwnerMatch.Kernel => "kernel",
        _ => "unknown",
    };
}
