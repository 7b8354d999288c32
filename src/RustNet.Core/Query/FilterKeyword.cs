using System.Collections.Immutable;

namespace RustNet.Core.Query;

/// <summary>One keyword of the filter grammar, as the help screen and the manual show it.</summary>
public sealed class FilterKeyword
{
    internal FilterKeyword(string name, string meaning, string example, FilterField field, params ImmutableArray<string> aliases)
    {
        Name = name;
        Meaning = meaning;
        Example = example;
        Field = field;
        Aliases = aliases;
    }

    /// <summary>The keyword without its colon, lower case.</summary>
    public string Name { get; }

    /// <summary>Other names that do the same, without colons, lower case; empty for most.</summary>
    public ImmutableArray<string> Aliases { get; }

    /// <summary>What it looks at, in a few words.</summary>
    public string Meaning { get; }

    /// <summary>A complete term that uses it.</summary>
    public string Example { get; }

    /// <summary>What it does.</summary>
    internal FilterField Field { get; }
}
