using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Core.Tests.Query;

public class GroupingTests
{
    private static readonly ProcessInfo s_curl = new(40, "curl") { Executable = "/usr/bin/curl" };
    private static readonly ProcessInfo s_otherCurl = new(41, "curl") { Executable = "/usr/bin/curl" };
    private static readonly ProcessInfo s_ownCurl = new(50, "curl") { Executable = "/home/alice/bin/curl" };
    private static readonly ProcessInfo s_bareCurl = new(60, "curl");
    private static readonly ProcessInfo s_nginx = new(80, "Nginx");

    [Fact]
    public void Group_puts_processes_of_one_program_together_and_sums_them_up()
    {
        FlowSnapshot[] rows = [Row(1, s_curl, down: 5, up: 1), Row(2, s_nginx), Row(3, s_otherCurl, down: 7), Row(4, s_curl, up: 2)];

        var groups = Grouping.Group(rows, default);

        Assert.Equal(["curl", "Nginx"], groups.Select(group => group.Key.Name));
        Assert.Equal((0, 3, 2, null, 12.0, 3.0), (groups[0].Start, groups[0].Count, groups[0].Processes, groups[0].ProcessId, groups[0].DownRate, groups[0].UpRate));
        Assert.Equal((3, 1, 1, 80), (groups[1].Start, groups[1].Count, groups[1].Processes, groups[1].ProcessId));
        Assert.Equal("1342", Ids(rows));
    }

    [Fact]
    public void Group_orders_by_the_sums_of_totals()
    {
        FlowSnapshot[] rows = [Row(1, s_curl), Row(2, s_nginx), Row(3, s_nginx)];

        var groups = Grouping.Group(rows, SortOrder.By(SortColumn.Total));

        Assert.Equal(["Nginx", "curl"], groups.Select(group => group.Key.Name));
        Assert.Equal((120, 120), (groups[0].BytesReceived, groups[0].BytesSent));
        Assert.Equal(["curl", "Nginx"], Grouping.Group(rows, SortOrder.By(SortColumn.Sent).Flipped()).Select(group => group.Key.Name));
    }

    [Fact]
    public void Group_keeps_programs_of_one_name_apart_by_their_executables()
    {
        FlowSnapshot[] rows = [Row(1, s_curl), Row(2, s_ownCurl), Row(3, s_bareCurl)];

        var groups = Grouping.Group(rows, default);

        Assert.Equal([null, "/home/alice/bin/curl", "/usr/bin/curl"], groups.Select(group => group.Key.Executable));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Group_adds_an_unknown_executable_to_the_only_known_one(bool unknownFirst)
    {
        FlowSnapshot[] rows = unknownFirst ? [Row(1, s_bareCurl), Row(2, s_nginx), Row(3, s_curl)] : [Row(1, s_curl), Row(2, s_nginx), Row(3, s_bareCurl)];

        var groups = Grouping.Group(rows, default);

        Assert.Equal(["/usr/bin/curl", null], groups.Select(group => group.Key.Executable));
        Assert.Equal((2, 2, null), (groups[0].Count, groups[0].Processes, groups[0].ProcessId));
        Assert.Equal("132", Ids(rows));
    }

    [Fact]
    public void Group_has_one_group_per_reason_behind_all_programs()
    {
        FlowSnapshot[] rows = [Row(1, null), Row(2, null, OwnerMatch.Kernel), Row(3, null, OwnerMatch.Exited), Row(4, s_nginx), Row(5, null, OwnerMatch.Kernel), Row(6, null)];

        foreach (var order in (SortOrder[])[default, new(SortColumn.Process, false), new(SortColumn.Process, true), new(SortColumn.Remote, true)])
        {
            var groups = Grouping.Group(rows, order);

            Assert.Equal([("Nginx", null), (null, OwnerMatch.Exited), (null, OwnerMatch.Kernel), (null, (OwnerMatch?)null)], groups.Select(group => (group.Key.Name, group.Key.WhyNot)));
            Assert.Equal([1, 1, 2, 2], groups.Select(group => group.Count));
            Assert.All(groups[1..], group => Assert.Equal((0, null), (group.Processes, group.ProcessId)));
        }
    }

    [Theory]
    [InlineData(SortColumn.Created, false, "curl Nginx")]
    [InlineData(SortColumn.Created, true, "curl Nginx")]
    [InlineData(SortColumn.State, true, "curl Nginx")]
    [InlineData(SortColumn.Process, true, "Nginx curl")]
    [InlineData(SortColumn.Down, true, "Nginx curl")]
    [InlineData(SortColumn.Down, false, "curl Nginx")]
    [InlineData(SortColumn.Up, true, "curl Nginx")]
    public void Group_orders_groups_by_sum_or_name(SortColumn column, bool descending, string expected)
    {
        FlowSnapshot[] rows = [Row(1, s_curl, down: 5, up: 5), Row(2, s_nginx, down: 4), Row(3, s_nginx, down: 3)];

        Assert.Equal(expected, string.Join(' ', Grouping.Group(rows, new SortOrder(column, descending)).Select(group => group.Key.Name)));
    }

    [Fact]
    public void Group_counts_ended_connections_and_listening_sockets()
    {
        FlowSnapshot[] rows =
        [
            Row(1, s_nginx),
            new SnapshotBuilder { Id = 2, Process = s_nginx, End = FlowEnd.Closed }.Build(),
            ListeningRow.Make(ListeningRow.FirstId, IpProtocol.Tcp, 0, 80, new FlowOwner(s_nginx, OwnerMatch.Exact), SnapshotBuilder.Start),
        ];

        var group = Assert.Single(Grouping.Group(rows, default));

        Assert.Equal((3, 2, 1, 1), (group.Count, group.Connections, group.Listening, group.Ended));
    }

    [Fact]
    public void Group_of_nothing_is_nothing() => Assert.Empty(Grouping.Group([], default));

    [Fact]
    public void Group_loses_no_row_whatever_the_owners()
    {
        var random = new Random(7);
        var owners = Enumerable.Range(0, 40).Select(i => new ProcessInfo(i, $"p{i % 13}") { Executable = i % 3 == 0 ? null : $"/{i % 5}" }).ToArray();
        var rows = Enumerable.Range(1, 2_000).Select(i => random.Next(5) == 0 ? Row(i, null, (OwnerMatch)random.Next(10)) : Row(i, owners[random.Next(40)])).ToArray();

        var groups = Grouping.Group(rows, new SortOrder(SortColumn.Process, true));

        Assert.Equal(Enumerable.Range(1, 2_000).Select(i => (long)i), rows.Select(row => row.Identity.Id).Order());
        var next = 0;
        foreach (var group in groups)
        {
            Assert.Equal(next, group.Start);
            var members = rows[group.Start..(group.Start + group.Count)];
            Assert.All(members, row => Assert.True(GroupKey.Of(row.Owner).IsLike(group.Key)));
            Assert.Equal(members.Select(row => row.Identity.Id).Order(), members.Select(row => row.Identity.Id));
            Assert.Equal(members.Where(row => row.Process is not null).Select(row => row.Process!.Id).Distinct().Count(), group.Processes);
            next += group.Count;
        }

        Assert.Equal(rows.Length, next);
    }

    [Fact]
    public void Rates_of_short_connections_one_after_the_other_add_up_to_no_more_than_was_there()
    {
        // A thousand bytes each in the last seconds; each by itself has its bytes per second of its own short life.
        FlowSnapshot[] rows =
        [
            new SnapshotBuilder { Id = 1, Process = s_curl, DownRate = 1000, RateSpan = 0.5 }.Build(),
            new SnapshotBuilder { Id = 2, Process = s_curl, DownRate = 500, RateSpan = 1 }.Build(),
            new SnapshotBuilder { Id = 3, Process = s_curl, DownRate = 250, RateSpan = 2 }.Build(),
            new SnapshotBuilder { Id = 4, Process = s_curl, RateSpan = 2.6 }.Build(), // silent
        ];

        Assert.Equal(750, Assert.Single(Grouping.Group(rows, default)).DownRate);
        Assert.Equal(1000, Assert.Single(Grouping.Group(rows.AsSpan(..1), default)).DownRate);
    }

    [Fact]
    public void Group_allocates_for_groups_and_not_for_rows()
    {
        var rows = Enumerable.Range(1, 50_000).Select(i => Row(i, i % 2 == 0 ? s_curl : s_nginx)).ToArray();

        Assert.InRange(Allocations.Of(() => Grouping.Group(rows, default)), 0, 10_000);
    }

    [Fact]
    public void Summary_names_processes_hosts_and_applications()
    {
        FlowSnapshot[] rows =
        [
            new SnapshotBuilder { Id = 1, Process = s_curl, BytesReceived = 100, BytesSent = 10, App = new SampleApp("tls", "a.example") }.Build(),
            new SnapshotBuilder { Id = 2, Process = s_otherCurl, BytesReceived = 5_000, BytesSent = 20, App = new SampleApp("tls", "b.example") }.Build(),
            new SnapshotBuilder { Id = 3, Process = s_otherCurl, BytesReceived = 1, BytesSent = 1, App = new SampleApp("tls", "A.example") }.Build(),
            new SnapshotBuilder { Id = 4, Process = s_otherCurl, Remote = "192.0.2.9:80", BytesReceived = 0, BytesSent = 60 }.Build(),
            ListeningRow.Make(ListeningRow.FirstId, IpProtocol.Tcp, 0, 80, new FlowOwner(s_curl, OwnerMatch.Exact), SnapshotBuilder.Start),
        ];

        var group = Assert.Single(Grouping.Group(rows, default));
        var summary = GroupSummary.Of(group, rows);

        Assert.Equal((5_101, 91, 4, 4), (summary.BytesReceived, summary.BytesSent, summary.PacketsReceived, summary.PacketsSent));
        Assert.Equal([(41, 3), (40, 2)], summary.Processes.Select(part => (part.What.Id, part.Rows)));
        Assert.Equal([("b.example", 5_020, 1), ("a.example", 112, 2), ("192.0.2.9", 60, 1)], summary.Hosts.Select(part => (part.What, part.Bytes, part.Rows)));
        Assert.Equal([("TLS", 3)], summary.Applications.Select(part => (part.What, part.Rows)));
    }

    [Fact]
    public void Summary_is_bounded()
    {
        var rows = Enumerable.Range(1, 100).Select(i => new SnapshotBuilder { Id = i, Remote = $"192.0.2.{i}:80", Process = new ProcessInfo(i, "curl") }.Build()).ToArray();

        var summary = GroupSummary.Of(Assert.Single(Grouping.Group(rows, default)), rows);

        Assert.Equal((GroupSummary.MaxEntries, GroupSummary.MaxEntries, 100), (summary.Processes.Length, summary.Hosts.Length, summary.HostCount));
    }

    private static string Ids(FlowSnapshot[] rows) => string.Concat(rows.Select(row => row.Identity.Id));

    private static FlowSnapshot Row(long id, ProcessInfo? process, OwnerMatch match = OwnerMatch.Exact, double down = 0, double up = 0) =>
        new SnapshotBuilder { Id = id, Process = process, Match = match, DownRate = down, UpRate = up }.Build();
}
