using System.Globalization;
using RustNet.Core.Names;
using RustNet.Core.Query;
using RustNet.Tui.Painting;

namespace RustNet.Tui.Details;

/// <summary>What is known of a group of connections, as sections. Pure.</summary>
internal static class GroupContent
{
    /// <summary>The sections, the most important first.</summary>
    public static IReadOnlyList<DetailSection> Of(GroupSummary summary)
    {
        var sections = new List<DetailSection> { Program(summary.Group), Traffic(summary) };
        if (summary.Processes.Length > 0)
        {
            sections.Add(new DetailSection("Processes", Processes(summary)));
        }

        if (summary.Applications.Length > 0)
        {
            sections.Add(new DetailSection("Applications", [.. summary.Applications.Select(static part => new DetailField(part.What, Connections(part.Rows), Tone.App))]));
        }

        if (summary.Hosts.Length > 0)
        {
            sections.Add(new DetailSection("Hosts, by traffic", Hosts(summary)));
        }

        return sections;
    }

    private static DetailSection Program(ProcessGroup group)
    {
        var fields = new List<DetailField>();
        if (group.Key.IsProgram)
        {
            fields.Add(new("Name", group.Key.Name!, Tone.Process));
            fields.Add(new("Executable", group.Key.Executable ?? "not known", group.Key.Executable is null ? Tone.Dim : Tone.Text));
            fields.Add(new("Processes", CountText.Of(group.Processes)));
        }
        else
        {
            fields.Add(new("Process", group.Key.WhyNot is { } reason ? FlowWords.Match(reason) : "not known", Tone.Dim));
        }

        fields.Add(new("Open connections", CountText.Of(group.Connections - group.Ended), Tone.Strong));
        if (group.Listening > 0)
        {
            fields.Add(new("Listening sockets", CountText.Of(group.Listening)));
        }

        if (group.Ended > 0)
        {
            fields.Add(new("Ended connections", CountText.Of(group.Ended), Tone.Historic));
        }

        return new DetailSection(group.Key.IsProgram ? "Program" : "Connections without a process", fields);
    }

    private static DetailSection Traffic(GroupSummary summary) => new("Traffic of these connections",
    [
        new("Down", UnitText.Rate(summary.Group.DownRate), Tone.Down),
        new("Up", UnitText.Rate(summary.Group.UpRate), Tone.Up),
        new("Received", Amount(summary.BytesReceived, summary.PacketsReceived)),
        new("Sent", Amount(summary.BytesSent, summary.PacketsSent)),
    ]);

    private static List<DetailField> Processes(GroupSummary summary)
    {
        var fields = summary.Processes.Select(static part => new DetailField(
            part.What.Id.ToString(CultureInfo.InvariantCulture),
            string.Join("  ", ((string?[])[CountText.Of(part.Rows, "row"), part.What.User, part.What.CommandLine]).Where(static text => !string.IsNullOrEmpty(text))))).ToList();
        AddRest(fields, summary.Group.Processes);
        return fields;
    }

    private static List<DetailField> Hosts(GroupSummary summary)
    {
        var fields = summary.Hosts.Select(static part => new DetailField(UnitText.Bytes(part.Bytes), $"{part.What} ({Connections(part.Rows)})", Tone.Remote)).ToList();
        AddRest(fields, summary.HostCount);
        return fields;
    }

    private static void AddRest(List<DetailField> fields, int all)
    {
        if (all > fields.Count)
        {
            fields.Add(new("", $"and {CountText.Of(all - fields.Count)} more", Tone.Dim));
        }
    }

    private static string Connections(int count) => CountText.Of(count, "connection");

    private static string Amount(long bytes, long packets) => $"{UnitText.Bytes(bytes)} in {CountText.Of(packets, "packet")}";
}
