using System.Numerics;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi;

/// <content>Which dissector is asked, and how often.</content>
public sealed partial class Inspector
{
    /// <summary>Answer of <see cref="Offer"/>: nobody can make anything of these bytes.</summary>
    private const int Useless = -1;

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

    /// <summary>What the flow's dissector itself knows of it.</summary>
    private static AppInfo? CurrentOf(in FlowInspection flow) =>
        flow.IsHandedOver && flow.App is UpgradedAppInfo upgraded ? upgraded.Then : flow.App;   // the flag first: looking at the facts may cost a cache miss

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
