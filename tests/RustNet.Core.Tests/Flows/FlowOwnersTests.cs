using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Core.Tests.Flows;

public sealed class FlowOwnersTests : IFlowChangeObserver
{
    private static readonly FlowOwner s_curl = new(new ProcessInfo(1, "curl"), OwnerMatch.Exact);
    private static readonly FlowOwner s_exited = new(null, OwnerMatch.Exited);

    private readonly TableDriver _table;
    private readonly List<FlowSnapshot> _changed = [];

    public FlowOwnersTests()
    {
        _table = new TableDriver(new FlowTableOptions { OwnersWanted = static () => { }, ChangeObserver = this });
    }

    void IFlowChangeObserver.OnChanged(FlowSnapshot connection) => _changed.Add(connection);

    void IFlowChangeObserver.OnForgotten(long id)
    {
    }

    [Fact]
    public void SetOwners_gives_a_connection_its_owner_and_tells_of_it()
    {
        _table.Udp(0, TableDriver.Here, TableDriver.There);
        SetOwner(Unowned(), s_curl);

        Assert.Same(s_curl, _table.Row.Owner);
        Assert.Same(s_curl, _changed[^1].Owner);
    }

    [Fact]
    public void SetOwners_leaves_whom_the_capture_has_named_meanwhile()
    {
        _table.Udp(0, TableDriver.Here, TableDriver.There);
        var flow = Unowned();
        Named(1, "wget");

        SetOwner(flow, s_curl);

        Assert.Equal(("wget", OwnerMatch.Capture), (_table.Row.Owner!.Process!.Name, _table.Row.Owner.Match));
    }

    [Fact]
    public void Udp_flow_that_lives_on_is_asked_for_again()
    {
        _table.Udp(0, TableDriver.Here, TableDriver.There);
        SetOwner(Unowned(), s_curl);
        for (var at = 10; at < 70; at += 10)
        {
            _table.Udp(at, TableDriver.Here, TableDriver.There);
        }

        var again = Unowned();

        Assert.True(again.IsAgain);
        Assert.InRange(again.SeenAt, TableDriver.Time(50), TableDriver.Time(60));
        SetOwner(again, s_exited);
        Assert.Same(s_curl, _table.Row.Owner);
        SetOwner(again, new FlowOwner(new ProcessInfo(2, "other"), OwnerMatch.Guess));
        Assert.Same(s_curl, _table.Row.Owner);
        SetOwner(again, new FlowOwner(new ProcessInfo(2, "other"), OwnerMatch.Exact));
        Assert.Equal("other", _table.Row.Owner?.Process?.Name);
    }

    [Fact]
    public void Whom_the_capture_has_named_before_anybody_asked_is_not_asked_for()
    {
        _table.Udp(0, TableDriver.Here, TableDriver.There);
        Named(1, "wget");
        List<UnownedFlow> flows = [];

        _table.Table.TakeUnowned(flows);

        Assert.Empty(flows);
    }

    [Fact]
    public void Tcp_connection_is_asked_for_once()
    {
        _table.Open(0, TableDriver.Here, TableDriver.There);
        SetOwner(Unowned(), s_curl);
        _table.Udp(600, TableDriver.Here, TableDriver.There);

        Assert.False(Unowned().IsAgain);
    }

    [Fact]
    public void Capture_names_the_process_where_nobody_was_found()
    {
        _table.Udp(0, TableDriver.Here, TableDriver.There);
        SetOwner(Unowned(), s_exited);

        Named(1, "wget");

        Assert.Equal("wget", _table.Row.Owner?.Process?.Name);
    }

    [Fact]
    public void SetOwners_does_not_bring_back_what_was_cleared()
    {
        _table.Udp(0, TableDriver.Here, TableDriver.There);
        var flow = Unowned();
        _table.Table.Clear();
        _changed.Clear();

        SetOwner(flow, s_curl);

        Assert.Empty(_changed);
        Assert.Empty(_table.Rows);
        Assert.Empty(_table.Ended);
    }

    [Fact]
    public void CountOwnersNotSought_adds_up()
    {
        _table.Table.CountOwnersNotSought(2);
        _table.Table.CountOwnersNotSought(3);

        Assert.Equal(5, _table.Statistics.OwnersNotSought);
    }

    private UnownedFlow Unowned()
    {
        List<UnownedFlow> flows = [];
        _table.Table.TakeUnowned(flows);
        return Assert.Single(flows);
    }

    private void SetOwner(UnownedFlow flow, FlowOwner owner) => _table.Table.SetOwners([(flow, owner)]);

    private void Named(double at, string command)
    {
        var frame = TableDriver.Frame(at, TableDriver.Here, TableDriver.There, IpProtocol.Udp, 100);
        frame.ProcessId = 42;
        frame.ProcessCommand = System.Text.Encoding.ASCII.GetBytes(command);
        _table.Add(in frame);
    }
}
