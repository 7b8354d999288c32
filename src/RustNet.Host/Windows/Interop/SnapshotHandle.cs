using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace RustNet.Host.Windows.Interop;

/// <summary>A handle where INVALID_HANDLE_VALUE means none, as that of a Toolhelp snapshot.</summary>
[SupportedOSPlatform("windows")]
internal sealed partial class SnapshotHandle : SafeHandleMinusOneIsInvalid
{
    /// <summary>Takes a handle over.</summary>
    public SnapshotHandle(nint value)
        : base(ownsHandle: true)
    {
        SetHandle(value);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => CloseHandle(handle) != 0;

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int CloseHandle(nint handle);
}
