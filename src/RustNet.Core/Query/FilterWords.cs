using RustNet.Core.Dpi;
using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Core.Query;

/// <summary>
/// What the protocol, the application and the state of a connection can be called, from those who call them so. The lists are made
/// when a filter first needs one; safe from any thread.
/// </summary>
internal static class FilterWords
{
    /// <summary>The protocols in one line.</summary>
    public const string Protocols = "tcp udp icmp icmpv6 igmp arp sctp ip-N";

    /// <summary>What every socket that waits is in, whatever its protocol calls it.</summary>
    public const string Listening = "listening";

    private static readonly Lazy<string[]> s_protocols = new(static () =>
    [
        FlowText.ProtocolName(NetworkLayer.Arp, default),
        .. Enumerable.Range(0, byte.MaxValue + 1).Select(static number => FlowText.ProtocolName(NetworkLayer.IPv4, (IpProtocol)number)),
    ]);

    private static readonly Lazy<string[]> s_applications = new(static () =>
        [.. Dissectors().SelectMany(static traits => traits.Names).Select(static name => name.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal)]);

    private static readonly Lazy<string[]> s_states = new(static () =>
    [
        .. Enum.GetValues<TcpState>().Select(TcpStateMachine.Name)
            .Concat([ListeningRow.TcpState, ListeningRow.UdpState, Listening])
            .Concat(StateNames.All())
            .Concat(Dissectors().SelectMany(static traits => traits.States()))
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ]);

    /// <summary>The protocols, those without a name by their number.</summary>
    public static IReadOnlyList<string> AllProtocols => s_protocols.Value;

    /// <summary>What inspection calls its findings.</summary>
    public static IReadOnlyList<string> Applications => s_applications.Value;

    /// <summary>States and phases.</summary>
    public static IReadOnlyList<string> States => s_states.Value;

    /// <summary>Words as they can be typed.</summary>
    public static string Typed(string separator, IEnumerable<string> words) =>
        string.Join(separator, words.Select(static word => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word));

    private static IEnumerable<DissectorTraits> Dissectors()
    {
        var set = DissectorSet.CreateDefault();
        return Enumerable.Range(0, set.Count).Select(place => set[place].Traits);
    }
}
