using System.Net;
using System.Text;
using RustNet.Core.Dpi;

namespace RustNet.Capture.Interfaces;

/// <summary>The text of <c>--list-interfaces</c>.</summary>
public static class InterfaceTable
{
    private const string Separator = "  ";
    private static readonly string[] s_headers = ["Name", "Link type", "State", "Addresses", "Description"];

    /// <summary>
    /// A table in plain text: a header line, a line for each interface, further lines for further addresses, each ending
    /// in a line feed. Columns are as wide as their widest cell.
    /// </summary>
    public static string Format(IEnumerable<InterfaceInfo> interfaces)
    {
        List<string[]> rows = [s_headers];
        foreach (var info in interfaces)
        {
            AddRows(rows, info);
        }

        var widths = new int[s_headers.Length];
        foreach (var row in rows)
        {
            for (var column = 0; column < row.Length; column++)
            {
                widths[column] = Math.Max(widths[column], row[column].Length);
            }
        }

        var text = new StringBuilder();
        foreach (var row in rows)
        {
            var line = string.Join(Separator, row.Select((cell, column) => cell.PadRight(widths[column])));
            text.Append(line.TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    private static void AddRows(List<string[]> rows, InterfaceInfo info)
    {
        var state = info.IsUp ? "up" : "down";
        rows.Add([WireText.Clean(info.Name), info.LinkTypeName, state, Address(info.Addresses, 0), Describe(info)]);
        for (var i = 1; i < info.Addresses.Count; i++)
        {
            rows.Add(["", "", "", Address(info.Addresses, i), ""]);
        }
    }

    private static string Address(IReadOnlyList<IPAddress> addresses, int index) =>
        index < addresses.Count ? addresses[index].ToString() : "";

    private static string Describe(InterfaceInfo info) => WireText.Clean((info.FriendlyName, info.Description) switch
    {
        (null, var description) => description ?? "",
        (var friendly, null) => friendly,
        var (friendly, description) => friendly == description ? friendly : $"{friendly}: {description}",
    });
}
