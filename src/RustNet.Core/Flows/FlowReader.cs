using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>Turns a flow into the immutable value that readers get. Called with the shard's lock held.</summary>
internal static class FlowReader
{
    private static readonly TcpQualitySnapshot s_noQualityYet = new();

    /// <summary>The flow as it is now: what readers were given before where that is still right.</summary>
    public static FlowSnapshot Current(Flow flow, in PacketClock clock)
    {
        var (rateA, rateB) = Rates(flow, clock.Now);
        var last = flow.Snapshot;
        if (last is not null && rateA == 0 && rateB == 0 && IsStillRight(last, flow, in clock))
        {
            return last;
        }

        return flow.Snapshot = Make(flow, in clock, rateA, rateB);
    }

    /// <summary>A flow that has left, as it was at that moment of the shard's clock; TCP flows also later.</summary>
    public static FlowSnapshot Final(Flow flow, in PacketClock clock) => Make(flow, in clock, 0, 0);

    private static bool IsStillRight(FlowSnapshot last, Flow flow, in PacketClock clock) =>
        last.PacketsSent + last.PacketsReceived == flow.PacketsA + flow.PacketsB
        && last.DownRate == 0 && last.UpRate == 0
        && last.AgesFrom == flow.AgesFrom - clock.Offset
        && ReferenceEquals(last.App, flow.Inspection.App)
        && ReferenceEquals(last.Owner, flow.Owner)
        && last.Timeout == Timeout(flow, clock.Now)
        && last.State == State(flow, clock.Now);

    private static FlowSnapshot Make(Flow flow, in PacketClock clock, double rateA, double rateB)
    {
        var localIsA = flow.Orientation.LocalIsA;
        return new FlowSnapshot
        {
            Identity = flow.Snapshot?.Identity ?? Identity(flow),
            State = State(flow, clock.Now),
            LastSeen = flow.LastSeen,
            PacketsSent = localIsA ? flow.PacketsA : flow.PacketsB,
            PacketsReceived = localIsA ? flow.PacketsB : flow.PacketsA,
            BytesSent = localIsA ? flow.BytesA : flow.BytesB,
            BytesReceived = localIsA ? flow.BytesB : flow.BytesA,
            UpRate = localIsA ? rateA : rateB,
            DownRate = localIsA ? rateB : rateA,
            RateSpan = rateA == 0 && rateB == 0 ? 1
                : flow.Rate?.SpanAt(clock.Now) ?? RateMeter.SpanOfOnePacket(flow.AgesFrom, clock.Now),
            AgesFrom = flow.AgesFrom - clock.Offset,
            Timeout = Timeout(flow, clock.Now),
            End = flow.End,
            App = flow.Inspection.App,
            Owner = flow.Owner,
            ResponseMilliseconds = flow.Inspection.Responses is { Count: > 0 } responses ? (double)responses.Smoothed / PacketTime.Millisecond : null,
            Tcp = flow.IsTcp ? flow.Tcp?.Read(flow.Snapshot?.Tcp) ?? s_noQualityYet : null,
        };
    }

    private static FlowIdentity Identity(Flow flow)
    {
        var orientation = flow.Orientation;
        return new FlowIdentity
        {
            Id = flow.Id,
            Key = flow.Key,
            LocalIsA = orientation.LocalIsA,
            Direction = orientation.Direction,
            Initiator = !orientation.IsInitiatorKnown ? FlowInitiator.Unknown
                : orientation.InitiatorIsA == orientation.LocalIsA ? FlowInitiator.Local
                : FlowInitiator.Remote,
            RemoteScope = orientation.RemoteScope,
            FirstSeen = flow.FirstSeen,
            VlanId = flow.VlanId,
            InterfaceIndex = flow.InterfaceIndex,
        };
    }

    private static (double A, double B) Rates(Flow flow, long now) =>
        flow.Rate is not null ? flow.Rate.At(now, flow.BytesA, flow.BytesB)
        : (RateMeter.OfOnePacket(flow.BytesA, flow.AgesFrom, now), RateMeter.OfOnePacket(flow.BytesB, flow.AgesFrom, now));

    // TIME-WAIT that has run out is CLOSED (RFC 9293 §3.3.2); it leaves the table with that.
    private static string State(Flow flow, long now) => flow.IsTcp
        ? TcpStateMachine.Name(flow.State == TcpState.TimeWait && flow.End != FlowEnd.None ? TcpState.Closed : flow.State)
        : StateNames.Of(flow.Key.Network, flow.Key.Protocol, flow.MessageType, flow.Inspection.App, now - flow.AgesFrom);

    private static long Timeout(Flow flow, long now) =>
        FlowTimeouts.InForce(flow.Key.Network, flow.Key.Protocol, flow.State, flow.Inspection.App, now - flow.AgesFrom);
}
