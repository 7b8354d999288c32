using RustNet.Core.Flows;

namespace RustNet.Core.Tests.Flows;

public class TcpStateMachineTests
{
    [Theory]
    // opening
    [InlineData("S>syn", "SYN_SENT")]
    [InlineData("R>syn", "SYN_RECV")]
    [InlineData("S>syn R>synack", "ESTABLISHED")]
    [InlineData("R>syn S>synack", "SYN_RECV")]
    [InlineData("R>syn S>synack R>ack", "ESTABLISHED")]
    [InlineData("R>syn S>ack", "ESTABLISHED")] // of either side
    [InlineData("S>syn R>ack", "ESTABLISHED")] // SYN+ACK missed
    [InlineData("S>syn R>syn", "SYN_RECV")] // both at once
    [InlineData("S>syn R>syn S>synack R>synack", "ESTABLISHED")]
    [InlineData("R>synack", "ESTABLISHED")]
    [InlineData("S>synack", "SYN_RECV")]
    // joined in mid-stream
    [InlineData("S>none", "ESTABLISHED")]
    [InlineData("R>ack", "ESTABLISHED")]
    [InlineData("S>fin", "FIN_WAIT1")]
    [InlineData("R>fin", "CLOSE_WAIT")]
    [InlineData("R>rst", "CLOSED")]
    // we close first
    [InlineData("S>ack S>fin", "FIN_WAIT1")]
    [InlineData("S>ack S>fin R>ack", "FIN_WAIT1")] // does not cover the FIN
    [InlineData("S>ack S>fin R>ackoffin", "FIN_WAIT2")]
    [InlineData("S>ack S>fin R>ackoffin R>fin", "TIME_WAIT")]
    [InlineData("S>ack S>fin R>finackoffin S>ack", "TIME_WAIT")]
    [InlineData("S>ack S>fin R>fin", "CLOSING")]
    [InlineData("S>ack S>fin R>fin S>ackoffin", "CLOSING")]
    [InlineData("S>ack S>fin R>fin S>ackoffin R>ackoffin", "TIME_WAIT")]
    [InlineData("S>ack S>fin S>fin R>ackoffin", "FIN_WAIT2")] // sent again
    // the peer closes first
    [InlineData("S>ack R>fin", "CLOSE_WAIT")]
    [InlineData("S>ack R>fin S>ackoffin", "CLOSE_WAIT")]
    [InlineData("S>ack R>fin S>finackoffin", "LAST_ACK")]
    [InlineData("S>ack R>fin S>fin R>ack", "LAST_ACK")]
    [InlineData("S>ack R>fin S>fin R>ackoffin", "CLOSED")]
    // resets
    [InlineData("S>syn R>rst", "CLOSED")]
    [InlineData("S>ack S>rst", "CLOSED")]
    [InlineData("S>ack S>fin R>finackoffin R>rst", "CLOSED")]
    // nothing reopens what is closed: a new generation is another flow
    [InlineData("S>ack S>rst R>ack S>fin R>synack", "CLOSED")]
    public void Next_follows_the_rfc(string conversation, string expected)
    {
        var state = TcpState.None;

        foreach (var segment in conversation.Split(' '))
        {
            var direction = segment[0] == 'S' ? Direction.Sent : Direction.Received;
            state = TcpStateMachine.Next(state, Enum.Parse<TcpSignal>(segment[2..], ignoreCase: true), direction);
        }

        Assert.Equal(expected, TcpStateMachine.Name(state));
    }

    [Fact]
    public void Next_never_goes_back_to_none()
    {
        foreach (var state in Enum.GetValues<TcpState>())
        {
            foreach (var signal in Enum.GetValues<TcpSignal>())
            {
                Assert.NotEqual(TcpState.None, TcpStateMachine.Next(state, signal, Direction.Sent));
                Assert.NotEqual(TcpState.None, TcpStateMachine.Next(state, signal, Direction.Received));
            }
        }
    }
}
