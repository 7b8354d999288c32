using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using RustNet.Capture.Interfaces;

namespace RustNet.Capture.Tests.Live;

/// <summary>
/// A network namespace of the test's own, made and deleted with <c>ip netns</c>. What runs in it runs on threads of its
/// own that have joined it and end there.
/// </summary>
internal sealed class NetworkNamespace : IDisposable
{
    private const int CloneNewNet = 0x40000000;
    private static int s_count;

    public NetworkNamespace()
    {
        Name = $"rnlive{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}";
        Ip("netns", "add", Name);
        Configure("link", "set", "lo", "up");
    }

    /// <summary>Why such tests cannot run here, or <see langword="null"/>.</summary>
    public static string? Obstacle { get; } = FindObstacle();

    public string Name { get; }

    /// <summary>Skips the running test, saying why, where namespaces cannot be made.</summary>
    public static void RequireOrSkip()
    {
        if (Obstacle is { } reason)
        {
            Assert.Skip(reason);
        }
    }

    /// <summary>A veth pair between two namespaces, both ends up, with the addresses 10.99.0.1/24 and 10.99.0.2/24.</summary>
    public static void Connect(NetworkNamespace first, string firstName, NetworkNamespace second, string secondName, string network = "10.99.0")
    {
        Ip("link", "add", firstName, "netns", first.Name, "type", "veth", "peer", "name", secondName, "netns", second.Name);
        first.Configure("addr", "add", network + ".1/24", "dev", firstName);
        second.Configure("addr", "add", network + ".2/24", "dev", secondName);
        first.Configure("link", "set", firstName, "up");
        second.Configure("link", "set", secondName, "up");
    }

    /// <summary>Runs <c>ip</c> on this namespace.</summary>
    public void Configure(params string[] arguments) => Ip(["-n", Name, .. arguments]);

    /// <summary>Runs <paramref name="body"/> on a new thread inside and waits for it; what it throws is thrown here.</summary>
    public void Run(Action body)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = Start(() =>
        {
            try
            {
                body();
            }
#pragma warning disable CA1031 // it is thrown again on the test's thread
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        });
        thread.Join();
        failure?.Throw();
    }

    /// <summary>Starts a thread inside. <paramref name="body"/> must not throw.</summary>
    public Thread Start(Action body)
    {
        var thread = new Thread(() =>
        {
            Join();
            body();
        })
        { Name = "in " + Name, IsBackground = true };
        thread.Start();
        return thread;
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

    private static string? FindObstacle()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "needs Linux network namespaces";
        }

        if (!Environment.IsPrivilegedProcess)
        {
            return "needs root to make network namespaces";
        }

        try
        {
            new NetworkNamespace().Dispose();
            InterfaceList.Enumerate();
            return null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return "cannot make network namespaces: " + exception.Message;
        }
        catch (CaptureException exception)
        {
            return exception.Message;
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
