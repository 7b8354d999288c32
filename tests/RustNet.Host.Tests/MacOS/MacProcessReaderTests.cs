using RustNet.Core.Flows;
using RustNet.Host.MacOS;
using RustNet.Host.Sockets;

namespace RustNet.Host.Tests.MacOS;

public sealed class MacProcessReaderTests
{
    private readonly FakeLibproc _libproc = new();
    private readonly MacProcessReader _reader;

    public MacProcessReaderTests()
    {
        _reader = new MacProcessReader(_libproc);
        _libproc.Users[501] = "ada";
        _libproc.Processes[1] = new FakeProcess { IsHidden = true, ShortInfo = ProcInfoBytes.ShortProcess(1, "launchd", 0, 0) };
        _libproc.Processes[70] = new FakeProcess { Info = ProcInfoBytes.Process(70, "zsh", "zsh") };
        _libproc.Processes[77] = new FakeProcess
        {
            Info = ProcInfoBytes.Process(77, "curl", "curl", 70, 501, 1_767_225_600, 250),
            Path = "/usr/bin/curl",
            Arguments = ProcInfoBytes.Arguments(2, "/usr/bin/curl", 3, "curl", "https://example.org", "HOME=/Users/ada"),
        };
    }

    [Fact]
    public void Read_gathers_everything()
    {
        var info = _reader.Read(77)!;

        Assert.Equal(("curl", "/usr/bin/curl", "curl https://example.org"), (info.Name, info.Executable, info.CommandLine));
        Assert.Equal((501u, "ada", 1_767_225_600_000_250_000), (info.UserId, info.User, info.StartTime));
        Assert.Equal([new(70, "zsh"), new ProcessParent(1, "launchd")], info.Parents);
    }

    [Fact]
    public void Read_tells_what_is_told_of_another_users_process()
    {
        var info = _reader.Read(1)!;

        Assert.Equal(("launchd", 0u, "0", null, null), (info.Name, info.UserId, info.User, info.StartTime, info.CommandLine));
    }

    [Fact]
    public void Read_asks_for_a_user_once()
    {
        _reader.Read(77);
        _reader.Read(70);

        Assert.Equal(1, _libproc.UsersAsked);
    }

    [Fact]
    public void Identify_sees_that_a_process_runs_another_program_now()
    {
        var before = _reader.Identify(77);
        _libproc.Processes[77] = new FakeProcess { Info = ProcInfoBytes.Process(77, "ssh", "ssh", 70, 501, 1_767_225_600, 250) };

        Assert.Equal(new ProcessIdentity(1_767_225_600_000_250_000, "curl"), before);
        Assert.Equal(new ProcessIdentity(1_767_225_600_000_250_000, "ssh"), _reader.Identify(77));
    }

    [Fact]
    public void Identify_and_Read_give_nothing_for_a_process_that_is_gone()
    {
        Assert.Null(_reader.Identify(9999));
        Assert.Null(_reader.Read(9999));
    }

    [Fact]
    public void Read_ends_where_parents_go_in_circles()
    {
        _libproc.Processes[10] = new FakeProcess { Info = ProcInfoBytes.Process(10, "a", parent: 11) };
        _libproc.Processes[11] = new FakeProcess { Info = ProcInfoBytes.Process(11, "b", parent: 10) };

        Assert.Equal(4, _reader.Read(10)!.Parents.Length);
    }
}
