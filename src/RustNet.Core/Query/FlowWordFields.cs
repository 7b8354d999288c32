using RustNet.Core.Dpi;
using RustNet.Core.Flows;

namespace RustNet.Core.Query;

/// <summary>
/// Conditions on a connection's enumerations: each value is known by its word in headless output and by those that the
/// screen shows (<see cref="FlowWords"/>).
/// </summary>
internal static class FlowWordFields
{
    private const int MaxShown = 40;

    /// <summary>Direction: <c>loop</c> or <c>within this machine</c>. A socket that waits has none yet.</summary>
    public static WordField Direction { get; } = Words(
        static (row, m, in _) => !row.Identity.IsListening && (m.IsMatch(FlowWords.DirectionKey(row.Identity.Direction)) || m.IsMatch(FlowWords.Direction(row.Identity.Direction))),
        Enum.GetValues<FlowDirection>().Select(FlowWords.DirectionKey),
        Enum.GetValues<FlowDirection>().Select(FlowWords.Direction));

    /// <summary>How it ended: <c>timeout</c> or <c>timed out</c>. Nothing while it is in the table.</summary>
    public static WordField End { get; } = Words(
        static (row, m, in _) => m.IsMatch(FlowWords.EndKey(row.End)) || m.IsMatch(FlowWords.End(row.End)),
        Enum.GetValues<FlowEnd>().Select(FlowWords.EndKey),
        Enum.GetValues<FlowEnd>().Select(FlowWords.End));

    /// <summary>How its process was found, or why there is none: <c>no-rights</c> or <c>no rights</c>.</summary>
    public static WordField Match { get; } = Words(
        IsMatch,
        Enum.GetValues<OwnerMatch>().Select(FlowWords.MatchKey).Append(FlowWords.WhyNot(null)),
        Enum.GetValues<OwnerMatch>().SelectMany(static match => new[] { FlowWords.WhyNot(match), FlowWords.Match(match) }));

    /// <summary>What carries it, as the Pro column shows it.</summary>
    public static WordField Protocol { get; } = OneOf(
        static (row, m, in _) => m.IsMatch(row.Identity.ProtocolName), FilterWords.Protocols, static () => FilterWords.AllProtocols, FilterSuggestion.ProtocolOfNumber);

    /// <summary>What inspection found, before or after it turned into something else.</summary>
    public static WordField Application { get; } = new(
        static (row, m, in _) => AppFacts.IsProtocol(row.App, m) || AppFacts.IsProtocol(row.App?.Later, m),
        static () => FilterWords.Applications,
        static term => Mistake("application protocol", term.Value, FilterWords.Applications, $", only {FilterWords.Typed(" ", FilterWords.Applications)}"),
        FilterSuggestion.ApplicationOf);

    /// <summary>State, phase inside the protocol, or <c>listening</c> of a socket that waits.</summary>
    public static WordField State { get; } = new(
        static (row, m, in _) => m.IsMatch(row.State) || m.IsMatch(row.App?.Phase) || (row.Identity.IsListening && m.IsMatch(FilterWords.Listening)),
        static () => FilterWords.States,
        static term => Mistake("state", term.Value, FilterWords.States, "; the manual lists them"));

    /// <summary>
    /// What the Process column shows: the name, or the word for why there is none. Only a name makes the process known
    /// (<c>process:</c> without a value).
    /// </summary>
    public static bool IsProcess(FlowSnapshot row, TextMatcher m, in FilterContext context) => row.Process is { } process
        ? m.IsMatch(process.Name)
        : row.Owner is { } owner && IsTold(m) && m.IsMatch(FlowWords.WhyNot(owner.Match));

    private static bool IsMatch(FlowSnapshot row, TextMatcher m, in FilterContext context)
    {
        if (row.Owner is not { } owner)
        {
            return IsTold(m) && m.IsMatch(FlowWords.WhyNot(null));
        }

        return m.IsMatch(FlowWords.Match(owner.Match))
            || (owner.Process is null && m.IsMatch(FlowWords.WhyNot(owner.Match)))
            || m.IsMatch(FlowWords.MatchKey(owner.Match));
    }

    private static WordField Words(TextAccess access, IEnumerable<string?> keys, IEnumerable<string?> others)
    {
        string[] words = [.. keys.OfType<string>().Distinct()];
        string[] all = [.. words, .. others.OfType<string>()];
        return OneOf(access, string.Join(' ', words), () => all);
    }

    private static WordField OneOf(TextAccess access, string named, Func<IReadOnlyList<string>> words, Func<string, string?>? misnomer = null) =>
        new(access, words, term => $"{term.Keyword!.ToLowerInvariant()}: is one of {named}", misnomer);

    /// <summary>The error of a list that is too long to be shown for a single letter.</summary>
    private static string Mistake(string what, string value, IReadOnlyList<string> words, string otherwise)
    {
        var remedy = FilterSuggestion.Near(value, words) is { Count: > 0 } near ? $" (did you mean {FilterWords.Typed(" or ", near)} ?)" : otherwise;
        return $"no {what} is called '{WireText.Clean(value, MaxShown)}'{remedy}";
    }

    /// <summary>Whether a value was asked for, rather than whether there is one.</summary>
    private static bool IsTold(TextMatcher matcher) => !ReferenceEquals(matcher, TextMatcher.Any);
}
