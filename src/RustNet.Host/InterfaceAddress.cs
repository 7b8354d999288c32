using System.Net;

namespace RustNet.Host;

/// <summary>A unicast address of an interface.</summary>
/// <param name="Address">The address; a scope id does not matter.</param>
/// <param name="PrefixLength">Bits of the network part: 0..32 for IPv4, 0..128 for IPv6.</param>
internal readonly record struct InterfaceAddress(IPAddress Address, int PrefixLength);
