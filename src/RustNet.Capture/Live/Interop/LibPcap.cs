using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SharpPcap.LibPcap;

namespace RustNet.Capture.Live.Interop;

/// <summary>
/// The libpcap functions SharpPcap keeps to itself or wraps in a way that costs per packet. They work on SharpPcap's own
/// handle, so both must mean the same loaded library: the names are tried in SharpPcap's order.
/// </summary>
internal static unsafe partial class LibPcap
{
    private const string Library = "wpcap";

    private static readonly string[] s_linuxNames = ["libpcap.so", "libpcap.so.0", "libpcap.so.0.8", "libpcap.so.1"];

    static LibPcap() => NativeLibrary.SetDllImportResolver(typeof(LibPcap).Assembly, Resolve);

    /// <summary>Reads what is there, at most <paramref name="count"/> frames, into the callback (pcap_dispatch(3PCAP)).</summary>
    [LibraryImport(Library, EntryPoint = "pcap_dispatch")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int Dispatch(
        PcapHandle handle, int count, delegate* unmanaged[Cdecl]<nint, nint, nint, void> callback, nint user);

    /// <summary>Makes the running dispatch return (pcap_breakloop(3PCAP)).</summary>
    [LibraryImport(Library, EntryPoint = "pcap_breakloop")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial void BreakLoop(PcapHandle handle);

    /// <summary>Fills three counters (pcap_stats(3PCAP)); six on Windows, so the buffer holds more than it needs.</summary>
    [LibraryImport(Library, EntryPoint = "pcap_stats")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int Statistics(PcapHandle handle, uint* counters);

    /// <summary>Link-layer header type in DLT_ numbering (pcap_datalink(3PCAP)).</summary>
    [LibraryImport(Library, EntryPoint = "pcap_datalink")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int DataLink(PcapHandle handle);

    /// <summary>Chooses the link-layer header type (pcap_set_datalink(3PCAP)); below 0 where the device does not have it.</summary>
    [LibraryImport(Library, EntryPoint = "pcap_set_datalink")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int SetDataLink(PcapHandle handle, int dataLink);

    [LibraryImport(Library, EntryPoint = "pcap_datalink_val_to_name")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial byte* DataLinkNamePointer(int dataLink);

    /// <summary>libpcap's short name of a link type, or <see langword="null"/>.</summary>
    internal static string? DataLinkName(int dataLink) => Marshal.PtrToStringUTF8((nint)DataLinkNamePointer(dataLink));

    /// <summary>The counters of an active capture, or <see langword="false"/> where the device has none.</summary>
    internal static bool TryReadCounters(PcapHandle handle, out PcapCounters counters)
    {
        var buffer = stackalloc uint[8];
        if (Statistics(handle, buffer) != 0)
        {
            counters = default;
            return false;
        }

        counters = new PcapCounters(buffer[1], buffer[2]); // ps_recv | ps_drop | ps_ifdrop
        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Library || OperatingSystem.IsWindows())
        {
            return 0; // the default: wpcap.dll, which SharpPcap has made findable
        }

        string[] candidates = OperatingSystem.IsMacOS() ? ["libpcap.dylib"] : s_linuxNames;
        foreach (var candidate in candidates)
        {
            if (NativeLibrary.TryLoad(candidate, out var library))
            {
                return library;
            }
        }

        return 0;
    }
}
