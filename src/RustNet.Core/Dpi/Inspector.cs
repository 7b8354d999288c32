using System.Numerics;
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

    /// <summary>
    /// Shows bytes to the flow's dissector, or to all that are still in question, and takes their answers down. Answers how
    /// many bytes from the front are dealt with (perhaps more than there are), or <see cref="Useless"/>.
    /// </summary>
    private int Offer(ref FlowInspection flow, in Frame frame, in View view) =>
        flow.Dissector != 0 ? OfferToFound(ref flow, frame, view) : OfferToCandidates(ref flow, frame, view);

    private int OfferToFound(ref FlowInspection flow, in Frame frame, in View view)
    {
        var dissector = _set[flow.Dissector - 1];
        var position = 0;
        while (true)
        {
            var rest = view.From(position);
            var finding = dissector.Dissect(PayloadOf(flow, frame, rest));
            Learn(ref flow, finding, dissector.Traits.FollowsFlow, frame, view.FromInitiator);
            if (flow.IsFinished || flow.IsDone(view.FromInitiator))
            {
                return Finding.WholePayload;
            }

            if (finding.Interest == Interest.HandOver)
            {
                return OfferAfterHandOver(ref flow, frame, view, (int)Math.Min((long)position + finding.Consumed, Finding.WholePayload));
            }

            switch (finding.Status)
            {
                case ParseStatus.Malformed when rest.StartsInGap || view.Transport != Transports.Tcp:
                    return Useless;
                case ParseStatus.Malformed:
                    // The stream has left the protocol, or never was in it in this direction.
                    CloseDirection(ref flow, view.FromInitiator);
                    return Finding.WholePayload;
                case ParseStatus.Truncated:
                    return position + Math.Clamp(finding.Consumed, 0, rest.Bytes.Length);
            }

            // A whole message: what follows it starts a message too.
            if (finding.Consumed >= rest.Bytes.Length)
            {
                return finding.Consumed == Finding.WholePayload ? view.Bytes.Length : (int)Math.Min((long)position + finding.Consumed, int.MaxValue - 1);
            }

            flow.SetAnchored(view.FromInitiator, true);
            position += Math.Max(1, finding.Consumed);
        }
    }

    private int OfferToCandidates(ref FlowInspection flow, in Frame frame, in View view)
    {
        var candidates = _set.For(view.Transport) & ~flow.Excluded;
        var hinted = candidates & _set.Hinted(view.SourcePort, view.DestinationPort);
        var waiting = false;
        for (var turn = 0; turn < 2; turn++)
        {
            for (var left = turn == 0 ? hinted : candidates & ~hinted; left != 0; left &= left - 1)
            {
                var index = BitOperations.TrailingZeroCount(left);
                var finding = _set[index].Dissect(PayloadOf(flow, frame, view));
                if (finding.Info is not null || finding.Interest == Interest.HandOver)
                {
                    return Found(ref flow, frame, view, index, finding);
                }

                if (finding.Status == ParseStatus.Truncated)
                {
                    waiting = true;
                }
                else if (!view.StartsInGap)
                {
                    flow.Excluded |= 1u << index;
                }
            }
        }

        if (waiting && view.Transport == Transports.Tcp)
        {
            return 0;
        }

        if ((_set.For(view.Transport) & ~flow.Excluded) == 0)
        {
            Finish(ref flow);
        }
        else if (flow.Spend(view.FromInitiator) >= _budget.PayloadsWithoutNews)
        {
            CloseDirection(ref flow, view.FromInitiator);
        }

        return Useless;
    }

    private int Found(ref FlowInspection flow, in Frame frame, in View view, int index, in Finding finding)
    {
        flow.Dissector = (byte)(index + 1);
        Learn(ref flow, finding, _set[index].Traits.FollowsFlow, frame, view.FromInitiator);
        if (flow.IsFinished || flow.IsDone(view.FromInitiator))
        {
            return Finding.WholePayload;
        }

        if (finding.Interest == Interest.HandOver)
        {
            return OfferAfterHandOver(ref flow, frame, view, finding.Consumed);
        }

        var consumed = finding.Status == ParseStatus.Truncated ? Math.Clamp(finding.Consumed, 0, view.Bytes.Length) : Math.Max(1, finding.Consumed);
        flow.SetAnchored(view.FromInitiator, true);
        if (finding.Status == ParseStatus.Truncated)
        {
            return consumed;
        }

        if (consumed >= view.Bytes.Length)
        {
            return consumed == Finding.WholePayload ? view.Bytes.Length : consumed;
        }

        var more = OfferToFound(ref flow, frame, view.From(consumed));
        return more >= int.MaxValue - consumed ? Finding.WholePayload : consumed + more;
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
            flow.App = flow.App is UpgradedAppInfo upgraded ? upgraded with { Then = info } : info;
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

    private void HandOver(ref FlowInspection flow, bool fromInitiator)
    {
        if (flow.IsHandedOver)
        {
            Finish(ref flow);
            return;
        }

        Forget(ref flow);
        flow.HandOver();
        if (flow.IsDone(!fromInitiator))
        {
            // What the other side still says in the old protocol stands between.
            flow.Memory?.Stream(!fromInitiator).Release(_pool);
            flow.Restart(!fromInitiator);
        }
        else if (flow.App is null && flow.IsStarted(!fromInitiator))
        {
            // Nobody has read what the other side has said so far, and it was in the old protocol.
            MoveWindow(ref flow, !fromInitiator, flow.Memory?.Stream(!fromInitiator).ReadyLength ?? 0, anchored: false);
        }

        if (flow.App is not null)
        {
            flow.App = new UpgradedAppInfo(flow.App, null);
        }
    }

    /// <summary>What follows the message that hands over is the first of the other protocol.</summary>
    private int OfferAfterHandOver(ref FlowInspection flow, in Frame frame, in View view, int consumed)
    {
        if (consumed >= view.Bytes.Length)
        {
            return consumed == Finding.WholePayload ? view.Bytes.Length : consumed;
        }

        consumed = Math.Max(0, consumed);
        var more = OfferToCandidates(ref flow, frame, view.From(consumed));
        return more == Useless ? Useless : more >= int.MaxValue - consumed ? Finding.WholePayload : consumed + more;
    }

    /// <summary>What the flow's dissector itself knows of it.</summary>
    private static AppInfo? CurrentOf(in FlowInspection flow) => flow.App is UpgradedAppInfo upgraded ? upgraded.Then : flow.App;

    private static Payload PayloadOf(in FlowInspection flow, in Frame frame, in View view) => new()
    {
        Bytes = view.Bytes,
        Transport = view.Transport,
        FromInitiator = view.FromInitiator,
        StartsInGap = view.StartsInGap,
        EndsInGap = view.EndsInGap,
        SourcePort = view.SourcePort,
        DestinationPort = view.DestinationPort,
        Timestamp = frame.Timestamp,
        Current = CurrentOf(flow),
        Memory = flow.Memory?.Dissector,
    };

    /// <summary>Answer of <see cref="Offer"/>: nobody can make anything of these bytes.</summary>
    private const int Useless = -1;

    /// <summary>The bytes to look at and where they lie in the flow.</summary>
    private readonly ref struct View(
        ReadOnlySpan<byte> bytes, Transports transport, bool fromInitiator, bool startsInGap, bool endsInGap, ushort sourcePort, ushort destinationPort)
    {
        public ReadOnlySpan<byte> Bytes { get; } = bytes;

        public Transports Transport { get; } = transport;

        public bool FromInitiator { get; } = fromInitiator;

        public bool StartsInGap { get; } = startsInGap;

        public bool EndsInGap { get; } = endsInGap;

        public ushort SourcePort { get; } = sourcePort;

        public ushort DestinationPort { get; } = destinationPort;

        /// <summary>What remains after a whole message: it starts one too.</summary>
        public View From(int position) => position == 0
            ? this
            : new(Bytes[position..], Transport, FromInitiator, false, EndsInGap, SourcePort, DestinationPort);
    }
}
