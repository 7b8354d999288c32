using RustNet.Core.Dpi;
using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>
/// One connection in a shard. A record the shard works on, without behaviour of its own and with everything that every
/// flow has inline; what only some have (sequence tracking, rates, what inspection holds) hangs off on demand, because in
/// a flood of new connections this object is what each of them costs. Guarded by the shard's lock.
/// </summary>
internal sealed class Flow
{
    /// <summary>Identity on the wire; another one when the connection goes on at another address (<see cref="FlowAliases"/>).</summary>
    public FlowKey Key;

    /// <summary>Number in order of creation.</summary>
    public long Id;

    /// <summary>Neighbour in its <see cref="FlowList"/>, added before.</summary>
    public Flow? Older;

    /// <summary>Neighbour in its <see cref="FlowList"/>, added after.</summary>
    public Flow? Newer;

    /// <summary>Neighbour in the ring of its slot of the <see cref="TimerWheel"/>.</summary>
    public Flow? TimerPrevious;

    /// <summary>Neighbour in the ring of its slot of the <see cref="TimerWheel"/>.</summary>
    public Flow? TimerNext;

    /// <summary>Its slot of the <see cref="TimerWheel"/>.</summary>
    public ushort TimerSlot = TimerWheel.NoSlot;

    /// <summary>Type of the last ICMP, ICMPv6 or IGMP message, or the last ARP operation.</summary>
    public ushort MessageType;

    /// <summary>VLAN of the first tagged frame.</summary>
    public ushort VlanId;

    /// <summary>TCP state.</summary>
    public TcpState State;

    /// <summary>A reset closed it before both sides had.</summary>
    public bool IsReset;

    /// <summary>
    /// <see cref="AppInfo.IsClosed"/> of what inspection knows, here because looking at that for every packet costs a cache miss.
    /// </summary>
    public bool IsAppClosed;

    /// <summary><see cref="FlowInspection.IsFinished"/>, here for the same reason.</summary>
    public bool IsInspectionFinished;

    /// <summary>Why it has left the table; a TCP flow stays findable for a while after (<see cref="FlowShard"/>).</summary>
    public FlowEnd End;

    /// <summary>It is known by a connection id too.</summary>
    public bool HasAlias;

    private byte _orientation;

    /// <summary>Interface of the first frame.</summary>
    public int InterfaceIndex;

    /// <summary>Sequence number of the plain SYN that is all there is of the connection so far, while <see cref="Tcp"/> is missing.</summary>
    public uint SynSequence;

    /// <summary>Capture time of the first packet.</summary>
    public long FirstSeen;

    /// <summary>Capture time of the last packet.</summary>
    public long LastSeen;

    /// <summary>Instant of the shard's clock its age counts from.</summary>
    public long AgesFrom;

    /// <summary>Packets from side A.</summary>
    public long PacketsA;

    /// <summary>Packets from side B.</summary>
    public long PacketsB;

    /// <summary>Wire bytes from side A.</summary>
    public long BytesA;

    /// <summary>Wire bytes from side B.</summary>
    public long BytesB;

    /// <summary>Slot that <see cref="Rate"/> is in, here because looking at that for every packet costs a cache miss.</summary>
    public long RateSlot;

    /// <summary>What inspection knows and needs.</summary>
    public FlowInspection Inspection;

    /// <summary>The owning process, or why there is none to show.</summary>
    public FlowOwner? Owner;

    /// <summary>Sequence numbers, from the second segment on.</summary>
    public TcpTracker? Tcp;

    /// <summary>Rates, from the second packet on.</summary>
    public RateMeter? Rate;

    /// <summary>What readers were given last; still right if nothing has changed.</summary>
    public FlowSnapshot? Snapshot;

    /// <summary>Which side is which.</summary>
    public FlowOrientation Orientation
    {
        get => FlowOrientation.Unpack(_orientation);
        set => _orientation = value.Packed;
    }

    /// <summary>True for TCP.</summary>
    public bool IsTcp => Key.Protocol == IpProtocol.Tcp;

    /// <summary>The instant of the shard's clock at which it leaves, if nothing comes any more.</summary>
    public long Deadline => AgesFrom + FlowTimeouts.Lifetime(Key.Network, Key.Protocol, State, Inspection.App);
}
