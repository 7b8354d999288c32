using RustNet.Core.Dpi;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols.BitTorrent;

public sealed class BitTorrentDissectorTests
{
    [Theory]
    [InlineData("-qB4500-abcdefghijkl", "qBittorrent 4.5.0")]
    [InlineData("-UT1860-abcdefghijkl", "µTorrent 1.8.6")]
    [InlineData("-UT355W-abcdefghijkl", "µTorrent 3.5.5")]
    [InlineData("-TR2940-abcdefghijkl", "Transmission 2.94")]
    [InlineData("-TR4060-abcdefghijkl", "Transmission 4.0.6")]
    [InlineData("-lt0D60-abcdefghijkl", "rTorrent 0.13.6")]
    [InlineData("M7-9-2--abcdefghijkl", "BitTorrent 7.9.2")]
    [InlineData("A2-1-36-0-abcdefghij", "aria2 1.36.0")]
    [InlineData("-??4500-abcdefghijkl", null)]
    [InlineData("\u0000\u0001\u0002abcdefghijklmnopq", null)]
    public void Dissect_names_the_program_by_the_peer_id(string peerId, string? program)
    {
        var flow = Stream().Client(BitTorrentBytes.Handshake(peerId));

        Assert.Equal("bittorrent", flow.App?.Protocol);
        Assert.Equal(BitTorrentBytes.InfoHash, flow.Facts["bittorrent.info_hash"]);
        Assert.Equal(program, flow.Facts.GetValueOrDefault("bittorrent.client"));
    }

    [Fact]
    public void Dissect_finishes_with_both_handshakes()
    {
        var flow = Stream().Client(BitTorrentBytes.Handshake("-qB4500-abcdefghijkl")).Server(BitTorrentBytes.Handshake("-DE2110-abcdefghijkl"));

        Assert.True(flow.IsFinished);
        Assert.Equal("Deluge 2.1.1", flow.Facts["bittorrent.peer"]);
        Assert.Equal("BitTorrent Deluge 2.1.1", flow.App?.Summary);
    }

    [Fact]
    public void Dissect_finds_a_handshake_behind_an_encrypted_key_exchange()
    {
        var flow = Stream().Client(Noise(180, 1)).Server(Noise(420, 2)).Client(Noise(400, 3));
        Assert.Null(flow.App);

        flow.Server([.. Noise(240, 4), .. BitTorrentBytes.Handshake("-qB4500-abcdefghijkl")]);

        Assert.Equal("qBittorrent 4.5.0", flow.Facts["bittorrent.peer"]);
    }

    [Fact]
    public void Dissect_does_not_wait_long_for_a_handshake_in_noise()
    {
        var flow = Stream().Client(Noise(700, 1)).Client(Noise(700, 2));

        Assert.True(flow.IsFinished);
        Assert.Equal(0, flow.Inspector.MemoryInUse);
    }

    [Fact]
    public void Dissect_reads_dht_queries()
    {
        var flow = Datagrams().Client(BitTorrentBytes.GetPeers("UT\u0001\u0002"));

        Assert.Equal("DHT", flow.Facts["bittorrent.service"]);
        Assert.Equal("get_peers", flow.Facts["bittorrent.query"]);
        Assert.Equal(BitTorrentBytes.InfoHash, flow.Facts["bittorrent.info_hash"]);
        Assert.Equal("µTorrent", flow.Facts["bittorrent.client"]);
    }

    [Theory]
    [InlineData("d1:eli201e4:Erroe1:t2:aa1:y1:ee", true)]
    [InlineData("d1:q4:ping1:ad2:id20:abcdefghij0123456789e1:t2:aa1:y1:qe", true)]   // keys out of order are seen
    [InlineData("d1:rd2:id20:abcdefghij0123456789", true)]                            // cut
    [InlineData("d1:ad2:id3:abce1:q4:ping1:t2:aa1:y1:qe", false)]
    [InlineData("d1:t2:aa1:y1:re", false)]
    [InlineData("d1:y1:qe", false)]
    [InlineData("d999999:x", false)]
    [InlineData("de", false)]
    [InlineData("d1:ad2:id20:", true)]
    [InlineData("data: hello", false)]
    public void Dissect_takes_only_whole_krpc_messages(string message, bool isDht)
    {
        Assert.Equal(isDht, Datagrams().Client(Text(message)).App is not null);
    }

    [Fact]
    public void Dissect_survives_deep_nesting() =>
        Assert.Null(Datagrams().Client(Text("d1:a" + new string('l', 1000))).App);

    [Fact]
    public void Dissect_reads_a_tracker_exchange()
    {
        var flow = Datagrams().Client(BitTorrentBytes.TrackerConnect()).Server(new byte[16]).Client(BitTorrentBytes.TrackerAnnounce("-qB4500-abcdefghijkl"));

        Assert.Equal("tracker", flow.Facts["bittorrent.service"]);
        Assert.Equal(BitTorrentBytes.InfoHash, flow.Facts["bittorrent.info_hash"]);
        Assert.Equal("qBittorrent 4.5.0", flow.Facts["bittorrent.client"]);
    }

    [Fact]
    public void Dissect_needs_a_handshake_to_name_utp()
    {
        var flow = Datagrams().Client(BitTorrentBytes.MicroTransport(4)).Server(BitTorrentBytes.MicroTransport(2));
        Assert.Null(flow.App);

        flow = Datagrams().Client([.. BitTorrentBytes.MicroTransport(0), .. BitTorrentBytes.Handshake("-qB4500-abcdefghijkl")]);
        Assert.Equal("uTP", flow.Facts["bittorrent.service"]);
    }

    [Fact]
    public void Dissect_reads_local_discovery()
    {
        var flow = Datagrams().Client(Text(
            "BT-SEARCH * HTTP/1.1\r\nHost: 239.192.152.143:6771\r\nPort: 6881\r\nInfohash: 030A11181F262D343B424950575E656C737A8188\r\n\r\n\r\n"));

        Assert.Equal("local discovery", flow.Facts["bittorrent.service"]);
        Assert.Equal(BitTorrentBytes.InfoHash, flow.Facts["bittorrent.info_hash"]);
    }

    private static byte[] Noise(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static Conversation Stream() => new Conversation(Transports.Tcp, serverPort: 50123).Open();

    private static Conversation Datagrams() => new(Transports.Udp, serverPort: 50123);

    private static byte[] Text(string text) => new WireBytes().Text(text).ToArray();
}
