using System.Globalization;
using RustNet.Core.Flows;
using RustNet.Core.Query;
using RustNet.Core.Wire;
using RustNet.Tui.Painting;

namespace RustNet.Tui.Details;

/// <summary>Whose connection it is: the process with the line of its parents, and how that is known, or why not. Pure.</summary>
internal static class OwnerSection
{
    /// <summary>The section.</summary>
    /// <param name="owner">The owner, or <see langword="null"/> while nobody has looked.</param>
    /// <param name="zone">Zone of the dates.</param>
    public static DetailSection Of(FlowOwner? owner, TimeZoneInfo zone)
    {
        if (owner?.Process is not { } process)
        {
            return new DetailSection("Process", [new("Process", owner is null ? "not known" : FlowWords.Match(owner.Match), Tone.Dim)]);
        }

        var fields = new List<DetailField> { new("Process", $"{process.Name} ({process.Id})", Tone.Process) };
        Add(fields, "Executable", process.Executable);
        Add(fields, "Command line", process.CommandLine);
        Add(fields, "User", process.User ?? process.UserId?.ToString(CultureInfo.InvariantCulture));
        if (process.StartTime is { } started)
        {
            fields.Add(new("Started", TimeZoneInfo.ConvertTimeFromUtc(PacketTime.ToUtc(started), zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)));
        }

        AddParents(fields, process);
        Add(fields, "Unit", process.Unit);
        if (process.Container is { } container)
        {
            fields.Add(new("Container", $"{container.Name ?? container.Id} ({container.Runtime}{(container.Name is null ? "" : " " + container.Id)})", Tone.Accent));
            Add(fields, "Pod", container.Pod);
        }

        if (process.ForeignNetworkNamespace != 0)
        {
            fields.Add(new("Network namespace", process.ForeignNetworkNamespace.ToString(CultureInfo.InvariantCulture)));
        }

        fields.Add(new("Matched by", FlowWords.Match(owner.Match), owner.Match == OwnerMatch.Guess ? Tone.Warning : Tone.Text));
        return new DetailSection("Process", fields);
    }

    // The oldest first, each one step further in, as a tree is read.
    private static void AddParents(List<DetailField> fields, ProcessInfo process)
    {
        if (process.Parents.IsEmpty)
        {
            return;
        }

        var depth = 0;
        for (var i = process.Parents.Length - 1; i >= 0; i--)
        {
            fields.Add(new(depth == 0 ? "Parents" : "", $"{Branch(depth++)}{process.Parents[i].Name} ({process.Parents[i].Id})"));
        }

        fields.Add(new("", $"{Branch(depth)}{process.Name} ({process.Id})", Tone.Process));
    }

    private static string Branch(int depth) => depth == 0 ? "" : $"{new string('\u00a0', 2 * (depth - 1))}└─"; // blanks that no line break takes

    private static void Add(List<DetailField> fields, string label, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            fields.Add(new(label, value));
        }
    }
}
