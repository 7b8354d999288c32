using RustNet.Core.Wire;

namespace RustNet.Core.Dpi;

/// <content>What becomes of a flow that turns into another protocol (STARTTLS, CONNECT, Upgrade).</content>
public sealed partial class Inspector
{
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
}
