using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using RustNet.Host.Linux.Proc;

namespace RustNet.Host.Linux.Sockets;

/// <summary>
/// The ports that the kernel gives to sockets that ask for none (ip_local_port_range, ip(7)). It gives each to one socket only; any other
/// port may be shared by sockets that agree to that (SO_REUSEADDR, SO_REUSEPORT), as 5353 of mDNS is. Immutable.
/// </summary>
[SupportedOSPlatform("linux")]
internal readonly record struct EphemeralPorts(ushort First, ushort Last)
{
    /// <summary>What the kernel starts with.</summary>
    public static EphemeralPorts Default { get; } = new(32768, 60999);

    /// <summary>Those of the network namespace of the calling thread, as they are now; <see cref="Default"/> where they cannot be read.</summary>
    public static EphemeralPorts Read(ProcDirectory proc)
    {
        var words = Encoding.ASCII.GetString(proc.Read("sys/net/ipv4/ip_local_port_range\0"u8)).Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 2
            && ushort.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && ushort.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? new EphemeralPorts(first, last) : Default;
    }

    /// <summary>True for a port that one socket has alone.</summary>
    public bool Has(ushort port) => port >= First && port <= Last;
}
