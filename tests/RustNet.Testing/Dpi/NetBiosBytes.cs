namespace RustNet.Testing.Dpi;

/// <summary>NetBIOS over TCP/IP (RFC 1002 §4).</summary>
public static class NetBiosBytes
{
    /// <summary>A name in first-level encoding with the empty scope (RFC 1001 §14.1).</summary>
    public static byte[] Name(string name, int kind)
    {
        var bytes = new WireBytes().U8(32);
        foreach (var c in name.PadRight(15)[..15] + (char)kind)
        {
            bytes.U8('A' + (c >> 4)).U8('A' + (c & 0x0f));
        }

        return bytes.U8(0).ToArray();
    }

    public static byte[] Query(string name, int kind, int type = 0x20) => Request(0x0110, name, kind, type).ToArray();

    public static byte[] Registration(string name, int kind) => Request(0x2910, name, kind, 0x20)
        .U16(0xc00c).U16(0x20).U16(1).U32(300).Vector16([0x60, 0, 192, 0, 2, 9]).ToArray();

    public static byte[] Answer(string name, int kind, byte[] address) => new WireBytes()
        .U16(0x2211).U16(0x8500).U16(0).U16(1).U16(0).U16(0)
        .Append(Name(name, kind)).U16(0x20).U16(1).U32(300).Vector16([0x60, 0, .. address]).ToArray();

    public static byte[] Datagram(string source, int sourceKind, string destination, int kind)
    {
        var data = new WireBytes().Append(Name(source, sourceKind)).Append(Name(destination, kind)).Text("\u00ffSMB").ToArray();
        return new WireBytes().U8(0x11).U8(0x0a).U16(0x8001).Append([192, 0, 2, 9]).U16(138).U16(data.Length).U16(0).Append(data).ToArray();
    }

    public static byte[] SessionRequest(string called, int calledKind, string calling, int callingKind) => new WireBytes()
        .U8(0x81).U8(0).Vector16([.. Name(called, calledKind), .. Name(calling, callingKind)]).ToArray();

    private static WireBytes Request(int flags, string name, int kind, int type) => new WireBytes()
        .U16(0x2211).U16(flags).U16(1).U16(0).U16(0).U16(flags == 0x2910 ? 1 : 0).Append(Name(name, kind)).U16(type).U16(1);
}
