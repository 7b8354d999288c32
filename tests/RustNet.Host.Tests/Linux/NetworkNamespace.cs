using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RustNet.Host.Tests.Linux;

/// <summary>A network namespace of the test's own, made and deleted with <c>ip netns</c>.</summary>
internal sealed class NetworkNamespace : IDisposable
{
    private const int CloneNewNet = 0x40000000;
    private static int s_count;

    public NetworkNamespace()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux network namespaces");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root to make network namespaces");
        Name = $"rnproc{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}";
        try
        {
            Ip("netns", "add", Name);
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            Assert.Skip("cannot make network namespaces: " + exception.Message);
        }
    }

    public string Name { get; }

    /// <summary>Runs <c>ip</c> on this namespace.</summary>
    public void Configure(params string[] arguments) => Ip(["-n", Name, .. arguments]);

    /// <summary>Starts a program inside.</summary>
    public Process Start(params string[] command) =>
        Process.Start(new ProcessStartInfo("ip", ["netns", "exec", Name, .. command]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;

    /// <summary>Runs <paramref name="body"/> on a new thread inside and waits for it; what it throws is thrown here.</summary>
    public void Run(Action body)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Join();
                body();
            }
#pragma warning disable CA1031 // it is thrown again on the test's thread
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        })
        { Name = "in " + Name };
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    public void Dispose() => Ip("netns", "del", Name);

    private void Join()
    {
        using var file = File.OpenHandle("/run/netns/" + Name);
        if (SetNamespace(file, CloneNewNet) != 0)
        {
            throw new InvalidOperationException("setns failed with " + Marshal.GetLastPInvokeError());
        }
    }

    private static void Ip(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {error.Trim()}");
        }
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static extern int SetNamespace(SafeFileHandle file, int kind);
}
