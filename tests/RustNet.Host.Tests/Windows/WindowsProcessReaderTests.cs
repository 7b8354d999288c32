using RustNet.Core.Flows;
using RustNet.Host.Sockets;
using RustNet.Host.Windows;
using RustNet.Testing;

namespace RustNet.Host.Tests.Windows;

public sealed class WindowsProcessReaderTests
{
    private static readonly byte[] s_system = Convert.FromHexString("010100000000000512000000");
    private static readonly long s_start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).ToFileTimeUtc();

    private readonly FakeProcesses _system = new();
    private readonly SkippingTime _clock = new();
    private readonly WindowsProcessReader _reader;

    public WindowsProcessReaderTests()
    {
        _reader = new WindowsProcessReader(_system, _clock);
        _system.Entries.AddRange([
            new ProcessEntry(4, 0, "System"), new ProcessEntry(300, 4, "smss.exe"), new ProcessEntry(4000, 300, "explorer.exe"),
            new ProcessEntry(4711, 4000, "chrome.exe")]);
        _system.Starts[300] = s_start;
        _system.Starts[4000] = s_start + 10;
        _system.Starts[4711] = s_start + 20;
        _system.Descriptions[4711] = new WindowsProcess(@"C:\Program Files\Chrome\chrome.exe", "\"chrome.exe\" --type=utility\u001b", s_system);
        _system.Accounts["S-1-5-18"] = @"NT AUTHORITY\SYSTEM";
    }

    [Fact]
    public void Read_gathers_everything()
    {
        var info = _reader.Read(4711)!;

        Assert.Equal(("chrome.exe", @"C:\Program Files\Chrome\chrome.exe", @"NT AUTHORITY\SYSTEM"), (info.Name, info.Executable, info.User));
        Assert.Equal("\"chrome.exe\" --type=utility\ufffd", info.CommandLine);
        Assert.Equal(1_767_225_600_000_000_000 + 2000, info.StartTime);
        Assert.Equal([new(4000, "explorer.exe"), new(300, "smss.exe"), new ProcessParent(4, "System")], info.Parents);
    }

    [Fact]
    public void Read_names_a_process_that_may_not_be_opened()
    {
        var info = _reader.Read(4)!;

        Assert.Equal(("System", null, null), (info.Name, info.Executable, info.User));
        Assert.Equal(new ProcessIdentity(0, "System"), _reader.Identify(4));
    }

    [Fact]
    public void Read_takes_no_younger_process_for_a_parent()
    {
        _system.Starts[4000] = s_start + 30;

        Assert.Empty(_reader.Read(4711)!.Parents);
    }

    [Fact]
    public void Read_ends_where_parents_go_in_circles()
    {
        _system.Entries.Clear();
        _system.Entries.AddRange([new ProcessEntry(10, 11, "a"), new ProcessEntry(11, 10, "b"), new ProcessEntry(12, 12, "c")]);

        Assert.Equal(4, _reader.Read(10)!.Parents.Length);
        Assert.Single(_reader.Read(12)!.Parents);
    }

    [Fact]
    public void Read_looks_at_a_new_process_not_in_the_last_snapshot()
    {
        Assert.Null(_reader.Read(5000));
        _system.Entries.Add(new ProcessEntry(5000, 4, "new.exe"));
        Assert.Null(_reader.Read(5000));
        _clock.Advance(TimeSpan.FromSeconds(0.3));

        Assert.Equal("new.exe", _reader.Read(5000)!.Name);
    }

    [Fact]
    public void Read_names_a_process_by_its_executable_where_it_is_not_in_a_snapshot()
    {
        _system.Descriptions[5000] = new WindowsProcess(@"C:\x\curl.exe", null, []);
        _system.Starts[5000] = s_start;

        Assert.Equal(("curl.exe", null), (_reader.Read(5000)!.Name, _reader.Read(5000)!.User));
    }

    [Fact]
    public void Read_takes_no_name_of_a_snapshot_from_before_the_process()
    {
        Assert.Equal("chrome.exe", _reader.Read(4711)!.Name);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        _system.Starts[4711] = s_start + 1_000_000;
        _system.Descriptions[4711] = new WindowsProcess(@"C:\x\curl.exe", null, []);

        var taken = _reader.Read(4711)!;
        Assert.Equal("curl.exe", taken.Name);
        Assert.Empty(taken.Parents);
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        _system.Entries[^1] = new ProcessEntry(4711, 300, "cURL.EXE");
        Assert.Equal(("cURL.EXE", 300), (_reader.Read(4711)!.Name, _reader.Read(4711)!.Parents[0].Id));
    }

    [Fact]
    public void Read_asks_for_an_account_once_and_shows_its_number_where_it_has_no_name()
    {
        _system.Accounts.Clear();

        Assert.Equal("S-1-5-18", _reader.Read(4711)!.User);
        Assert.Equal("S-1-5-18", _reader.Read(4711)!.User);
        Assert.Equal(1, _system.AccountsAsked);
    }

    [Fact]
    public void Identify_tells_processes_of_one_id_apart()
    {
        var first = _reader.Identify(4711);
        _system.Starts[4711]++;

        Assert.NotEqual(first, _reader.Identify(4711));
        Assert.Null(_reader.Identify(9999));
    }

    private sealed class FakeProcesses : IWindowsProcesses
    {
        public List<ProcessEntry> Entries { get; } = [];

        public Dictionary<int, long> Starts { get; } = [];

        public Dictionary<int, WindowsProcess> Descriptions { get; } = [];

        public Dictionary<string, string> Accounts { get; } = [];

        public int AccountsAsked { get; private set; }

        public bool TryList(List<ProcessEntry> into)
        {
            into.AddRange(Entries);
            return true;
        }

        public bool TryStart(int process, out long fileTime) => Starts.TryGetValue(process, out fileTime);

        public bool TryDescribe(int process, out WindowsProcess description) => Descriptions.TryGetValue(process, out description);

        public string? AccountName(ReadOnlySpan<byte> sid)
        {
            AccountsAsked++;
            return Accounts.GetValueOrDefault(SecurityIdentifier.Format(sid)!);
        }
    }
}
