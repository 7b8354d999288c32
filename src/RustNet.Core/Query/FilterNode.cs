using RustNet.Core.Flows;

namespace RustNet.Core.Query;

/// <summary>A condition on a connection. Immutable; safe from any thread; matching allocates nothing of its own.</summary>
internal abstract class FilterNode
{
    /// <summary>Whether the connection meets the condition.</summary>
    public abstract bool Matches(FlowSnapshot row, in FilterContext context);
}

/// <summary>Every condition is met.</summary>
internal sealed class AllOfNode(FilterNode[] conditions) : FilterNode
{
    /// <summary>The conditions as one; <see langword="null"/> for none.</summary>
    public static FilterNode? Of(List<FilterNode> conditions) => conditions.Count switch
    {
        0 => null,
        1 => conditions[0],
        _ => new AllOfNode([.. conditions]),
    };

    public override bool Matches(FlowSnapshot row, in FilterContext context)
    {
        foreach (var condition in conditions)
        {
            if (!condition.Matches(row, context))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>At least one condition is met.</summary>
internal sealed class AnyOfNode(FilterNode[] alternatives) : FilterNode
{
    /// <summary>The alternatives as one; <see langword="null"/> for none.</summary>
    public static FilterNode? Of(List<FilterNode> alternatives) => alternatives.Count switch
    {
        0 => null,
        1 => alternatives[0],
        _ => new AnyOfNode([.. alternatives]),
    };

    public override bool Matches(FlowSnapshot row, in FilterContext context)
    {
        foreach (var alternative in alternatives)
        {
            if (alternative.Matches(row, context))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>The condition is not met.</summary>
internal sealed class NotNode(FilterNode condition) : FilterNode
{
    public override bool Matches(FlowSnapshot row, in FilterContext context) => !condition.Matches(row, context);
}

/// <summary>An address of the connection lies in a network.</summary>
internal sealed class NetworkNode(AddressNetwork network, bool ofLocal, bool ofRemote) : FilterNode
{
    public override bool Matches(FlowSnapshot row, in FilterContext context) =>
        (ofLocal && network.Contains(row.Identity.LocalAddress)) || (ofRemote && !row.Identity.IsListening && network.Contains(row.Identity.RemoteAddress));
}
