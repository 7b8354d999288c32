using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Host.Linux.Bpf;
using RustNet.Testing;

namespace RustNet.Host.Tests.Linux.Bpf;

[SupportedOSPlatform("linux")]
public sealed class HolderProcessesTests : IDisposable
{
    private const long Tick = 10_000_000;

    private readonly FakeProc _proc = new();
    private readonly SkippingTime _clock = new();

    [Fact]
    public void Find_asks_proc_about_a_process_that_lives()
    {
        _proc.AddProcess(60, "curl", parent: 1, startTicks: 500, executable: "/usr/bin/curl", user: 1000);

        var found = Processes().Find(new HolderRecord(60, 500 * Tick + 7_000_000))!;

        Assert.Equal((60, "curl", "/usr/bin/curl", 1000u), (found.Id, found.Name, found.Executable, found.UserId));
    }

    [Fact]
    public void Find_does_not_take_the_next_process_of_an_id_for_the_one_that_is_meant()
    {
        _proc.AddProcess(60, "other", startTicks: 900);

        Assert.Null(Processes().Find(new HolderRecord(60, 500 * Tick)));
        Assert.Equal("curl", Processes().Find(Told(60, 500))!.Name);
    }

    [Fact]
    public void Find_tells_what_the_record_says_of_one_that_is_gone()
    {
        _proc.Write("passwd", "anna:x:1000:1000::/home/anna:/bin/sh\n");
        _proc.AddProcess(50, "bash", startTicks: 400);
        _proc.AddProcess(61, "wget", startTicks: 450, group: "0::/user.slice/session-3.scope\n");
        var processes = Processes();
        processes.Find(Told(61, 450) with { ControlGroup = 9 }); // of the same control group, and still there

        var found = processes.Find(Told(60, 500) with { ParentId = 50, UserId = 1000, ControlGroup = 9 })!;

        Assert.Equal((60, "curl", "anna", 1000u), (found.Id, found.Name, found.User, found.UserId));
        Assert.Equal([new ProcessParent(50, "bash"), new ProcessParent(1, "init")], found.Parents);
        Assert.Equal(FakeProc.BootTime(_clock) + 500 * Tick, found.StartTime);
        Assert.Equal("session-3.scope", found.Unit);
    }

    [Fact]
    public void Find_does_not_take_the_next_process_of_an_id_for_the_parent()
    {
        _proc.AddProcess(50, "bash", startTicks: 501);

        Assert.Empty(Processes().Find(Told(60, 500) with { ParentId = 50 })!.Parents);
    }

    [Fact]
    public void In_a_process_namespace_of_its_own_ids_are_not_looked_up()
    {
        _proc.AddProcess(60, "other", startTicks: 500);
        var processes = Processes(hasSameIds: false);

        Assert.Null(processes.Find(new HolderRecord(60, 500 * Tick)));
        Assert.Equal("curl", processes.Find(Told(60, 500))!.Name);
        Assert.Equal(new SocketHolder(60, 7, 0, 500 * Tick), processes.Of(Told(60, 500) with { ParentId = 7 }));
        Assert.Equal(0, processes.ParentOf(60));
    }

    [Fact]
    public void Of_knows_parent_and_session_of_one_that_lives_and_the_recorded_parent_of_others()
    {
        _proc.AddProcess(50, "bash", startTicks: 400);
        _proc.AddProcess(60, "curl", parent: 50, startTicks: 500, session: 48);
        var processes = Processes();

        Assert.Equal(new SocketHolder(60, 50, 48, 500 * Tick), processes.Of(new HolderRecord(60, 500 * Tick)));
        Assert.Equal(new SocketHolder(60, 49, 48, 500 * Tick), processes.Of(Told(60, 500) with { ParentId = 49 }));
        Assert.Equal(new SocketHolder(60, 0, 0, 600 * Tick), processes.Of(new HolderRecord(60, 600 * Tick)));
        Assert.Equal((50, 0), (processes.ParentOf(60), processes.ParentOf(61)));
    }

    public void Dispose() => _proc.Dispose();

    private static HolderRecord Told(int id, long ticks) => new(id, ticks * Tick) { Name = "curl" };

    private HolderProcesses Processes(bool hasSameIds = true) => new(_proc.Directory, _proc.Facts(_clock), hasSameIds);
}
