using System.Collections.Frozen;

namespace RustNet.Core.Flows;

/// <summary>The addresses of this machine at one moment. Immutable; replaced as a whole when they change.</summary>
/// <param name="Addresses">Unicast addresses of all interfaces, IPv4 as IPv4-mapped.</param>
/// <param name="Broadcasts">Directed broadcast addresses of the IPv4 networks, IPv4-mapped.</param>
public sealed record LocalAddressSet(FrozenSet<UInt128> Addresses, FrozenSet<UInt128> Broadcasts)
{
    /// <summary>No address is local: a replayed file.</summary>
    public static LocalAddressSet None { get; } = new(FrozenSet<UInt128>.Empty, FrozenSet<UInt128>.Empty);
}
