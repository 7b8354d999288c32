using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace RustNet.Host.Windows.Interop;

/// <summary>GetExtendedTcpTable and GetExtendedUdpTable (iphlpapi.h).</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe partial class IpHelper : IIpHelper
{
    private const uint IPv4 = 2;         // AF_INET
    private const uint IPv6 = 23;        // AF_INET6
    private const int TcpWithProcess = 5; // TCP_TABLE_OWNER_PID_ALL of TCP_TABLE_CLASS
    private const int UdpWithProcess = 1; // UDP_TABLE_OWNER_PID of UDP_TABLE_CLASS

    /// <inheritdoc/>
    public Win32Error GetTable(MibTableKind kind, Span<byte> into, out int length)
    {
        var size = (uint)into.Length;
        uint error;
        fixed (byte* table = into)
        {
            error = kind switch
            {
                MibTableKind.Tcp4 => GetExtendedTcpTable(table, &size, 0, IPv4, TcpWithProcess, 0),
                MibTableKind.Tcp6 => GetExtendedTcpTable(table, &size, 0, IPv6, TcpWithProcess, 0),
                MibTableKind.Udp4 => GetExtendedUdpTable(table, &size, 0, IPv4, UdpWithProcess, 0),
                _ => GetExtendedUdpTable(table, &size, 0, IPv6, UdpWithProcess, 0),
            };
        }

        length = (int)Math.Min(size, int.MaxValue);
        return (Win32Error)error;
    }

    [LibraryImport("iphlpapi.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint GetExtendedTcpTable(byte* table, uint* size, int isSorted, uint family, int tableClass, uint reserved);

    [LibraryImport("iphlpapi.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint GetExtendedUdpTable(byte* table, uint* size, int isSorted, uint family, int tableClass, uint reserved);
}
