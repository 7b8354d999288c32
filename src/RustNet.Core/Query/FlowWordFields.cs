using RustNet.Core.Flows;

namespace RustNet.Core.Query;

/// <summary>
/// Conditions on a connection's enumerations: each value is known by its word in headless output and by those that the
/// screen shows (<see cref="FlowWords"/>).
/// </summary>
internal static class FlowWordFields
{
    /// <summary>Direction: <c>loop</c> or <c>within this machine</c>.</summary>
    public static bool IsDirection(FlowSnapshot row, TextMatcher m, in FilterContext context)
    {
        var direction = row.Identity.Direction;
        return m.IsMatch(FlowWords.Direction(direction)) || m.IsMatch(FlowWords.DirectionKey(direction));
    }

    /// <summary>How it ended: <c>timeout</c> or <c>timed out</c>. Nothing while it is in the table.</summary>
    public static bool IsEnd(FlowSnapshot row, TextMatcher m, in FilterContext context) =>
        m.IsMatch(FlowWords.End(row.End)) || m.IsMatch(FlowWords.EndKey(row.End));

    /// <summary>How its process was found, or why there is none: <c>no-rights</c> or <c>no rights</c>.</summary>
    public static bool IsMatch(FlowSnapshot row, TextMatcher m, in FilterContext context)
    {
        if (row.Owner is not { } owner)
        {
            return IsTold(m) && m.IsMatch(FlowWords.WhyNot(null));
        }

        return m.IsMatch(FlowWords.Match(owner.Match))
            || (owner.Process is null && m.IsMatch(FlowWords.WhyNot(owner.Match)))
            || m.IsMatch(FlowWords.MatchKey(owner.Match));
    }

    /// <summary>
    /// What the Process column shows: the name, or the word for why there is none. Only a name makes the process known
    /// (<c>process:</c> without a value).
    /// </summary>
    public static bool IsProcess(FlowSnapshot row, TextMatcher m, in FilterContext context) => row.Process is { } process
        ? m.IsMatch(process.Name)
        : row.Owner is { } owner && IsTold(m) && m.IsMatch(FlowWords.WhyNot(owner.Match));

    /// <summary>State, phase inside the protocol, or <c>listening</c> of a socket that waits.</summary>
    public static bool IsState(FlowSnapshot row, TextMatcher m, in FilterContext context) =>
        m.IsMatch(row.State) || m.IsMatch(row.App?.Phase) || (row.Identity.IsListening && m.IsMatch("listening"));

    /// <summary>Whether a value was asked for, rather than whether there is one.</summary>
    private static bool IsTold(TextMatcher matcher) => !ReferenceEquals(matcher, TextMatcher.Any);
}
