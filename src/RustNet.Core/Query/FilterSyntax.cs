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
        new("word", "the text in any field, in any case"),
        new("\"two words\"", "text with spaces or signs"),
        new("/a.*b/", "a regular expression"),
        new("one two", "both (also: one and two)"),
        new("one or two", "either"),
        new("!word", "not (also: not word)"),
        new("(one or two) three", "what belongs together"),
        new("host:text", "the text in this field only"),
        new("host:", "the field is known"),
        new("host:=text", "exactly this text; != any other"),
        new("port:>1024", "numbers: > >= < <= = !="),
        new("bytes:>1.5M", "amounts: k M G T, Ki Mi Gi"),
        new("age:<1m30s", "times: us ms s m h d"),
        new("dst:10.0.0.0/8", "addresses in a network"),
        new("dst:[2001:db8::1]:443", "address and port"),
        new("tls.version:1.3", "any field of the details by its name"),
    ];
}
