using RustNet.Host.Linux.Bpf;

namespace RustNet.Host.Tests.Linux.Bpf;

public class BpfHookTests
{
    [Theory]
    [InlineData("tp_btf/inet_sock_set_state", true)]
    [InlineData("fentry/udp_sendmsg", true)]
    [InlineData("iter/task_file", true)]
    [InlineData("kprobe/udp_sendmsg", false)]
    [InlineData("iter/", false)]
    [InlineData("iter", false)]
    [InlineData("", false)]
    public void TryParse_knows_the_kinds_that_are_loaded(string section, bool expected)
    {
        Assert.Equal(expected, BpfHook.TryParse(section, out _));
    }

    [Fact]
    public void FindIn_looks_for_what_stands_for_each_kind()
    {
        var blob = new BtfBytes();
        var tracepoint = blob.Typedef("btf_trace_sock_send_length", blob.Pointer(0));
        var function = blob.Function("udp_sendmsg", 0);
        var iterator = blob.Function("bpf_iter_task", 0);
        var types = blob.ToTypes();

        Assert.Equal(tracepoint, new BpfHook(BpfHookKind.Tracepoint, "sock_send_length").FindIn(types));
        Assert.Equal(function, new BpfHook(BpfHookKind.FunctionEntry, "udp_sendmsg").FindIn(types));
        Assert.Equal(iterator, new BpfHook(BpfHookKind.Iterator, "task").FindIn(types));
        Assert.Equal(0, new BpfHook(BpfHookKind.Tracepoint, "sock_recv_length").FindIn(types));
    }
}
