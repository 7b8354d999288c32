using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Tui.Tests.Testing;
using Terminal.Gui.Input;

namespace RustNet.Tui.Tests;

/// <summary>What the screen shows of an enumeration can be typed into the filter.</summary>
public sealed class WordTests
{
    public static TheoryData<string, string> Words()
    {
        var words = new TheoryData<string, string>();
        foreach (var direction in Enum.GetValues<FlowDirection>())
        {
            words.Add("Direction", $"{direction}");
        }

        foreach (var match in Enum.GetValues<OwnerMatch>())
        {
            words.Add(match < OwnerMatch.Exited ? "Matched by" : "Process", $"{match}");
        }

        foreach (var end in Enum.GetValues<FlowEnd>().Where(end => end != FlowEnd.None))
        {
            words.Add("Ended", $"{end}");
        }

        return words;
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void Word_of_the_details_is_a_filter(string label, string value)
    {
        var keyword = label switch { "Direction" => "direction", "Ended" => "end", _ => "match" };
        using var screen = new ScreenHarness(200, 50, prepare: monitor =>
        {
            if (label == "Ended")
            {
                monitor.History.Add(Flows.Make(1, end: Enum.Parse<FlowEnd>(value)));
            }
            else if (label == "Direction")
            {
                monitor.Rows.Add(Flows.Make(1, direction: Enum.Parse<FlowDirection>(value)));
            }
            else
            {
                var match = Enum.Parse<OwnerMatch>(value);
                monitor.Rows.Add(Flows.Make(1, process: match < OwnerMatch.Exited ? new ProcessInfo(5, "curl") : null, match: match));
            }
        });
        screen.Press(Key.T, Key.Enter);
        var line = screen.Lines.First(line => line.StartsWith($" {label} ", StringComparison.Ordinal) && !line.Contains("Application", StringComparison.Ordinal)); // a heading is none
        var shown = System.Text.RegularExpressions.Regex.Split(line[(label.Length + 1)..].Trim(), "  +")[0];

        foreach (var typed in (string[])[$"{keyword}:\"{shown}\"", $"{keyword}:{shown.Split(' ')[0].TrimEnd(':')}"])
        {
            screen.Press(Key.Esc, Key.Esc, new Key('/'));
            screen.Type(typed);
            Assert.True(screen.State.Filter.Error is null, typed);
            Assert.True(screen.State.Model.Rows.Count == 1, typed);
        }
    }

    [Theory]
    [InlineData(IpProtocol.Tcp)]
    [InlineData(IpProtocol.Udp)]
    [InlineData(IpProtocol.Icmp)]
    [InlineData(IpProtocol.IcmpV6)]
    [InlineData(IpProtocol.Igmp)]
    [InlineData(IpProtocol.Sctp)]
    [InlineData((IpProtocol)47)]
    public void Cells_of_a_row_are_filters(IpProtocol protocol)
    {
        using var screen = new ScreenHarness(200, 50, [Flows.Make(1, protocol: protocol, state: "FIN_WAIT1", match: OwnerMatch.OtherNamespace), Flows.Make(2, protocol: (IpProtocol)99, state: "IP")]);
        var cells = System.Text.RegularExpressions.Regex.Split(screen.Lines[4].Trim('▌', ' '), "  +");

        foreach (var typed in (string[])[$"proto:={cells[0]}", $"state:={cells[3]}", "process:\"other ns\""])
        {
            screen.Press(Key.Esc, new Key('/'));
            screen.Type(typed);
            Assert.True(screen.State.Model.Rows.Count == 1, typed);
        }
    }
}
