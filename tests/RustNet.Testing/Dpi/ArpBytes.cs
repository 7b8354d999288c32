using System.Net;

namespace RustNet.Testing.Dpi;

/// <summary>ARP messages for IPv4 (RFC 826), from their hardware type on. Hardware addresses are written <c>02:00:00:00:00:01</c>.</summary>
public static class ArpBytes
{
    public const string Nobody = "00:00:00:00:00:00";

    public static byte[] Message(int operation, string senderHardware, string sender, string targetHardware, string target) =>
        new WireBytes().U16(1).U16(0x0800).U8(6).U8(4).U16(operation)
            .Hex(senderHardware).Append(IPAddress.Parse(sender).GetAddressBytes())
            .Hex(targetHardware).Append(IPAddress.Parse(target).GetAddressBytes())
            .ToArray();
}
