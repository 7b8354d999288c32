namespace RustNet.Core.Flows;

/// <summary>Connection states of RFC 9293 §3.3.2, as the local endpoint (or the initiator where neither is local) has them.</summary>
internal enum TcpState : byte
{
    /// <summary>No segment seen yet.</summary>
    None,

    /// <summary>SYN-SENT.</summary>
    SynSent,

    /// <summary>SYN-RECEIVED.</summary>
    SynRecv,

    /// <summary>ESTABLISHED.</summary>
    Established,

    /// <summary>FIN-WAIT-1.</summary>
    FinWait1,

    /// <summary>FIN-WAIT-2.</summary>
    FinWait2,

    /// <summary>CLOSE-WAIT.</summary>
    CloseWait,

    /// <summary>LAST-ACK.</summary>
    LastAck,

    /// <summary>CLOSING.</summary>
    Closing,

    /// <summary>TIME-WAIT.</summary>
    TimeWait,

    /// <summary>CLOSED, after having been something else.</summary>
    Closed,
}

/// <summary>What a segment means to the state machine, after its flags and numbers have been weighed against those of the other side.</summary>
internal enum TcpSignal : byte
{
    /// <summary>Nothing that moves a state.</summary>
    None,

    /// <summary>SYN without ACK.</summary>
    Syn,

    /// <summary>SYN with ACK.</summary>
    SynAck,

    /// <summary>An acknowledgment that covers the other side's SYN, as far as that is known.</summary>
    Ack,

    /// <summary>An acknowledgment that covers the other side's FIN.</summary>
    AckOfFin,

    /// <summary>FIN.</summary>
    Fin,

    /// <summary>FIN with an acknowledgment that covers the other side's FIN.</summary>
    FinAckOfFin,

    /// <summary>RST.</summary>
    Rst,
}

/// <summary>Who sent a segment, seen from the endpoint whose state is kept.</summary>
internal enum Direction : byte
{
    /// <summary>That endpoint.</summary>
    Sent,

    /// <summary>Its peer.</summary>
    Received,
}
