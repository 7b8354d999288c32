using System.Net;

namespace RustNet.Testing.Dpi;

/// <summary>IGMP and multicast listener messages (RFC 9776, RFC 9777), from their type on. Checksums are left out.</summary>
public static class MulticastBytes
{
    /// <summary>An IGMP message of eight bytes: all of versions 1 and 2.</summary>
    public static byte[] Igmp(int type, string group, int maximumResponse = 0) =>
        new WireBytes().U8(type).U8(maximumResponse).U16(0x1234).Append(Address(group)).ToArray();

    /// <summary>A multicast listener message of 24 bytes: all of version 1.</summary>
    public static byte[] Mld(int type, string group) =>
        new WireBytes().U8(type).U8(0).U16(0x1234).U16(1000).U16(0).Append(Address(group)).ToArray();

    /// <summary>What makes a query one of the newest version: its sources.</summary>
    public static byte[] QuerySources(params string[] sources) =>
        new WireBytes().U8(2).U8(125).U16(sources.Length).Append([.. sources.SelectMany(Address)]).ToArray();

    /// <summary>A report of group records: type 0x22 for IGMP version 3, 143 for MLD version 2.</summary>
    public static byte[] Report(int type, params byte[][] records) =>
        new WireBytes().U8(type).U8(0).U16(0x1234).U16(0).U16(records.Length).Append([.. records.SelectMany(record => record)]).ToArray();

    /// <summary>A group record.</summary>
    public static byte[] Record(int type, string group, params string[] sources) =>
        new WireBytes().U8(type).U8(0).U16(sources.Length).Append(Address(group)).Append([.. sources.SelectMany(Address)]).ToArray();

    private static byte[] Address(string text) => IPAddress.Parse(text).GetAddressBytes();
}
