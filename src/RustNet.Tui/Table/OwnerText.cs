using System.Globalization;
using RustNet.Core.Flows;
using RustNet.Core.Query;

namespace RustNet.Tui.Table;

/// <summary>Owners of connections in one word.</summary>
internal static class OwnerText
{
    /// <summary>Name of a group; in brackets where it is not that of a program.</summary>
    public static string NameOf(GroupKey group) => group.Name ?? $"({FlowWords.WhyNot(group.WhyNot)})";

    /// <summary>What the Process column says of a connection: in a group, whose name is that of the program, the process id.</summary>
    public static string Cell(FlowOwner? owner, int width, bool isGrouped)
    {
        if (owner is null)
        {
            return Column.None;
        }

        if (owner.Process is not { } process)
        {
            return FlowWords.WhyNot(owner.Match);
        }

        var guess = owner.Match == OwnerMatch.Guess ? "~" : ""; // a guess looks like a guess
        if (isGrouped)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{guess}{process.Id}");
        }

        var full = $"{guess}{process.Name} ({process.Id})";
        return full.Length <= width ? full : guess + process.Name;
    }
}
