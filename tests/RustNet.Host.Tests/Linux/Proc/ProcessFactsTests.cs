using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Testing;

namespace RustNet.Host.Tests.Linux.Proc;

[SupportedOSPlatform("linux")]
public sealed class ProcessFactsTests : IDisposable
{
    private const string Id = "3f5a9c1b0d2e4f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8";

    private readonly FakeProc _proc = new();
    private readonly SkippingTime _clock = new();

    [Fact]
    public void Find_tells_all_there_is()
    {
        _proc.Write("passwd", "anna:x:1000:1000::/home/anna:/bin/sh\n");
        _proc.AddProcess(50, "bash", parent: 1);
        _proc.AddProcess(
            60, "a-browser-with-", parent: 50, startTicks: FakeProc.Ticks(-5), executable: "/usr/lib/a-browser-with-a-name (deleted)",
            arguments: "a-browser\0--private\0", user: 1000, group: $"0::/system.slice/docker-{Id}.scope\n", network: 77);

        var info = _proc.Facts(_clock).Find(60)!;

        Assert.Equal((60, "a-browser-with-a-name", "/usr/lib/a-browser-with-a-name"), (info.Id, info.Name, info.Executable));
        Assert.Equal(("a-browser --private", 1000u, "anna"), (info.CommandLine, info.UserId, info.User));
        Assert.Equal(FakeProc.BootTime(_clock) + FakeProc.Ticks(-5) * 10_000_000, info.StartTime);
        Assert.Equal([new ProcessParent(50, "bash"), new ProcessParent(1, "init")], info.Parents);
        Assert.Equal((new ContainerInfo("docker", Id[..12]), 77UL), (info.Container, info.ForeignNetworkNamespace));
    }

    [Fact]
    public void Find_names_a_user_without_a_name_by_number_and_the_own_namespace_not_at_all()
    {
        _proc.AddProcess(60, "curl", user: 4242);

        var info = _proc.Facts(_clock).Find(60)!;

        Assert.Equal(("4242", 0UL), (info.User, info.ForeignNetworkNamespace));
    }

    [Fact]
    public void Find_goes_up_four_parents()
    {
        for (var id = 11; id <= 16; id++)
        {
            _proc.AddProcess(id, $"p{id}", parent: id - 1);
        }

        Assert.Equal([15, 14, 13, 12], _proc.Facts(_clock).Find(16)!.Parents.Select(parent => parent.Id));
    }

    [Fact]
    public void Find_remembers_a_process_that_is_gone_if_its_start_is_named()
    {
        _proc.AddProcess(60, "curl", startTicks: 500);
        var facts = _proc.Facts(_clock);
        var known = facts.Find(60, 500);
        _proc.RemoveProcess(60);

        Assert.Same(known, facts.Find(60, 500));
        Assert.Null(facts.Find(60));
        Assert.Null(facts.Find(60, 501));
    }

    [Fact]
    public void Find_does_not_take_the_next_process_of_an_id_for_the_last()
    {
        _proc.AddProcess(60, "curl", startTicks: 500);
        var facts = _proc.Facts(_clock);
        facts.Find(60);
        _proc.RemoveProcess(60);
        _proc.AddProcess(60, "wget", startTicks: 900);

        Assert.Equal("curl", facts.Find(60, 500)!.Name);
        Assert.Equal("wget", facts.Find(60)!.Name);
        Assert.Null(facts.Find(60, 500));
    }

    [Fact]
    public void Find_reads_again_after_exec()
    {
        _proc.AddProcess(60, "bash", startTicks: 500);
        var facts = _proc.Facts(_clock);
        Assert.Equal("bash", facts.Find(60)!.Name);
        _proc.AddProcess(60, "curl", startTicks: 500);

        Assert.Equal("curl", facts.Find(60)!.Name);
    }

    [Fact]
    public void Find_names_the_container_of_a_known_process_when_its_name_is_there()
    {
        _proc.AddProcess(60, "nginx", startTicks: 500, group: $"0::/system.slice/docker-{Id}.scope\n");
        var facts = _proc.Facts(_clock);
        var first = facts.Find(60)!;
        _proc.Write($"var/lib/docker/containers/{Id}/config.v2.json", """{"Name":"/web"}""");

        Assert.Same(first, facts.Find(60));
        _clock.Advance(TimeSpan.FromSeconds(11));
        var named = facts.Find(60)!;

        Assert.Equal(first with { Container = new ContainerInfo("docker", Id[..12]) { Name = "web" } }, named);
        Assert.Same(named, facts.Find(60));
    }

    [Fact]
    public void Find_knows_nothing_of_a_process_that_never_was() => Assert.Null(_proc.Facts(_clock).Find(4711));

    public void Dispose() => _proc.Dispose();
}
