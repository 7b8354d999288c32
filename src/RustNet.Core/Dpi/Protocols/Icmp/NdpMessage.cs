using System.Buffers.Binary;

namespace RustNet.Core.Dpi.Protocols.Icmp;

/// <summary>Neighbour discovery messages (RFC 4861 §4) by their ICMPv6 type.</summary>
internal enum NdpType : byte
{
    /// <summary>Are there routers?</summary>
    RouterSolicitation = 133,

    /// <summary>I am one, and this is how the link is used.</summary>
    RouterAdvertisement = 134,

    /// <summary>Who has this address?</summary>
    NeighborSolicitation = 135,

    /// <summary>I have.</summary>
    NeighborAdvertisement = 136,

    /// <summary>There is a better first hop.</summary>
    Redirect = 137,
}

/// <summary>Options of neighbour discovery (IANA "IPv6 Neighbor Discovery Option Formats").</summary>
internal enum NdpOption : byte
{
    /// <summary>Link-layer address of the sender (RFC 4861 §4.6.1).</summary>
    SourceLinkAddress = 1,

    /// <summary>Link-layer address of the target.</summary>
    TargetLinkAddress = 2,

    /// <summary>A prefix of the link (§4.6.2).</summary>
    Prefix = 3,

    /// <summary>The packet that was redirected (§4.6.3).</summary>
    RedirectedHeader = 4,

    /// <summary>MTU of the link (§4.6.4).</summary>
    Mtu = 5,

    /// <summary>A route through the router (RFC 4191 §2.3).</summary>
    Route = 24,

    /// <summary>Recursive DNS servers (RFC 8106 §5.1).</summary>
    DnsServers = 25,

    /// <summary>Domains to search (RFC 8106 §5.2).</summary>
    DnsSearch = 31,

    /// <summary>Where a captive portal tells its terms (RFC 8910 §2.3).</summary>
    CaptivePortal = 37,

    /// <summary>The prefix of a translator to IPv4 (RFC 8781 §4).</summary>
    TranslationPrefix = 38,
}

/// <summary>A neighbour discovery message, viewed in place. A field that the message was cut before is <see langword="null"/> or empty.</summary>
internal readonly ref struct NdpMessage(ReadOnlySpan<byte> bytes)
{
    private const int FlagsOffset = 4;              // neighbour advertisement: R S O
    private const int TargetOffset = 8;
    private const int DestinationOffset = 24;       // redirect
    private const int AddressLength = 16;

    // Router advertisement: Cur Hop Limit:8 | M O H Prf P:8 | Router Lifetime:16 | Reachable Time:32 | Retrans Timer:32
    private const int HopLimitOffset = 4;
    private const int RouterFlagsOffset = 5;
    private const int LifetimeOffset = 6;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public NdpType Type => (NdpType)_bytes[0];

    /// <summary>The address asked for, told of, or better.</summary>
    public UInt128? Target => Type is NdpType.NeighborSolicitation or NdpType.NeighborAdvertisement or NdpType.Redirect ? AddressAt(TargetOffset) : null;

    /// <summary>The address that a redirect is for.</summary>
    public UInt128? Destination => Type == NdpType.Redirect ? AddressAt(DestinationOffset) : null;

    /// <summary>Flags of an advertisement, in its own bit order.</summary>
    public byte? Flags => Type switch
    {
        NdpType.NeighborAdvertisement => OctetAt(FlagsOffset),
        NdpType.RouterAdvertisement => OctetAt(RouterFlagsOffset),
        _ => null,
    };

    /// <summary>Hop limit a router recommends; 0 is none.</summary>
    public byte? HopLimit => Type == NdpType.RouterAdvertisement ? OctetAt(HopLimitOffset) : null;

    /// <summary>Seconds that the sender is a default router; 0: it is none.</summary>
    public ushort? RouterLifetime => Type == NdpType.RouterAdvertisement && _bytes.Length >= LifetimeOffset + sizeof(ushort)
        ? BinaryPrimitives.ReadUInt16BigEndian(_bytes[LifetimeOffset..])
        : null;

    /// <summary>The options that are whole.</summary>
    public NdpOptions Options => new(_bytes.Length > OptionsOffset ? _bytes[OptionsOffset..] : default);

    private int OptionsOffset => Type switch
    {
        NdpType.RouterSolicitation => 8,
        NdpType.RouterAdvertisement => 16,
        NdpType.Redirect => 40,
        _ => 24,
    };

    /// <summary>Whether an ICMPv6 message of this type is one.</summary>
    public static bool IsNdp(byte type) => type is >= (byte)NdpType.RouterSolicitation and <= (byte)NdpType.Redirect;

    private byte? OctetAt(int offset) => _bytes.Length > offset ? _bytes[offset] : null;

    private UInt128? AddressAt(int offset) => _bytes.Length >= offset + AddressLength ? BinaryPrimitives.ReadUInt128BigEndian(_bytes[offset..]) : null;
}

/// <summary>Steps through options (RFC 4861 §4.6): Type:8 | Length:8 in units of eight bytes | value. Each step moves on.</summary>
internal ref struct NdpOptions(ReadOnlySpan<byte> rest)
{
    private const int Unit = 8;
    private const int HeaderLength = 2;
    private ReadOnlySpan<byte> _rest = rest;

    /// <summary>Takes the next whole option; false at the end and where a length of zero or beyond it makes the rest meaningless.</summary>
    public bool TryNext(out NdpOption option, out ReadOnlySpan<byte> value)
    {
        option = default;
        value = default;
        if (_rest.Length < HeaderLength)
        {
            return false;
        }

        var length = _rest[1] * Unit;
        if (length == 0 || length > _rest.Length)
        {
            return false;
        }

        option = (NdpOption)_rest[0];
        value = _rest[HeaderLength..length];
        _rest = _rest[length..];
        return true;
    }
}
