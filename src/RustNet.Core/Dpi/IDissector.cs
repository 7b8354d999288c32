namespace RustNet.Core.Dpi;

/// <summary>What carries the payloads that a dissector can look at: transports, and the network's own message protocols.</summary>
[Flags]
public enum Transports : byte
{
    /// <summary>Byte streams, handed over in order.</summary>
    Tcp = 1,

    /// <summary>Datagrams, handed over one by one.</summary>
    Udp = 2,

    /// <summary>ICMP messages (RFC 792), one in each frame, handed over like datagrams from their type on.</summary>
    Icmp = 4,

    /// <summary>ICMPv6 messages (RFC 4443), neighbour discovery and multicast listeners among them, likewise.</summary>
    IcmpV6 = 8,

    /// <summary>IGMP messages (RFC 9776), likewise.</summary>
    Igmp = 16,

    /// <summary>ARP messages (RFC 826), likewise, from their hardware type on.</summary>
    Arp = 32,
}

/// <summary>What the dissector set needs to know about a dissector before asking it.</summary>
/// <param name="Protocol">The <see cref="AppInfo.Protocol"/> it answers.</param>
/// <param name="Transports">Where it can occur.</param>
/// <param name="Ports">Ports on which it is asked first. They order the attempts; they never decide.</param>
public sealed record DissectorTraits(string Protocol, Transports Transports, IReadOnlyList<ushort> Ports)
{
    /// <summary>
    /// True for a protocol that has something to say about every message for as long as the flow lives (a state that
    /// follows queries and responses, the last topic): once found, the budget of payloads without news does not end it.
    /// Such a dissector must not allocate for a message that changes nothing.
    /// </summary>
    public bool FollowsFlow { get; init; }

    /// <summary>
    /// Every <see cref="AppInfo.Protocol"/> and <see cref="AppInfo.DisplayName"/> of its answers, once whatever its case. A filter
    /// takes a name that no dissector has for a mistake.
    /// </summary>
    public IReadOnlyList<string> Names { get; init; } = [Protocol];

    /// <summary>
    /// Lists every <see cref="AppInfo.TransportState"/> and <see cref="AppInfo.Phase"/> of its answers, for the same purpose. Called
    /// when a filter first needs it: the start of the program does not wait for tables of names.
    /// </summary>
    public Func<IEnumerable<string>> States { get; init; } = static () => [];
}

/// <summary>
/// Recognises and reads one protocol. Stateless and shared by all flows of a shard: what must be remembered
/// between payloads lives in the flow (<see cref="Payload.Current"/>, <see cref="Payload.Memory"/>, and the reassembly that
/// hands over longer payloads after <see cref="Wire.ParseStatus.Truncated"/>). Never throws, never allocates by a length
/// from the wire, and does not allocate at all for a payload that is not its protocol.
/// </summary>
public interface IDissector
{
    /// <summary>Constant description.</summary>
    DissectorTraits Traits { get; }

    /// <summary>
    /// Looks at one message at the front of a payload and says what it is, how much of it is dealt with, and what else
    /// would be of interest (<see cref="Finding"/>). Called again at once for what it left, as long as it makes progress.
    /// </summary>
    Finding Dissect(in Payload payload);
}
