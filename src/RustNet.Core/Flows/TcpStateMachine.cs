using static RustNet.Core.Flows.Direction;
using static RustNet.Core.Flows.TcpState;
using S = RustNet.Core.Flows.TcpSignal;

namespace RustNet.Core.Flows;

/// <summary>
/// The TCP state diagram (RFC 9293 §3.3.2, figure 5) as a monitor can follow it. Pure: what depends on sequence numbers
/// was decided when the segment became a signal (<see cref="TcpTracker"/>). docs/decisions/0002-tcp-states.md gives
/// the reasons where the diagram leaves a choice to somebody who only watches.
/// </summary>
internal static class TcpStateMachine
{
    /// <summary>The state after a segment.</summary>
    public static TcpState Next(TcpState state, TcpSignal signal, Direction direction) => (state, signal, direction) switch
    {
        (_, S.Rst, _) => Closed,

        // The first segment we see
        (None, S.Syn, Sent) => SynSent,
        (None, S.Syn, Received) => SynRecv,
        (None, S.SynAck, Sent) => SynRecv,
        (None, S.SynAck, Received) => Established,
        (None, S.Fin or S.FinAckOfFin, Sent) => FinWait1,
        (None, S.Fin or S.FinAckOfFin, Received) => CloseWait,
        (None, _, _) => Established,                        // joined in mid-stream

        // Opening (§3.5)
        (SynSent, S.Syn, Received) => SynRecv,              // both at once
        (SynSent or SynRecv, S.SynAck, Received) => Established,
        (SynSent or SynRecv, S.Ack, _) => Established,      // of either side: the rest of the handshake escaped us

        // We close first (§3.6)
        (SynSent or SynRecv or Established, S.Fin or S.FinAckOfFin, Sent) => FinWait1,
        (FinWait1, S.AckOfFin, Received) => FinWait2,
        (FinWait1, S.FinAckOfFin, Received) => TimeWait,
        (FinWait1, S.Fin, Received) => Closing,
        (FinWait2, S.Fin or S.FinAckOfFin, Received) => TimeWait,
        (Closing, S.AckOfFin or S.FinAckOfFin, Received) => TimeWait,

        // The peer closes first
        (SynSent or SynRecv or Established, S.Fin or S.FinAckOfFin, Received) => CloseWait,
        (CloseWait, S.Fin or S.FinAckOfFin, Sent) => LastAck,
        (LastAck, S.AckOfFin or S.FinAckOfFin, Received) => Closed,

        _ => state,                                         // a pair the RFC does not list changes nothing
    };

    /// <summary>Name of a state as users know it (SPEC §5). Constant strings.</summary>
    public static string Name(TcpState state) => state switch
    {
        SynSent => "SYN_SENT",
        SynRecv => "SYN_RECV",
        None or Established => "ESTABLISHED", // None: later fragments only, whose header escaped us
        FinWait1 => "FIN_WAIT1",
        FinWait2 => "FIN_WAIT2",
        CloseWait => "CLOSE_WAIT",
        LastAck => "LAST_ACK",
        Closing => "CLOSING",
        TimeWait => "TIME_WAIT",
        _ => "CLOSED",
    };
}
