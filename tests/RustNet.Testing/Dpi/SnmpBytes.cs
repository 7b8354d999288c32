namespace RustNet.Testing.Dpi;

/// <summary>SNMP messages in BER (RFC 1157 §4, RFC 3412 §6).</summary>
public static class SnmpBytes
{
    /// <summary>1.3.6.1.2.1.1.1.0.</summary>
    public static byte[] SysDescr { get; } = [0x2b, 6, 1, 2, 1, 1, 1, 0];

    /// <summary>An element; its length in the shortest form.</summary>
    public static byte[] Element(int tag, params byte[][] contents)
    {
        byte[] all = [.. contents.SelectMany(part => part)];
        var bytes = new WireBytes().U8(tag);
        return (all.Length < 0x80 ? bytes.U8(all.Length) : bytes.U8(0x82).U16(all.Length)).Append(all).ToArray();
    }

    public static byte[] Integer(params byte[] octets) => Element(2, octets);

    /// <summary>A message of version 1 (0) or 2c (1).</summary>
    public static byte[] Message(byte version, string community, byte[] pdu) =>
        Element(0x30, Integer(version), Element(4, new WireBytes().Text(community).ToArray()), pdu);

    /// <summary>A message of version 3 with user-based security.</summary>
    public static byte[] Message3(byte flags, string engine, string user, byte[] data) => Element(0x30, Integer(3),
        Element(0x30, Integer(0x12, 0x34), Integer(0x05, 0xc0), Element(4, [flags]), Integer(3)),
        Element(4, Element(0x30, Element(4, new WireBytes().Hex(engine).ToArray()), Integer(0), Integer(0),
            Element(4, new WireBytes().Text(user).ToArray()), Element(4), Element(4))),
        data);

    /// <summary>scopedPDU.</summary>
    public static byte[] Scoped(byte[] pdu) => Element(0x30, Element(4), Element(4), pdu);

    /// <summary>A PDU with variables that have no value.</summary>
    public static byte[] Pdu(int tag, params byte[][] oids) => Pdu(tag, 0, oids);

    /// <summary>A PDU with an error status.</summary>
    public static byte[] Pdu(int tag, byte error, byte[][] oids) => Element(tag, Integer(1), Integer(error), Integer(0),
        Element(0x30, [.. oids.Select(oid => Element(0x30, Element(6, oid), Element(5)))]));
}
