using System.Collections.Immutable;

namespace RustNet.Core.Query;

/// <summary>One form of the filter grammar besides the keywords.</summary>
/// <param name="Form">How it is written.</param>
/// <param name="Meaning">What it does, in a few words.</param>
public sealed record FilterForm(string Form, string Meaning);

/// <summary>The forms of the filter grammar, for the help screen and the manual.</summary>
public static class FilterSyntax
{
    /// <summary>The forms, simple ones first.</summary>
    public static ImmutableArray<FilterForm> All { get; } =
    [
        new("word", "the text in any field shown, in any case"),
        new("\"two words\"", "text with spaces or signs; \\\" is a quote"),
        new("/a.*b/", "a regular expression"),
        new("one two", "both (also: one and two)"),
        new("one or two", "either; binds less than both"),
        new("!word", "not (also: not word)"),
        new("( )", "what belongs together"),
        new("keyword:text", "the text in this field only; keyword: alone = field is known"),
        new("keyword:=text", "exactly this; != for anything else"),
        new("keyword:>1k", "numbers: > >= < <= = !=, with k M G, B, ms s m h d"),
        new("dst:10.0.0.0/8", "addresses in a network; also dst:[2001:db8::1]:443"),
        new("tls.version:1.3", "any field of the details by its name"),
    ];
}
