using System.Buffers.Binary;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Linux.Sockets;

namespace RustNet.Host.Linux.Proc;

/// <summary>
/// Reads a line of <c>/proc/net/{tcp,tcp6,udp,udp6,raw,raw6,icmp,icmp6}</c>, which all have the same fields (proc_pid_net(5)). Never
/// throws; a heading or a damaged line gives false.
/// </summary>
internal static class ProcNetLine
{
    private const int WordDigits = 8;

    /// <summary>The socket of a line.</summary>
    /// <param name="line">The line without its line feed.</param>
    /// <param name="protocol">
    /// What the table is for; <see langword="null"/> for raw sockets, where the protocol stands in place of the local port.
    /// </param>
    /// <param name="entry">The socket.</param>
    public static bool TryParse(ReadOnlySpan<byte> line, IpProtocol? protocol, out SocketEntry entry)
    {
        // sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode ...
        entry = default;
        var fields = new Fields(line);
        if (!fields.Skip(1)
            || !TryEndpoint(fields.Next(), out var local, out var localPort, out var isIPv6)
            || !TryEndpoint(fields.Next(), out var remote, out var remotePort, out var isRemoteIPv6)
            || isIPv6 != isRemoteIPv6
            || !Fields.TryHex(fields.Next(), out var state) || state > byte.MaxValue
            || !fields.Skip(3)
            || !fields.TryNext(out uint user)
            || !fields.Skip(1)
            || !fields.TryNext(out ulong inode))
        {
            return false;
        }

        if (protocol is { } known)
        {
            entry = new SocketEntry(known, isIPv6, (SocketState)state, local, localPort, remote, remotePort, inode, user);
            return true;
        }

        entry = new SocketEntry((IpProtocol)localPort, isIPv6, (SocketState)state, local, 0, remote, 0, inode, user);
        return localPort <= byte.MaxValue;
    }

    // Each 32 bits of an address stand as the number they are in memory; the port in its natural order.
    private static bool TryEndpoint(ReadOnlySpan<byte> field, out UInt128 address, out ushort port, out bool isIPv6)
    {
        address = default;
        port = 0;
        var colon = field.IndexOf((byte)':');
        isIPv6 = colon == 4 * WordDigits;
        if (colon < 0 || (!isIPv6 && colon != WordDigits)
            || field.Length - colon - 1 > 4 || !Fields.TryHex(field[(colon + 1)..], out var number))
        {
            return false;
        }

        for (var start = 0; start < colon; start += WordDigits)
        {
            if (!Fields.TryHex(field.Slice(start, WordDigits), out var word))
            {
                return false;
            }

            address = address << 32 | (BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(word) : word);
        }

        address = isIPv6 ? address : FlowText.FromIPv4((uint)address);
        port = (ushort)number;
        return true;
    }
}
