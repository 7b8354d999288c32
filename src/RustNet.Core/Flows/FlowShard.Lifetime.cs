using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <content>How flows leave: timeouts, new generations, shutdown.</content>
internal sealed partial class FlowShard
{
    /// <summary>The open flow that was created first, or <see langword="null"/>. With the lock held.</summary>
    internal Flow? Oldest_NeedsLock => _list.Oldest;

    /// <summary>Ends an open flow because the capture does. With the lock held.</summary>
    internal void EndByShutdown_NeedsLock(Flow flow) => End(flow, EndBy(flow, FlowEnd.Shutdown));

    private void MoveTo(long timestamp)
    {
        if (_clock.MoveTo(timestamp))
        {
            // The first instant, or one so far ahead that nothing can have lived that long.
            if (_clock.HasStarted)
            {
                _clock.MovePastAll();
                Expire();
            }

            _clock.Restart(timestamp);
            _wheel.Restart(timestamp);
            _departed.Clear();
            _nextTick = _wheel.NextTick;
        }
        else if (_clock.Now >= _nextTick)
        {
            Expire();
        }
    }

    private void Expire()
    {
        while (_wheel.TryTakeDue(_clock.Now, out var flow))
        {
            var deadline = flow.Deadline;
            if (deadline > _wheel.Now)
            {
                _wheel.Arm(flow, deadline); // packets came since it was filed
            }
            else
            {
                End(flow, EndBy(flow, FlowEnd.Timeout));
            }
        }

        _nextTick = _wheel.NextTick;
    }

    private void End(Flow flow, FlowEnd end)
    {
        if (flow.State == TcpState.TimeWait && end == FlowEnd.Closed)
        {
            flow.State = TcpState.Closed; // 2MSL have passed (RFC 9293 §3.3.2)
        }

        var hash = FlowHash.OfProcess.Of(in flow.Key);
        _index.Remove(flow, hash);
        _list.Remove(flow);
        _wheel.Disarm(flow);
        _inspector?.Release(ref flow.Inspection);
        _counts.OnEnded(flow.Key.Protocol);
        if (flow.IsTcp)
        {
            _departed.Add(hash, _clock.Now);
        }

        if (_options.Observer is { } observer)
        {
            var snapshot = FlowReader.Final(flow, in _clock, end);
            _history.Add(snapshot, in _clock);
            observer.OnEnded(snapshot);
        }
        else
        {
            _history.Add(flow, end, in _clock);
        }
    }

    /// <summary>Why a flow leaves whose time has come: what its protocol had decided, or else <paramref name="otherwise"/>.</summary>
    private static FlowEnd EndBy(Flow flow, FlowEnd otherwise) => flow.State switch
    {
        TcpState.Closed => flow.IsReset ? FlowEnd.Reset : FlowEnd.Closed,
        TcpState.TimeWait => FlowEnd.Closed,
        _ => otherwise,
    };

    /// <summary>
    /// Why a flow leaves whose key a new SYN has taken. Somebody who opens anew over an established connection has lost
    /// it: TCP itself would reset the old half (RFC 9293 §3.5.1).
    /// </summary>
    private static FlowEnd EndOfReplaced(Flow flow) => flow.State switch
    {
        TcpState.Established => FlowEnd.Reset,
        _ => EndBy(flow, FlowEnd.Closed),
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

    /// <summary>The last segments of a connection that has left; they count, but not as a connection of their own.</summary>
    private bool IsStray(in Frame frame, ulong hash) =>
        frame.Protocol == IpProtocol.Tcp && frame.Network != NetworkLayer.Arp
        && (frame.TcpFlags & TcpFlags.Syn) == 0
        && (frame.PayloadLength == 0 || (frame.TcpFlags & (TcpFlags.Fin | TcpFlags.Rst)) != 0)
        && _departed.Contains(hash, _clock.Now);
}
