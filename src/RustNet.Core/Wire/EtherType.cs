namespace RustNet.Core.Wire;

/// <summary>EtherTypes the parser follows (IEEE 802 Numbers registry). Values up to 1500 in the same field are an 802.3 length.</summary>
internal enum EtherType : ushort
{
    /// <summary>Internet Protocol version 4.</summary>
    IPv4 = 0x0800,

    /// <summary>Address Resolution Protocol.</summary>
    Arp = 0x0806,

    /// <summary>Reverse ARP (RFC 903): the same message under another number.</summary>
    ReverseArp = 0x8035,

    /// <summary>802.1Q customer VLAN tag.</summary>
    VlanTag = 0x8100,

    /// <summary>Internet Protocol version 6.</summary>
    IPv6 = 0x86DD,

    /// <summary>802.1ad service VLAN tag (QinQ).</summary>
    ServiceTag = 0x88A8,

    /// <summary>The tag QinQ used before 802.1ad.</summary>
    OldQinQTag = 0x9100,
}
