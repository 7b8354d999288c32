namespace RustNet.Testing.Dpi;

/// <summary>Messages of BitTorrent (BEP 3, 5, 15, 29), all about the same torrent.</summary>
public static class BitTorrentBytes
{
    /// <summary>The torrent as facts show it.</summary>
    public const string InfoHash = "030a11181f262d343b424950575e656c737a8188";

    public static byte[] Handshake(string peerId) =>
        new WireBytes().U8(19).Text("BitTorrent protocol").U64(0x0000000000100005).Append(Hash()).Text(peerId).ToArray();

    public static byte[] GetPeers(string version) => new WireBytes()
        .Text("d1:ad2:id20:").Append(Node()).Text("9:info_hash20:").Append(Hash()).Text($"e1:q9:get_peers1:t2:aa1:v{version.Length}:{version}1:y1:qe").ToArray();

    public static byte[] Answer() =>
        new WireBytes().Text("d1:rd2:id20:").Append(Node()).Text("5:token4:abcd6:valuesl6:abcdefee1:t2:aa1:y1:re").ToArray();

    /// <summary>A uTP header of a type, with an extension for ST_STATE.</summary>
    public static byte[] MicroTransport(int type) => new WireBytes()
        .U8(type << 4 | 1).U8(type == 2 ? 1 : 0).U16(0x5302).U32(1000).U32(2000).U32(0xf000).U16(7).U16(8)
        .Append(type == 2 ? [0, 4, 0, 0, 0, 0] : []).ToArray();

    public static byte[] TrackerConnect() => new WireBytes().U64(0x41727101980).U32(0).U32(77).ToArray();

    public static byte[] TrackerAnnounce(string peerId) =>
        new WireBytes().U64(5).U32(1).U32(78).Append(Hash()).Text(peerId).Repeat(0, 42).ToArray();

    private static byte[] Hash() => TlsBytes.Random(3)[..20];

    private static byte[] Node() => TlsBytes.Random(5)[..20];
}
