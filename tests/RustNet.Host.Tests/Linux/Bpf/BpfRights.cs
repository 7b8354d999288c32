using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using RustNet.Host.Linux.Bpf;

namespace RustNet.Host.Tests.Linux.Bpf;

/// <summary>Whether tests may load programs into this kernel, and threads with fewer rights than the process.</summary>
internal static class BpfRights
{
    public const int Bpf = 39;      // CAP_BPF
    public const int Perfmon = 38;  // CAP_PERFMON

    private const int SystemAdministrator = 21; // CAP_SYS_ADMIN
    private const uint Version3 = 0x2008_0522; // _LINUX_CAPABILITY_VERSION_3

    private static readonly Lazy<string?> s_obstacle = new(FindObstacle);

    /// <summary>Skips the running test, saying why, where the kernel or the rights do not allow BPF.</summary>
    public static void RequireOrSkip()
    {
        if (s_obstacle.Value is { } reason)
        {
            Assert.Skip(reason);
        }
    }

    /// <summary>Runs the body on a thread of its own that has these capabilities only; what it throws is thrown here.</summary>
    public static void RunWith(int[] capabilities, Action body)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                KeepOnly(capabilities);
                body();
            }
#pragma warning disable CA1031 // it is thrown again on the test's thread
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    private static string? FindObstacle()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "BPF is of Linux";
        }

        if (!BpfKernel.TryOpen(out _, out var whyNot))
        {
            return whyNot;
        }

        if (BpfKernel.Capabilities is { } set && (set >> Bpf & set >> Perfmon & 1) == 0 && (set >> SystemAdministrator & 1) == 0)
        {
            return "needs CAP_BPF and CAP_PERFMON, or root, to load BPF programs";
        }

        // Root of a container may be forbidden what root may. Any other refusal is a failure of ours, and the tests show it.
        using var mechanisms = BpfMechanisms.Start();
        return mechanisms.WhyNoEvents?.Contains("not permitted here", StringComparison.Ordinal) == true ? mechanisms.WhyNoEvents : null;
    }

    // The kernel's call knows threads. Two halves of 32 capabilities: effective, permitted, inheritable.
    private static void KeepOnly(int[] capabilities)
    {
        var set = capabilities.Aggregate(0ul, (all, capability) => all | 1ul << capability);
        var (low, high) = ((uint)set, (uint)(set >> 32));
        var number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 126 : 91; // capset
        if (SystemCall(number, [Version3, 0], [low, low, 0, high, high, 0]) != 0)
        {
            throw new InvalidOperationException("capset failed with " + Marshal.GetLastPInvokeError());
        }
    }

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static extern nint SystemCall(nint number, uint[] header, uint[] data);
}
