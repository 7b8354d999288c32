using System.Collections.Frozen;
using System.Numerics;
using RustNet.Core.Dpi.Protocols;
using RustNet.Core.Dpi.Protocols.Arp;
using RustNet.Core.Dpi.Protocols.BitTorrent;
using RustNet.Core.Dpi.Protocols.Dhcp;
using RustNet.Core.Dpi.Protocols.Dns;
using RustNet.Core.Dpi.Protocols.Http;
using RustNet.Core.Dpi.Protocols.Icmp;
using RustNet.Core.Dpi.Protocols.Multicast;
using RustNet.Core.Dpi.Protocols.NetBios;
using RustNet.Core.Dpi.Protocols.Ntp;
using RustNet.Core.Dpi.Protocols.Prelude;
using RustNet.Core.Dpi.Protocols.Quic;
using RustNet.Core.Dpi.Protocols.Snmp;
using RustNet.Core.Dpi.Protocols.Ssh;
using RustNet.Core.Dpi.Protocols.Stun;
using RustNet.Core.Dpi.Protocols.Tls;

namespace RustNet.Core.Dpi;

/// <summary>
/// The dissectors in the order they are asked. Those with a port hint that fits come first, then all others: content
/// decides. Immutable; may be shared.
/// </summary>
public sealed class DissectorSet
{
    /// <summary>A flow remembers which dissectors it has ruled out in 32 bits.</summary>
    public const int MaxCount = 32;

    private readonly IDissector[] _dissectors;
    private readonly FrozenDictionary<ushort, uint> _byPort;
    private readonly uint[] _byTransport = new uint[BitOperations.Log2((uint)Transports.Arp) + 1];   // in the order of their bits

    /// <summary>A set that asks in the given order.</summary>
    public DissectorSet(params IDissector[] dissectors)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dissectors.Length, MaxCount);
        _dissectors = [.. dissectors];
        var byPort = new Dictionary<ushort, uint>();
        for (var i = 0; i < dissectors.Length; i++)
        {
            var traits = dissectors[i].Traits;
            var bit = 1u << i;
            for (var transport = 0; transport < _byTransport.Length; transport++)
            {
                _byTransport[transport] |= ((int)traits.Transports >> transport & 1) != 0 ? bit : 0;
            }

            foreach (var port in traits.Ports)
            {
                byPort[port] = byPort.GetValueOrDefault(port) | bit;
            }
        }

        _byPort = byPort.ToFrozenDictionary();
    }

    /// <summary>Every protocol the program knows. The order is the policy: the strictest signatures first.</summary>
    public static DissectorSet CreateDefault() => new(
        new StunDissector(),
        new TlsDissector(),
        new QuicDissector(),
        new HttpDissector(),
        new SshDissector(),
        new FtpDissector(),
        new MqttDissector(),
        new BitTorrentDissector(),
        new SsdpDissector(),
        new NetBiosDissector(),
        new DhcpDissector(),
        new SnmpDissector(),
        new MdnsDissector(),
        new LlmnrDissector(),
        new DnsDissector(),
        new Dhcpv6Dissector(),
        new NtpDissector(),
        new PreludeDissector(),
        new IcmpDissector(),
        new Icmpv6Dissector(),
        new IgmpDissector(),
        new ArpDissector());

    /// <summary>Number of dissectors.</summary>
    public int Count => _dissectors.Length;

    /// <summary>The dissector at a place in the order.</summary>
    public IDissector this[int index] => _dissectors[index];

    /// <summary>One bit for every dissector of one transport; bit 0 is the first in the order.</summary>
    internal uint For(Transports transport) => _byTransport[BitOperations.TrailingZeroCount((uint)transport)];

    /// <summary>One bit for every dissector that has a hint for one of the two ports.</summary>
    internal uint Hinted(ushort source, ushort destination) =>
        _byPort.GetValueOrDefault(source) | _byPort.GetValueOrDefault(destination);
}
