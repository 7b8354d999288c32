using System.CommandLine;
using System.Text;

namespace RustNet.App.Cli;

/// <summary>The text of <c>--help</c> and <c>--version</c>.</summary>
internal static class HelpText
{
    private const int DescriptionColumn = 32;

    private static readonly string[] s_examples =
    [
        "sudo rustnet                                 watch this machine",
        "sudo rustnet -i any -f 'not port 22'         every interface, without ssh",
        "rustnet --read trace.pcapng --speed max      look at a capture file",
        "rustnet -R trace.pcap --headless | jq .      the same as JSON lines",
        "sudo rustnet --filter 'port:443 rate:>100k'  start with a filter",
    ];

    /// <summary>Name and version, for example <c>rustnet 0.1.0</c>.</summary>
    public static string Version => $"rustnet {VersionNumber}";

    /// <summary>The version alone.</summary>
    public static string VersionNumber => typeof(HelpText).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>The whole help text, wrapped to <paramref name="width"/> columns (60 to 120).</summary>
    public static string Make(int width)
    {
        width = Math.Clamp(width, 60, 120);
        var text = new StringBuilder()
            .Append("rustnet shows every network connection of this machine, live: what it speaks,\n")
            .Append("how fast it is, in which state, and how soon it will leave the list.\n\n")
            .Append("Usage: rustnet [options]\n");
        foreach (var group in new OptionSet().Groups)
        {
            text.Append('\n').Append(group.Title).Append(":\n");
            foreach (var option in group.Options)
            {
                AppendOption(text, option, width);
            }
        }

        text.Append("\nExamples:\n");
        foreach (var example in s_examples)
        {
            text.Append("  ").Append(example).Append('\n');
        }

        return text
            .Append("\nExit codes: 0 done, 1 failed while running, 2 wrong usage, 128 + N ended by\n")
            .Append("signal N (130 after Ctrl+C in headless).\n")
            .ToString();
    }

    private static void AppendOption(StringBuilder text, Option option, int width)
    {
        var start = text.Length;
        text.Append(option.Aliases.FirstOrDefault() is { } alias ? $"  {alias}, " : "      ").Append(option.Name);
        if (option.HelpName is { } value)
        {
            text.Append(" <").Append(value).Append('>');
        }

        var column = text.Length - start;
        if (column >= DescriptionColumn - 1)
        {
            text.Append('\n');
            column = 0;
        }

        text.Append(' ', DescriptionColumn - column);
        column = DescriptionColumn;
        foreach (var word in option.Description!.Split(' '))
        {
            if (column > DescriptionColumn && column + 1 + word.Length > width)
            {
                text.Append('\n').Append(' ', DescriptionColumn);
                column = DescriptionColumn;
            }

            if (column > DescriptionColumn)
            {
                text.Append(' ');
                column++;
            }

            text.Append(word);
            column += word.Length;
        }

        text.Append('\n');
    }
}
