using RustNet.Core.Dpi.Reassembly;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi;

/// <summary>
/// Runs the dissectors over the payloads of flows: orders TCP segments, keeps the budget, owns the ceiling on reassembly
/// memory. One per shard; only the shard's capture thread may call it. Never throws.
/// <para>
/// A segment that comes in order and holds whole messages is dissected where it lies in the frame; memory is taken only for
/// a message that is incomplete or for bytes that came early. Nothing is allocated for payloads that tell nothing.
/// </para>
/// </summary>
public sealed partial class Inspector
{
    private const int MaxIdleMemories = 1024;
    private const int GiveUpAfter = byte.MaxValue;

    private readonly DissectorSet _set;
    private readonly InspectionBudget _budget;
    private readonly BufferPool _pool;
    private readonly Stack<FlowMemory> _idleMemories = new();
    private readonly RequestsToMany _toMany = new();

    /// <summary>An inspector with every protocol the program knows and the default budget.</summary>
    public Inspector()
        : this(DissectorSet.CreateDefault(), new InspectionBudget())
    {
    }

    /// <summary>An inspector with a set and a budget of one's own.</summary>
    public Inspector(DissectorSet set, InspectionBudget budget)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(budget.PayloadsWithoutNews, 1, nameof(budget));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(budget.PayloadsWithoutNews, 250, nameof(budget));
        ArgumentOutOfRangeException.ThrowIfLessThan(budget.StreamBytes, 1, nameof(budget));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(budget.StreamBytes, BufferPool.LargestBuffer, nameof(budget));
        _set = set;
        _budget = budget;
        _pool = new BufferPool(budget.TotalBytes);
    }

    /// <summary>Flows whose inspection was given up because reassembly memory was at its ceiling.</summary>
    public long OverCeiling { get; private set; }

    /// <summary>
    /// A connection that the frame looked at last has announced, or <see langword="null"/>. Cleared by <see cref="TakeAnnounced"/>.
    /// </summary>
    internal AnnouncedFlow? Announced { get; private set; }

    /// <summary>Ids that the frame looked at last has told of its flow, or <see langword="null"/>. Cleared by <see cref="TakeIdentified"/>.</summary>
    internal ConnectionIds? Identified { get; private set; }

    /// <summary>Reassembly memory in use now, in bytes; never above <see cref="InspectionBudget.TotalBytes"/>.</summary>
    public long MemoryInUse => _pool.InUse;

    /// <summary>
    /// Looks at one frame of a flow. Called for frames that carry payload, and for TCP frames with SYN (which anchor the
    /// stream), until <see cref="FlowInspection.IsFinished"/>; at once that is for protocols that nobody looks into.
    /// </summary>
    /// <param name="flow">The flow's inspection state, updated in place.</param>
    /// <param name="frame">The frame, not a later fragment.</param>
    /// <param name="fromInitiator">True when the flow's initiator sent it.</param>
    public void Inspect(ref FlowInspection flow, in Frame frame, bool fromInitiator)
    {
        if (flow.IsFinished)
        {
            return;
        }

        if (frame.Protocol == IpProtocol.Tcp)
        {
            InspectSegment(ref flow, frame, fromInitiator);
        }
        else if (!TryGetMessageTransport(frame, out var transport))
        {
            Finish(ref flow);
        }
        else if (!frame.Payload.IsEmpty)
        {
            InspectMessage(ref flow, frame, transport, fromInitiator);
        }
    }

    /// <summary>The announcement of the last frame, once.</summary>
    internal AnnouncedFlow? TakeAnnounced()
    {
        var announced = Announced;
        Announced = null;
        return announced;
    }

    /// <summary>The ids of the last frame, once.</summary>
    internal ConnectionIds? TakeIdentified()
    {
        var ids = Identified;
        Identified = null;
        return ids;
    }

    /// <summary>
    /// The flow's connection looks over, though the flow stays for a while: gives its reassembly memory back, unless a piece of a stream is
    /// still awaited, which may have been overtaken. What comes all the same (a reset that nobody believed) is looked at as before, without
    /// what was held.
    /// </summary>
    public void Close(ref FlowInspection flow)
    {
        if (flow.Memory is { } memory && !(memory.Stream(true).HasHeld || memory.Stream(false).HasHeld))
        {
            GiveBack(ref flow, memory);
        }
    }

    /// <summary>The flow has ended: gives its reassembly memory back. <see cref="FlowInspection.App"/> stays.</summary>
    public void Release(ref FlowInspection flow) => Finish(ref flow);

    // What comes one message to a frame.
    private static bool TryGetMessageTransport(in Frame frame, out Transports transport)
    {
        transport = frame.Protocol switch
        {
            _ when frame.Network == NetworkLayer.Arp => Transports.Arp,
            IpProtocol.Udp => Transports.Udp,
            IpProtocol.Icmp => Transports.Icmp,
            IpProtocol.IcmpV6 => Transports.IcmpV6,
            IpProtocol.Igmp => Transports.Igmp,
            _ => default,
        };
        return transport != default;
    }

    private void InspectMessage(ref FlowInspection flow, in Frame frame, Transports transport, bool fromInitiator)
    {
        if (flow.IsDone(fromInitiator))
        {
            GiveUpWhenUseless(ref flow, fromInitiator);
            return;
        }

        var cut = frame.Payload.Length < frame.PayloadLength;
        var view = new View(frame.Payload, transport, fromInitiator, false, cut, frame.SourcePort, frame.DestinationPort);
        Offer(ref flow, frame, view);
    }

    /// <summary>Takes a found dissector's answer into the flow.</summary>
    private void Learn(ref FlowInspection flow, in Finding finding, bool follows, in Frame frame, bool fromInitiator)
    {
        if (finding.Exchange.Role != ExchangeRole.None)
        {
            Time(ref flow, finding.Exchange, frame, fromInitiator);
        }

        Announced ??= finding.Announces;
        Identified ??= finding.Ids;
        if (finding.Info is { } info && !ReferenceEquals(info, CurrentOf(flow)))
        {
            flow.App = flow.IsHandedOver && flow.App is UpgradedAppInfo upgraded ? upgraded with { Then = info } : info;
            flow.Renew();
        }
        else if (finding.Status != ParseStatus.Truncated && !follows && flow.Spend(fromInitiator) >= _budget.PayloadsWithoutNews)
        {
            CloseDirection(ref flow, fromInitiator);
        }

        Remember(ref flow, finding.Memory);
        switch (finding.Interest)
        {
            case Interest.None:
                Finish(ref flow);
                break;
            case Interest.OtherDirection:
                CloseDirection(ref flow, fromInitiator);
                break;
            case Interest.HandOver:
                HandOver(ref flow, fromInitiator);
                break;
        }
    }

    private void Time(ref FlowInspection flow, Exchange exchange, in Frame frame, bool fromInitiator)
    {
        if (exchange.Role == ExchangeRole.Request)
        {
            (flow.Responses ??= new ResponseTimer()).OnRequest(exchange.Id, fromInitiator, frame.Timestamp);
            _toMany.OnRequest(in frame, exchange.Id);
        }
        else if (flow.Responses?.OnResponse(exchange.Id, fromInitiator, frame.Timestamp) != true && _toMany.Find(in frame, exchange.Id) is { } asked)
        {
            (flow.Responses ??= new ResponseTimer()).Add(frame.Timestamp - asked);
        }
    }
}
