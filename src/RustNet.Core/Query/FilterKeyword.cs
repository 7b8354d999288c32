namespace RustNet.Core.Query;

/// <summary>One keyword of the filter grammar, as the help screen and the manual show it.</summary>
public sealed class FilterKeyword
{
    internal FilterKeyword(string name, string meaning, string example, FilterField field)
    {
        Name = name;
        Meaning = meaning;
        Example = example;
        Field = field;
    }

    /// <summary>The keyword without its colon, lower case.</summary>
    public string Name { get; }

    /// <summary>What it looks at, in a few words.</summary>
    public string Meaning { get; }

    /// <summary>A complete term that uses it.</summary>
    public string Example { get; }

    /// <summary>What it does.</summary>
    internal FilterField Field { get; }
}
