using System.Globalization;
using RustNet.Core.Flows;

namespace RustNet.Core.Query;

/// <summary>The text is found in any field that rows or details show, but for the interface: most captures have one, and it would match everything.</summary>
internal sealed class FreeTextNode(TextMatcher matcher) : FilterNode
{
    public override bool Matches(FlowSnapshot row, in FilterContext context)
    {
        var identity = row.Identity;
        return matcher.IsMatch(identity.RemoteText)
            || matcher.IsMatch(identity.LocalText)
            || matcher.IsMatch(row.State)
            || matcher.IsMatch(identity.ProtocolName)
            || matcher.IsMatch(identity.Service)
            || MatchesOwner(row)
            || AppFacts.HasAny(row.App, matcher)
            || MatchesDetails(row);
    }

    private bool MatchesOwner(FlowSnapshot row)
    {
        if (row.Process is not { } process)
        {
            return row.Owner is { } owner && matcher.IsMatch(FlowWords.WhyNot(owner.Match));
        }

        Span<char> id = stackalloc char[11];
        process.Id.TryFormat(id, out var length, provider: CultureInfo.InvariantCulture);
        return matcher.IsMatch(process.Name)
            || matcher.IsMatch(id[..length])
            || matcher.IsMatch(process.Executable)
            || matcher.IsMatch(process.CommandLine)
            || matcher.IsMatch(process.User)
            || matcher.IsMatch(process.Unit)
            || (process.Container is { } container
                && (matcher.IsMatch(container.Name) || matcher.IsMatch(container.Id) || matcher.IsMatch(container.Pod) || matcher.IsMatch(container.Runtime)));
    }

    // By their one word: what Details say in a sentence would be found by any small word of it.
    private bool MatchesDetails(FlowSnapshot row) =>
        matcher.IsMatch(FlowWords.Scope(row.Identity.RemoteScope))
        || matcher.IsMatch(FlowWords.EndKey(row.End))
        || (!row.Identity.IsListening && matcher.IsMatch(FlowWords.DirectionKey(row.Identity.Direction)));
}
