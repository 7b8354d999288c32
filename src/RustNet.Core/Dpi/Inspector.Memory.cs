using RustNet.Core.Dpi.Reassembly;

namespace RustNet.Core.Dpi;

/// <content>What flows own while they are looked at, and how they end.</content>
public sealed partial class Inspector
{
    private void Remember(ref FlowInspection flow, DissectorMemory? memory)
    {
        if (memory is not null && !flow.IsFinished && TryTakeMemory(ref flow, out var owner))
        {
            owner.Dissector = memory;
        }

        if (flow.Memory is not { Dissector: { } kept } holder)
        {
            return;
        }

        var growth = kept.Size - holder.DissectorCharge;
        if (growth > 0 && !_pool.TryCharge(growth))
        {
            GiveUp(ref flow);
            return;
        }

        if (growth < 0)
        {
            _pool.Refund(-growth);
        }

        holder.DissectorCharge += growth;
    }

    /// <summary>Drops the dissector's memory and keeps the streams'.</summary>
    private void Forget(ref FlowInspection flow)
    {
        if (flow.Memory is { } memory)
        {
            _pool.Refund(memory.DissectorCharge);
            memory.Dissector = null;
            memory.DissectorCharge = 0;
        }
    }

    private bool TryTakeMemory(ref FlowInspection flow, out FlowMemory memory)
    {
        memory = flow.Memory!;
        if (memory is not null)
        {
            return true;
        }

        if (!_pool.TryCharge(FlowMemory.OwnSize))
        {
            GiveUp(ref flow);
            return false;
        }

        if (!_idleMemories.TryPop(out memory!))
        {
            memory = new FlowMemory();
        }

        flow.Memory = memory;
        return true;
    }

    private void GiveUpWhenUseless(ref FlowInspection flow, bool fromInitiator)
    {
        // A flow that is all one way never closes the other direction.
        if (flow.Dissector == 0 && flow.Spend(fromInitiator) == GiveUpAfter)
        {
            Finish(ref flow);
        }
    }

    private void GiveUp(ref FlowInspection flow)
    {
        OverCeiling++;
        Finish(ref flow);
    }

    private void CloseDirection(ref FlowInspection flow, bool fromInitiator)
    {
        flow.SetDone(fromInitiator);
        flow.Memory?.Stream(fromInitiator).Release(_pool);
        if (flow.IsDoneBothWays)
        {
            Finish(ref flow);
        }
    }

    private void Finish(ref FlowInspection flow)
    {
        flow.SetFinished();
        if (flow.Memory is { } memory)
        {
            GiveBack(ref flow, memory);
        }
    }

    private void GiveBack(ref FlowInspection flow, FlowMemory memory)
    {
        flow.Memory = null;
        memory.Clear(_pool);
        _pool.Refund(FlowMemory.OwnSize);
        if (_idleMemories.Count < MaxIdleMemories)
        {
            _idleMemories.Push(memory);
        }
    }
}
