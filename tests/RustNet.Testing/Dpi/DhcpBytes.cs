using System.Net;

namespace RustNet.Testing.Dpi;

/// <summary>Messages of DHCP (RFC 2131 §2), BOOTP (RFC 951 §3) and DHCPv6 (RFC 8415 §8).</summary>
public static class DhcpBytes
{
    /// <summary>DUID-LL of the client.</summary>
    public static byte[] Duid { get; } = [0, 3, 0, 1, 2, 0, 0, 0, 0, 1];

    /// <summary>DUID-LL of the server.</summary>
    public static byte[] ServerDuid { get; } = [0, 3, 0, 1, 2, 0, 0, 0, 0, 9];

    /// <summary>A message with options; a reply (<paramref name="operation"/> 2) gives 192.0.2.7.</summary>
    public static byte[] Message(int operation, int type, params byte[][] options)
    {
        var message = new WireBytes().Append(Fixed(operation)).Hex("63825363").Append(Option(53, [(byte)type]));
        foreach (var option in options)
        {
            message.Append(option);
        }

        return message.U8(255).ToArray();
    }

    public static byte[] Bootp(int operation) => new WireBytes().Append(Fixed(operation)).Repeat(0, 64).ToArray();

    /// <summary>Everything before the vendor area.</summary>
    public static byte[] Fixed(int operation, string hardwareAddress = "020000000001", string file = "", string serverName = "") => new WireBytes()
        .U8(operation).U8(1).U8(6).U8(0).U32(0x1234_5678).U16(3).U16(0x8000)     // op | htype | hlen | hops | xid | secs | flags
        .U32(0).U32(operation == 2 ? 0xc000_0207 : 0).U32(0).U32(0)              // ciaddr | yiaddr | siaddr | giaddr
        .Hex(hardwareAddress).Repeat(0, 10)
        .Hex(serverName).Repeat(0, 64 - serverName.Length / 2).Hex(file).Repeat(0, 128 - file.Length / 2).ToArray();

    public static byte[] Option(int code, ReadOnlySpan<byte> value) => new WireBytes().U8(code).Vector8(value).ToArray();

    public static byte[] V6(int type, params byte[][] options)
    {
        var message = new WireBytes().U8(type).U24(0x123456);
        foreach (var option in options)
        {
            message.Append(option);
        }

        return message.ToArray();
    }

    /// <summary>A message in the hands of a relay (RFC 8415 §9).</summary>
    public static byte[] V6Relayed(int type, byte[] message) =>
        new WireBytes().U8(type).U8(0).Repeat(0x20, 16).Repeat(0xfe, 16).Append(V6Option(9, message)).ToArray();

    public static byte[] V6Option(int code, ReadOnlySpan<byte> value) => new WireBytes().U16(code).Vector16(value).ToArray();

    /// <summary>An address in an IA_NA.</summary>
    public static byte[] V6Address(string address) => V6Option(3, new WireBytes().U32(1).U32(3600).U32(5400)
        .Append(V6Option(5, new WireBytes().Append(IPAddress.Parse(address).GetAddressBytes()).U32(7200).U32(7500).ToArray())).ToArray());
}
