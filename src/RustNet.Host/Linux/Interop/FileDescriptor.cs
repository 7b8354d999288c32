using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace RustNet.Host.Linux.Interop;

/// <summary>A file descriptor of the kernel, closed when it is disposed.</summary>
[SupportedOSPlatform("linux")]
internal sealed partial class FileDescriptor : SafeHandleMinusOneIsInvalid
{
    /// <summary>Takes a descriptor over; -1 makes an invalid one.</summary>
    public FileDescriptor(int descriptor)
        : base(ownsHandle: true)
    {
        SetHandle(descriptor);
    }

    /// <summary>The number. Valid while the handle is open: whoever passes it on keeps it so over the call.</summary>
    public int Number => (int)handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Close((int)handle) == 0;

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
