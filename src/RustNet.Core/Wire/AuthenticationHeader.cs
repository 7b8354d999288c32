namespace RustNet.Core.Wire;

/// <summary>
/// IP Authentication Header (RFC 4302 §2). It hides nothing: in transport mode the connection is the one behind it. Around a
/// tunnel, or what has no dissection here, it is the protocol itself (<c>ip-51</c>).
/// </summary>
internal static class AuthenticationHeader
{
    /// <summary>Moves behind the header where a transport follows and is in reach; else leaves everything as it is.</summary>
    public static void Skip(ref Layer layer, scoped ref Frame frame)
    {
        var bytes = layer.Bytes;
        if (bytes.Length < 2)                           // Next Header:8 | Payload Len:8
        {
            return;
        }

        var next = (IpProtocol)bytes[0];
        var length = (bytes[1] + 2) * sizeof(uint);     // in words, minus 2
        if (length <= bytes.Length && IsTransport(next))
        {
            frame.Protocol = next;
            layer = layer.After(length);
        }
    }

    private static bool IsTransport(IpProtocol protocol) =>
        protocol is IpProtocol.Tcp or IpProtocol.Udp or IpProtocol.Icmp or IpProtocol.IcmpV6 or IpProtocol.Igmp or IpProtocol.Sctp;
}
