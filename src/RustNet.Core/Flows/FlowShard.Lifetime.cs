using RustNet.Core.Dpi;
using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <content>
/// How flows leave: timeouts, new generations, shutdown. A TCP flow that has left stays findable for 30 s, so that its last
/// stray segments do not come back as a connection of their own (SPEC §4). One that has closed is reported when it leaves; one
/// that only fell silent is reported after those 30 s, with what came late. The same goes for a UDP flow whose protocol has closed
/// it (<see cref="AppInfo.IsClosed"/>); its record too waits for what comes late, which QUIC repeats for a while.
/// </content>
internal sealed partial class FlowShard
{
    /// <summary>How long a TCP flow, or one that was closed, stays findable after it left, nanoseconds.</summary>
    private const long StrayTime = 30 * PacketTime.Second;

    /// <summary>Most flows kept for that; beyond it the first to have left goes first.</summary>
    private const int MaxLeft = 1 << 16;

    /// <summary>The open flow that was created first, or <see langword="null"/>. With the lock held.</summary>
    internal Flow? Oldest_NeedsLock => _open.Oldest;

    /// <summary>Ends an open flow because the capture does. With the lock held.</summary>
    internal void EndByShutdown_NeedsLock(Flow flow) => Leave(flow, EndBy(flow, FlowEnd.Shutdown), staysFindable: false);

    /// <summary>Reports and forgets all flows that have left. With the lock held.</summary>
    internal void ForgetLeft()
    {
        while (_left.Oldest is { } flow)
        {
            Forget(flow);
        }
    }

    private void MoveTo(long timestamp)
    {
        if (_clock.MoveTo(timestamp))
        {
            LeapTo(timestamp);
        }
        else if (_clock.Outliers == 1)
        {
            _lastIdBeforeLeap = _ids.Last; // if it turns out to be one
        }
        else if (_clock.Now >= _nextTick)
        {
            Expire();
        }
    }

    // The first instant, or one so far ahead that nothing can have lived that long but what came with the leap.
    private void LeapTo(long timestamp)
    {
        if (_clock.HasStarted)
        {
            for (var flow = OfTheLeap(_open.Newest); flow is not null; flow = OfTheLeap(flow.Older))
            {
                _wheel.Disarm(flow);
            }

            _clock.MovePastAll();
            Expire();
        }

        _clock.Restart(timestamp);
        _wheel.Restart(timestamp);
        _nextTick = _wheel.NextTick;
        for (var flow = OfTheLeap(_open.Newest); flow is not null; flow = OfTheLeap(flow.Older))
        {
            flow.AgesFrom = timestamp;
            flow.Rate = null; // its times are of the clock before
            _wheel.Arm(flow, flow.Deadline);
        }
    }

    private Flow? OfTheLeap(Flow? flow) => flow?.Id > _lastIdBeforeLeap ? flow : null;

    private void Expire()
    {
        while (_wheel.TryTakeDue(_clock.Now, out var flow))
        {
            var hasLeft = flow.End != FlowEnd.None;
            var deadline = flow.Deadline + (hasLeft ? StrayTime : 0);
            if (deadline > _wheel.Now)
            {
                _wheel.Arm(flow, deadline); // packets came since it was filed
                WantOwnerAgain(flow);
            }
            else if (hasLeft)
            {
                Forget(flow);
            }
            else
            {
                Leave(flow, EndBy(flow, FlowEnd.Timeout), staysFindable: flow.IsTcp || IsClosed(flow));
            }
        }

        _nextTick = _wheel.NextTick;
    }

    /// <summary>Whether a frame of a known key begins another connection; if so, the one before is gone.</summary>
    private bool MakesRoom(Flow flow, in Frame frame, bool fromA)
    {
        if (flow.End != FlowEnd.None)
        {
            if (flow.IsTcp ? IsStray(in frame) : IsStrayDatagram(flow, in frame, fromA))
            {
                return false;
            }

            Forget(flow);
            return true;
        }

        if (!BeginsAnotherConnection(flow, in frame, fromA))
        {
            return false;
        }

        // Somebody who opens anew over an established connection has lost it: TCP itself would reset the old half
        // (RFC 9293 §3.5.1).
        var end = flow.State == TcpState.Established ? FlowEnd.Reset : EndBy(flow, FlowEnd.Closed);
        Leave(flow, end, staysFindable: false);
        return true;
    }

    private void Leave(Flow flow, FlowEnd end, bool staysFindable)
    {
        flow.End = end;
        _open.Remove(flow);
        _wheel.Disarm(flow);
        _inspector?.Release(ref flow.Inspection);
        _aliases.Remove(flow);
        _counts.OnEnded(flow.Key.Protocol);
        if (_options.Observer is null || IsReportedLate(flow, staysFindable))
        {
            _history.Add(flow, in _clock);
        }
        else
        {
            var snapshot = FlowReader.Final(flow, in _clock);
            _history.Add(snapshot, in _clock);
            _options.Observer.OnEnded(snapshot);
        }

        if (!staysFindable)
        {
            _index.Remove(flow, FlowHash.OfProcess.Of(in flow.Key));
            return;
        }

        if (_left.Count == MaxLeft)
        {
            Forget(_left.Oldest!);
        }

        _left.Append(flow);
        _wheel.Arm(flow, flow.Deadline + StrayTime);
    }

    private void Forget(Flow flow)
    {
        _left.Remove(flow);
        _wheel.Disarm(flow);
        _index.Remove(flow, FlowHash.OfProcess.Of(in flow.Key));
        if (IsReportedLate(flow, wasFindable: true))
        {
            _options.Observer?.OnEnded(FlowReader.Final(flow, in _clock));
        }
    }

    private void CountStray(Flow flow, in Frame frame, bool fromA)
    {
        _counts.LatePackets += 1 + frame.HeldPackets;
        if (IsReportedLate(flow, wasFindable: true))
        {
            CountBytes(flow, in frame, fromA);
            flow.LastSeen = Math.Max(flow.LastSeen, PacketClock.Sane(frame.Timestamp));
        }
    }

    private static bool IsReportedLate(Flow flow, bool wasFindable) => wasFindable && (flow.End == FlowEnd.Timeout || !flow.IsTcp);

    private static bool IsClosed(Flow flow) => flow.Inspection.App is { IsClosed: true };

    /// <summary>Why a flow leaves whose time has come: what its protocol had decided, or else <paramref name="otherwise"/>.</summary>
    private static FlowEnd EndBy(Flow flow, FlowEnd otherwise) => flow.State switch
    {
        TcpState.Closed => flow.IsReset ? FlowEnd.Reset : FlowEnd.Closed,
        TcpState.TimeWait => FlowEnd.Closed,
        _ => IsClosed(flow) ? FlowEnd.Closed : otherwise,
    };

    /// <summary>
    /// A SYN with a number of its own, on a connection that is closing, closed or established, opens the next generation.
    /// While a connection is opening it is another attempt of the same; a repeated or late SYN is part of it.
    /// </summary>
    private static bool BeginsAnotherConnection(Flow flow, in Frame frame, bool fromA)
    {
        if ((frame.TcpFlags & (TcpFlags.Syn | TcpFlags.Rst)) != TcpFlags.Syn || flow.Tcp is null
            || flow.State is TcpState.None or TcpState.SynSent or TcpState.SynRecv)
        {
            return false;
        }

        // A SYN+ACK alone is no reason to give up an established connection: hosts answer stray segments with stranger things.
        var isAnswer = (frame.TcpFlags & TcpFlags.Ack) != 0;
        return !(isAnswer && flow.State == TcpState.Established) && !flow.Tcp.IsOwnSyn(frame.Sequence, fromA);
    }

    /// <summary>The last segments of a connection that has left: nothing a connection would begin with, nor data.</summary>
    private static bool IsStray(in Frame frame) =>
        (frame.TcpFlags & TcpFlags.Syn) == 0
        && (frame.PayloadLength == 0 || frame.IsLaterFragment || (frame.TcpFlags & (TcpFlags.Fin | TcpFlags.Rst)) != 0);

    /// <summary>The last datagrams of a connection that was closed.</summary>
    private static bool IsStrayDatagram(Flow flow, in Frame frame, bool fromA) =>
        frame.IsLaterFragment || flow.Inspection.App?.IsLate(frame.Payload, fromA == flow.Orientation.InitiatorIsA) == true;
}
