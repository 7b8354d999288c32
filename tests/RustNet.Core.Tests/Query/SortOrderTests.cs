using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Core.Tests.Query;

public class SortOrderTests
{
    [Fact]
    public void Next_goes_through_the_columns_with_their_first_directions()
    {
        var seen = new List<string>();
        var order = default(SortOrder);
        for (var i = 0; i < 10; i++)
        {
            order = order.Next();
            seen.Add(order.TitleSuffix);
        }

        Assert.Equal(
            [
                " (Sort: Protocol ↑)",
                " (Sort: Local Addr ↑)",
                " (Sort: Remote Addr ↑)",
                " (Sort: State ↑)",
                " (Sort: Service ↑)",
                " (Sort: Application ↑)",
                " (Sort: Down ↓)",
                " (Sort: Up ↓)",
                " (Sort: Process ↑)",
                "",
            ],
            seen);
        Assert.Equal(default, order);
    }

    [Theory]
    [InlineData(SortColumn.Created, false, "Down/Up")]
    [InlineData(SortColumn.Process, true, "Down/Up")]
    [InlineData(SortColumn.Down, true, "Down↓/Up")]
    [InlineData(SortColumn.Down, false, "Down↑/Up")]
    [InlineData(SortColumn.Up, true, "Down/Up↓")]
    [InlineData(SortColumn.Up, false, "Down/Up↑")]
    public void BandwidthHeader_marks_the_rate_that_sorts(SortColumn column, bool descending, string header) =>
        Assert.Equal(header, new SortOrder(column, descending).BandwidthHeader);

    [Fact]
    public void Next_goes_through_totals_where_those_are_shown()
    {
        var seen = new List<string>();
        for (var order = new SortOrder(SortColumn.Application, false); order.Column != SortColumn.Created;)
        {
            order = order.Next(totals: true);
            seen.Add(order.TitleSuffix + order.TotalsHeader);
        }

        Assert.Equal(
            [" (Sort: Total ↓)Recv+Sent↓", " (Sort: Received ↓)Recv↓/Sent", " (Sort: Sent ↓)Recv/Sent↓", " (Sort: Process ↑)Recv/Sent", "Recv/Sent"], seen);
    }

    [Theory]
    [InlineData(SortColumn.Down, SortColumn.Received, SortColumn.Down)]
    [InlineData(SortColumn.Up, SortColumn.Sent, SortColumn.Up)]
    [InlineData(SortColumn.Total, SortColumn.Total, SortColumn.Down)]
    [InlineData(SortColumn.State, SortColumn.State, SortColumn.State)]
    public void With_finds_the_order_of_what_is_shown(SortColumn column, SortColumn withTotals, SortColumn withRates)
    {
        Assert.Equal(new SortOrder(withTotals, true), new SortOrder(column, true).With(totals: true));
        Assert.Equal(new SortOrder(withRates, true), new SortOrder(column, true).With(totals: true).With(totals: false));
    }

    [Theory]
    [InlineData(SortColumn.Total, "312")]
    [InlineData(SortColumn.Received, "231")]
    [InlineData(SortColumn.Sent, "312")]
    public void Sort_orders_by_totals(SortColumn column, string expected)
    {
        FlowSnapshot[] rows =
        [
            new SnapshotBuilder { Id = 1, BytesReceived = 10, BytesSent = 500 }.Build(),
            new SnapshotBuilder { Id = 2, BytesReceived = 300, BytesSent = 5 }.Build(),
            new SnapshotBuilder { Id = 3, BytesReceived = 200, BytesSent = 600 }.Build(),
        ];

        SortOrder.By(column).Sort(rows);

        Assert.Equal(expected, string.Concat(rows.Select(row => row.Identity.Id)));
    }

    [Theory]
    [InlineData("remote", SortColumn.Remote, false)]
    [InlineData("Down", SortColumn.Down, true)]
    [InlineData("down:asc", SortColumn.Down, false)]
    [InlineData("APP:DESC", SortColumn.Application, true)]
    [InlineData("proc", SortColumn.Process, false)]
    [InlineData("total", SortColumn.Total, true)]
    [InlineData("created:desc", SortColumn.Created, true)]
    public void TryParse_takes_a_column_and_a_direction(string text, SortColumn column, bool descending)
    {
        Assert.True(SortOrder.TryParse(text, out var order));

        Assert.Equal(new SortOrder(column, descending), order);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":asc")]
    [InlineData("s")] // state, service, sent
    [InlineData("pro")]
    [InlineData("downs")]
    [InlineData("down:")]
    [InlineData("down:up")]
    [InlineData("down:asc:desc")]
    public void TryParse_refuses_what_is_no_order(string text) => Assert.False(SortOrder.TryParse(text, out _));

    [Fact]
    public void Every_word_of_a_column_is_an_order() => Assert.All(SortOrder.ColumnWords, word => Assert.True(SortOrder.TryParse(word, out _), word));

    [Fact]
    public void Flipped_keeps_the_column()
    {
        Assert.Equal(new SortOrder(SortColumn.State, true), new SortOrder(SortColumn.State, false).Flipped());
        Assert.Equal(" (Sort: Created ↓)", default(SortOrder).Flipped().TitleSuffix);
        Assert.Equal("↑", new SortOrder(SortColumn.State, false).Arrow);
    }

    [Theory]
    [InlineData(SortColumn.Created, false, "12345678")]
    [InlineData(SortColumn.Created, true, "87654321")]
    [InlineData(SortColumn.Protocol, false, "81245673")]    // icmpv6, tcp ..., udp
    [InlineData(SortColumn.Protocol, true, "31245678")]
    [InlineData(SortColumn.Remote, false, "51246378")]      // 9.0.0.1, 192.0.2.1:80, :443, 2001:db8::2, ::9, fe80::
    [InlineData(SortColumn.Remote, true, "87362415")]
    [InlineData(SortColumn.State, false, "34567812")]
    [InlineData(SortColumn.Service, false, "31567248")]
    [InlineData(SortColumn.Service, true, "24156738")]
    [InlineData(SortColumn.Application, false, "31245678")] // without an application last
    [InlineData(SortColumn.Application, true, "21345678")]
    [InlineData(SortColumn.Down, true, "51234678")]
    [InlineData(SortColumn.Down, false, "23467815")]
    [InlineData(SortColumn.Up, true, "61234578")]
    [InlineData(SortColumn.Process, false, "74123568")]     // curl 5, Curl 40, rest
    [InlineData(SortColumn.Process, true, "47123568")]
    public void Sort_orders_by_the_column_and_keeps_creation_order_in_ties(SortColumn column, bool descending, string expected)
    {
        var rows = Rows();
        new Random(2).Shuffle(rows);

        new SortOrder(column, descending).Sort(rows);

        Assert.Equal(expected, string.Concat(rows.Select(row => row.Identity.Id)));
    }

    [Fact]
    public void Sort_by_local_address_is_numeric()
    {
        string[] ascending = ["2.0.0.1:1", "10.0.0.1:9", "10.0.0.1:10", "10.0.0.10:1", "[::1]:1", "[2001:db8::2]:1", "[2001:db8::10]:1"];
        var rows = ascending.Select((text, i) => new SnapshotBuilder { Id = 100 - i, Local = text }.Build()).ToArray();
        new Random(1).Shuffle(rows);

        new SortOrder(SortColumn.Local, false).Sort(rows);

        Assert.Equal(ascending, rows.Select(row => row.Identity.LocalText));
    }

    [Fact]
    public void Sort_of_nothing_and_of_one_is_that()
    {
        new SortOrder(SortColumn.Remote, false).Sort([]);
        var one = new[] { new SnapshotBuilder().Build() };
        new SortOrder(SortColumn.Process, true).Sort(one);
        Assert.Single(one);
    }

    private static FlowSnapshot[] Rows() =>
    [
        new SnapshotBuilder { Id = 1, Remote = "192.0.2.1:80", State = "TIME_WAIT", DownRate = 5, App = new SampleApp("http", "b.example") }.Build(),
        new SnapshotBuilder { Id = 2, Remote = "192.0.2.1:443", State = "TIME_WAIT", App = new SampleApp("tls", "a.example") }.Build(),
        new SnapshotBuilder { Id = 3, Protocol = IpProtocol.Udp, Local = "[2001:db8::1]:1", Remote = "[2001:db8::9]:53", App = new SampleApp("dns", "z.example") }.Build(),
        new SnapshotBuilder { Id = 4, Remote = "192.0.2.1:443", Process = new ProcessInfo(40, "Curl") }.Build(),
        new SnapshotBuilder { Id = 5, Remote = "9.0.0.1:80", DownRate = 7 }.Build(),
        new SnapshotBuilder { Id = 6, Local = "[2001:db8::1]:1", Remote = "[2001:db8::2]:80", UpRate = 1 }.Build(),
        new SnapshotBuilder { Id = 7, Local = "[2001:db8::1]:1", Remote = "[fe80::1]:80", Process = new ProcessInfo(5, "curl") }.Build(),
        new SnapshotBuilder { Id = 8, Protocol = IpProtocol.IcmpV6, Local = "fe80::1", Remote = "fe80::2" }.Build(),
    ];
}
