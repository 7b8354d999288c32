#pragma warning disable CA1822 // skeleton: remove with the real bodies
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi;

/// <summary>
/// The part of inspection that lives inside a flow: small, inline, and owned by the thread that owns the flow's shard.
/// <see langword="default"/> is a flow nobody has looked at.
/// </summary>
public struct FlowInspection
{
    /// <summary>What is known so far.</summary>
    public AppInfo? App { get; internal set; }

    /// <summary>True when no further payload of the flow need be handed over: found, given up, or over budget.</summary>
    public bool IsFinished { get; internal set; }
}

/// <summary>
/// Runs the dissectors over the payloads of flows: orders TCP segments, keeps the budget, owns the ceiling on reassembly
/// memory. One per shard; only the shard's capture thread may call it. Never throws.
/// </summary>
public sealed class Inspector
{
    /// <summary>Flows whose inspection was given up because reassembly memory was at its ceiling.</summary>
    public long OverCeiling { get; private set; }

    /// <summary>
    /// Looks at one frame of a flow. Called for TCP and UDP frames that carry payload, and for TCP frames with SYN (which
    /// anchor the stream), until <see cref="FlowInspection.IsFinished"/>.
    /// </summary>
    /// <param name="flow">The flow's inspection state, updated in place.</param>
    /// <param name="frame">The frame, not a later fragment.</param>
    /// <param name="fromInitiator">True when the flow's initiator sent it.</param>
    public void Inspect(ref FlowInspection flow, in Frame frame, bool fromInitiator)
    {
    }

    /// <summary>The flow has ended: gives its reassembly memory back. <see cref="FlowInspection.App"/> stays.</summary>
    public void Release(ref FlowInspection flow)
    {
    }
}
