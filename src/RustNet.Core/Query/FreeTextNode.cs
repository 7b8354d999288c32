using System.Globalization;
using RustNet.Core.Flows;

namespace RustNet.Core.Query;

/// <summary>The text is found in any field that rows or details show.</summary>
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
            || MatchesProcess(row.Process)
            || AppFacts.HasAny(row.App, matcher);
    }

    private bool MatchesProcess(ProcessInfo? process)
    {
        if (process is null)
        {
            return false;
        }

        Span<char> id = stackalloc char[11];
        process.Id.TryFormat(id, out var length, provider: CultureInfo.InvariantCulture);
        return matcher.IsMatch(process.Name) || matcher.IsMatch(id[..length]);
    }
}
