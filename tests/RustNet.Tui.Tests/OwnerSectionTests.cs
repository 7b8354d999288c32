using RustNet.Core.Flows;
using RustNet.Tui.Details;

namespace RustNet.Tui.Tests;

public sealed class OwnerSectionTests
{
    [Fact]
    public void Of_shows_the_process_below_its_parents()
    {
        var process = new ProcessInfo(4711, "curl")
        {
            Executable = "/usr/bin/curl",
            CommandLine = "curl https://example.com",
            User = "alice",
            StartTime = 1_767_225_600_000_000_000,
            Parents = [new(900, "bash"), new(1, "systemd")],
            Unit = "session-1.scope",
            Container = new ContainerInfo("docker", "0123456789ab") { Name = "web" },
            ForeignNetworkNamespace = 4026532000,
        };

        Assert.Equal(
            [
                "Process: curl (4711)", "Executable: /usr/bin/curl", "Command line: curl https://example.com", "User: alice",
                "Started: 2026-01-01 00:00:00", "Parents: systemd (1)", ": └─bash (900)", ": \u00a0\u00a0└─curl (4711)",
                "Unit: session-1.scope", "Container: web (docker 0123456789ab)", "Network namespace: 4026532000", "Matched by: its socket",
            ],
            Lines(new FlowOwner(process, OwnerMatch.Exact)));
    }

    [Theory]
    [InlineData(OwnerMatch.Exited, "gone")]
    [InlineData(OwnerMatch.OtherNamespace, "namespace")]
    [InlineData(OwnerMatch.NoRights, "right")]
    [InlineData(OwnerMatch.Forwarded, "neither endpoint")]
    [InlineData(OwnerMatch.Kernel, "kernel")]
    public void Of_says_why_there_is_no_process(OwnerMatch match, string word) =>
        Assert.Contains(word, Assert.Single(Lines(new FlowOwner(null, match))), StringComparison.Ordinal);

    [Fact]
    public void Of_says_nothing_where_nobody_has_looked() => Assert.Equal("Process: not known", Assert.Single(Lines(null)));

    private static IEnumerable<string> Lines(FlowOwner? owner) =>
        OwnerSection.Of(owner, TimeZoneInfo.Utc).Fields.Select(field => $"{field.Label}: {field.Value}");
}
