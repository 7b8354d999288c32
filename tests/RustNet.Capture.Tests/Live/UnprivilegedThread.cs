using System.Runtime.InteropServices;

namespace RustNet.Capture.Tests.Live;

/// <summary>
/// Makes the calling thread, and only it, an ordinary user without capabilities: the kernel's system call, which knows
/// threads, instead of the C library's function, which changes all of them.
/// </summary>
internal static class UnprivilegedThread
{
    private const nint Nobody = 65534;

    public static void Become()
    {
        nint number = RuntimeInformation.ProcessArchitecture switch // setresuid
        {
            Architecture.X64 => 117,
            Architecture.Arm64 => 147,
            _ => 0,
        };
        if (number == 0)
        {
            Assert.Skip("knows the system call numbers of x64 and arm64 only");
        }

        if (SystemCall(number, Nobody, Nobody, Nobody) != 0)
        {
            throw new InvalidOperationException("setresuid failed with " + Marshal.GetLastPInvokeError());
        }
    }

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static extern nint SystemCall(nint number, nint real, nint effective, nint saved);
}
