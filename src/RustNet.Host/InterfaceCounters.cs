using System.Net.NetworkInformation;

namespace RustNet.Host;

/// <summary>What an interface itself counted since it came up. The numbers may step back when a driver resets them.</summary>
/// <param name="Name">The interface.</param>
/// <param name="ReceivedBytes">Bytes received.</param>
/// <param name="SentBytes">Bytes sent.</param>
/// <param name="ReceiveErrors">Frames received damaged.</param>
/// <param name="SendErrors">Frames that could not be sent.</param>
/// <param name="ReceiveDrops">Frames received and dropped, for example for want of buffers.</param>
/// <param name="SendDrops">Frames to send that were dropped.</param>
public readonly record struct InterfaceCounts(
    string Name, long ReceivedBytes, long SentBytes, long ReceiveErrors, long SendErrors, long ReceiveDrops, long SendDrops);

/// <summary>Reads the counters of the interfaces. Needs no rights; costs one small file on Linux. Any thread.</summary>
public static class InterfaceCounters
{
    private const string LinuxPath = "/proc/net/dev";

    /// <summary>The counters of all interfaces, or an empty list where the system does not tell.</summary>
    public static IReadOnlyList<InterfaceCounts> Read()
    {
        try
        {
            return OperatingSystem.IsLinux() ? ProcNetDev.Parse(File.ReadAllBytes(LinuxPath)) : ReadPortably();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NetworkInformationException or PlatformNotSupportedException)
        {
            return [];
        }
    }

    private static List<InterfaceCounts> ReadPortably()
    {
        List<InterfaceCounts> counts = [];
        foreach (var networkInterface in NetworkInterface.GetAllNetworkInterfaces())
        {
            var statistics = networkInterface.GetIPStatistics();
            counts.Add(new InterfaceCounts(
                networkInterface.Name,
                statistics.BytesReceived,
                statistics.BytesSent,
                statistics.IncomingPacketsWithErrors,
                statistics.OutgoingPacketsWithErrors,
                statistics.IncomingPacketsDiscarded,
                OperatingSystem.IsWindows() ? statistics.OutgoingPacketsDiscarded : 0)); // macOS does not count them
        }

        return counts;
    }
}
