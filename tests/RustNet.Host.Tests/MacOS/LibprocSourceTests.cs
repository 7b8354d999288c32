using RustNet.Host.MacOS;
using RustNet.Host.Sockets;

namespace RustNet.Host.Tests.MacOS;

public sealed class LibprocSourceTests : IDisposable
{
    private const uint File = 1;
    private const uint Socket = 2;

    private readonly FakeLibproc _libproc = new();
    private readonly LibprocSource _source;

    public LibprocSourceTests()
    {
        _source = new LibprocSource(_libproc);
    }

    public void Dispose() => _source.Dispose();

    [Fact]
    public void TryList_looks_at_the_sockets_of_every_process()
    {
        _libproc.Processes[0] = new FakeProcess { Descriptors = [(3, Socket)], Sockets = { [3] = ProcInfoBytes.Udp("0.0.0.0", 1) } };
        _libproc.Processes[77] = new FakeProcess
        {
            Descriptors = [(0, File), (3, Socket), (4, Socket), (5, Socket)],
            Sockets = { [3] = ProcInfoBytes.Udp("0.0.0.0", 5353), [4] = ProcInfoBytes.Other(3, 1) }, // 5 has been closed meanwhile
        };
        _libproc.Processes[78] = new FakeProcess { Descriptors = [(3, Socket)], Sockets = { [3] = ProcInfoBytes.Udp("0.0.0.0", 5353) } };

        var sockets = new List<OwnedSocket>();

        Assert.True(_source.TryList(sockets));
        Assert.Equal([77, 78], sockets.Select(static socket => socket.Process));
        Assert.False(_source.IsViewPartial);
    }

    [Fact]
    public void TryList_says_that_processes_were_hidden()
    {
        _libproc.Processes[1] = new FakeProcess { IsHidden = true };
        _libproc.Processes[77] = new FakeProcess { Descriptors = [(0, File)] };

        Assert.True(_source.TryList([]));
        Assert.True(_source.IsViewPartial);
        _libproc.Processes.Remove(1);
        Assert.True(_source.TryList([]));
        Assert.False(_source.IsViewPartial);
    }

    [Fact]
    public void TryList_fails_where_not_even_this_program_is_seen()
    {
        Assert.False(_source.TryList([]));
        _libproc.Processes[1] = new FakeProcess { IsHidden = true };
        Assert.False(_source.TryList([]));
    }

    [Fact]
    public void TryList_makes_room_for_many_processes_and_many_descriptors()
    {
        for (var process = 1; process <= 3000; process++)
        {
            _libproc.Processes[process] = new FakeProcess();
        }

        var many = new FakeProcess();
        for (var descriptor = 0; descriptor < 5000; descriptor++)
        {
            many.Descriptors.Add((descriptor, Socket));
            many.Sockets[descriptor] = ProcInfoBytes.Udp("0.0.0.0", (ushort)(descriptor + 1));
        }

        _libproc.Processes[9999] = many;
        var sockets = new List<OwnedSocket>();

        Assert.True(_source.TryList(sockets));
        Assert.Equal(5000, sockets.Count);
    }

    [Fact]
    public void TryList_survives_lengths_that_no_kernel_answers()
    {
        using var source = new LibprocSource(new LyingLibproc());

        Assert.False(source.TryList([]));
        Assert.False(source.TryList([]));
    }

    private sealed class LyingLibproc : ILibproc
    {
        private int _calls;

        public int ListProcesses(Span<int> into) => _calls++ == 0 ? -1 : into.Length / 2;

        public int ListDescriptors(int process, Span<byte> into, out MacError error)
        {
            error = MacError.None;
            return int.MinValue;
        }

        public int SocketInfo(int process, int descriptor, Span<byte> into) => int.MaxValue;

        public int ProcessInfo(int process, Span<byte> into) => -1;

        public int ShortProcessInfo(int process, Span<byte> into) => int.MaxValue;

        public int ExecutablePath(int process, Span<byte> into) => int.MaxValue;

        public ReadOnlySpan<byte> Arguments(int process) => [];

        public string? UserName(uint user) => null;
    }
}
