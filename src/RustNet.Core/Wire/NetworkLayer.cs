namespace RustNet.Core.Wire;

/// <summary>What carries a connection's addresses.</summary>
public enum NetworkLayer : byte
{
    /// <summary>IPv4 (RFC 791). Addresses are stored IPv4-mapped (<c>::ffff:a.b.c.d</c>).</summary>
    IPv4,

    /// <summary>IPv6 (RFC 8200).</summary>
    IPv6,

    /// <summary>Address Resolution Protocol for IPv4 (RFC 826). Addresses are the sender and target protocol addresses.</summary>
    Arp,
}
