using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace RustNet.App.Interop;

/// <summary>Opens a directory itself, which the framework cannot: what is checked is then what is used.</summary>
[SupportedOSPlatform("linux")]
internal static partial class DirectoryDescriptor
{
    private const int CloseOnExec = 0x80000;

    // asm/fcntl.h: arm and arm64 number these differently from everybody else.
    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    private static int DirectoryOnly => IsArm ? 0x4000 : 0x10000;

    private static int NoFollow => IsArm ? 0x8000 : 0x20000;

    /// <summary>Opens <paramref name="path"/>; without <paramref name="followLink"/> a symbolic link is an <see cref="IOException"/>.</summary>
    public static SafeFileHandle Open(string path, bool followLink)
    {
        var handle = OpenSystemCall(path, DirectoryOnly | CloseOnExec | (followLink ? 0 : NoFollow));
        if (!handle.IsInvalid)
        {
            return handle;
        }

        var reason = Marshal.GetLastPInvokeErrorMessage();
        handle.Dispose();
        throw new IOException($"{path}: {reason}");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial SafeFileHandle OpenSystemCall(string path, int flags);
}
