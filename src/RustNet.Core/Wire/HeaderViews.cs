using PacketDotNet;
using PacketDotNet.Utils;

namespace RustNet.Core.Wire;

/// <summary>
/// PacketDotNet's packet classes as views of header fields. One object per header is made once over a place of its own in one
/// scratch buffer; a frame's header is copied there and its fields are read through the object, without an allocation.
/// Each method takes bytes whose length the caller has checked and copies the fixed part of the header only, so the library
/// never sees a length it could follow, an option, or a payload. Fields that the library boxes (addresses) are read from the frame.
/// Not thread-safe: the result is valid until the next call of the same method.
/// </summary>
internal sealed class HeaderViews
{
    public const int EthernetLength = 14;
    public const int VlanTagLength = 4;
    public const int LinuxSllLength = 16;
    public const int LinuxSll2Length = 20;
    public const int ArpFixedLength = 8;
    public const int IPv4Length = 20;
    public const int IPv6Length = 40;
    public const int TcpLength = 20;
    public const int UdpLength = 8;
    public const int IcmpLength = 8;

    private const int Place = 64;           // no header here is longer
    private const int EthernetAt = 0 * Place;
    private const int VlanTagAt = 1 * Place;
    private const int LinuxSllAt = 2 * Place;
    private const int LinuxSll2At = 3 * Place;
    private const int ArpAt = 4 * Place;
    private const int IPv4At = 5 * Place;
    private const int IPv6At = 6 * Place;
    private const int TcpAt = 7 * Place;
    private const int UdpAt = 8 * Place;
    private const int IcmpV4At = 9 * Place;
    private const int IcmpV6At = 10 * Place;
    private const int ScratchLength = 11 * Place;

    private const int ArpMessageLength = 28;
    private const byte NoNextHeader = 59;

    private readonly byte[] _scratch = new byte[ScratchLength];
    private readonly EthernetPacket _ethernet;
    private readonly Ieee8021QPacket _vlanTag;
    private readonly LinuxSllPacket _linuxSll;
    private readonly LinuxSll2Packet _linuxSll2;
    private readonly ArpPacket _arp;
    private readonly IPv4Packet _ipv4;
    private readonly IPv6Packet _ipv6;
    private readonly TcpPacket _tcp;
    private readonly UdpPacket _udp;
    private readonly IcmpV4Packet _icmpV4;
    private readonly IcmpV6Packet _icmpV6;

    public HeaderViews()
    {
        // The constructors look at some fields: what they find must be a header without anything behind it.
        _scratch[IPv4At] = 4 << 4 | IPv4Length / 4;
        _scratch[IPv4At + 3] = IPv4Length;
        _scratch[IPv6At] = 6 << 4;
        _scratch[IPv6At + 6] = NoNextHeader;
        _scratch[TcpAt + 12] = TcpLength / 4 << 4;
        _scratch[UdpAt + 5] = UdpLength;

        _ethernet = new EthernetPacket(Segment(EthernetAt, EthernetLength));
        _vlanTag = new Ieee8021QPacket(Segment(VlanTagAt, VlanTagLength));
        _linuxSll = new LinuxSllPacket(Segment(LinuxSllAt, LinuxSllLength));
        _linuxSll2 = new LinuxSll2Packet(Segment(LinuxSll2At, LinuxSll2Length));
        _arp = new ArpPacket(Segment(ArpAt, ArpMessageLength));
        _ipv4 = new IPv4Packet(Segment(IPv4At, IPv4Length));
        _ipv6 = new IPv6Packet(Segment(IPv6At, IPv6Length));
        _tcp = new TcpPacket(Segment(TcpAt, TcpLength));
        _udp = new UdpPacket(Segment(UdpAt, UdpLength));
        _icmpV4 = new IcmpV4Packet(Segment(IcmpV4At, IcmpLength));
        _icmpV6 = new IcmpV6Packet(Segment(IcmpV6At, IcmpLength));
    }

    public EthernetPacket Ethernet(ReadOnlySpan<byte> header)
    {
        header[..EthernetLength].CopyTo(_scratch.AsSpan(EthernetAt));
        return _ethernet;
    }

    public Ieee8021QPacket VlanTag(ReadOnlySpan<byte> header)
    {
        header[..VlanTagLength].CopyTo(_scratch.AsSpan(VlanTagAt));
        return _vlanTag;
    }

    public LinuxSllPacket LinuxSll(ReadOnlySpan<byte> header)
    {
        header[..LinuxSllLength].CopyTo(_scratch.AsSpan(LinuxSllAt));
        return _linuxSll;
    }

    public LinuxSll2Packet LinuxSll2(ReadOnlySpan<byte> header)
    {
        header[..LinuxSll2Length].CopyTo(_scratch.AsSpan(LinuxSll2At));
        return _linuxSll2;
    }

    public ArpPacket Arp(ReadOnlySpan<byte> header)
    {
        header[..ArpFixedLength].CopyTo(_scratch.AsSpan(ArpAt));
        return _arp;
    }

    public IPv4Packet IPv4(ReadOnlySpan<byte> header)
    {
        header[..IPv4Length].CopyTo(_scratch.AsSpan(IPv4At));
        return _ipv4;
    }

    public IPv6Packet IPv6(ReadOnlySpan<byte> header)
    {
        header[..IPv6Length].CopyTo(_scratch.AsSpan(IPv6At));
        return _ipv6;
    }

    public TcpPacket Tcp(ReadOnlySpan<byte> header)
    {
        header[..TcpLength].CopyTo(_scratch.AsSpan(TcpAt));
        return _tcp;
    }

    public UdpPacket Udp(ReadOnlySpan<byte> header)
    {
        header[..UdpLength].CopyTo(_scratch.AsSpan(UdpAt));
        return _udp;
    }

    public IcmpV4Packet IcmpV4(ReadOnlySpan<byte> header)
    {
        header[..IcmpLength].CopyTo(_scratch.AsSpan(IcmpV4At));
        return _icmpV4;
    }

    public IcmpV6Packet IcmpV6(ReadOnlySpan<byte> header)
    {
        header[..IcmpLength].CopyTo(_scratch.AsSpan(IcmpV6At));
        return _icmpV6;
    }

    private ByteArraySegment Segment(int offset, int length) => new(_scratch, offset, length, offset + length);
}
