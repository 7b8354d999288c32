using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace RustNet.Host.Linux.Bpf.Interop;

/// <summary>A file descriptor of bpf(2): a map, a program, a link or an iterator. Closing a link detaches its program.</summary>
[SupportedOSPlatform("linux")]
internal sealed partial class BpfDescriptor : SafeHandleMinusOneIsInvalid
{
    /// <summary>Takes a descriptor over.</summary>
    public BpfDescriptor(int descriptor)
        : base(ownsHandle: true)
    {
        SetHandle(descriptor);
    }

    /// <summary>The number. Valid while the handle is open: its owner keeps it so over the call it is for.</summary>
    public int Number => (int)handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Close((int)handle) == 0;

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
