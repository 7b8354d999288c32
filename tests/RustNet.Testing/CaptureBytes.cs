using System.IO.Compression;
using RustNet.Core.Wire;

namespace RustNet.Testing;

/// <summary>Whole capture files in memory: classic pcap here, pcapng by <see cref="PcapngBytes"/>.</summary>
public static class CaptureBytes
{
    /// <summary>A pcap file (magic 0xA1B2C3D4, or 0xA1B23C4D for nanoseconds) with the link type of its first frame.</summary>
    public static byte[] Pcap(IEnumerable<Captured> frames, bool bigEndian = false, bool nanoseconds = false, int snapLength = 262_144, LinkLayer? linkLayer = null)
    {
        var all = frames.ToArray();
        var link = linkLayer ?? (all.Length > 0 ? all[0].LinkLayer : LinkLayer.Ethernet);
        var file = new WireBytes()
            .U32(nanoseconds ? 0xA1B23C4D : 0xA1B2C3D4, bigEndian)
            .U16(2, bigEndian).U16(4, bigEndian)        // version
            .U32(0, bigEndian).U32(0, bigEndian)        // reserved
            .U32(snapLength, bigEndian)
            .U32((int)link, bigEndian);
        foreach (var frame in all)
        {
            var fraction = frame.Timestamp % PacketTime.Second;
            file.U32(frame.Timestamp / PacketTime.Second, bigEndian)
                .U32(nanoseconds ? fraction : fraction / PacketTime.Microsecond, bigEndian)
                .U32(frame.Bytes.Length, bigEndian)
                .U32(frame.WireLength, bigEndian)
                .Append(frame.Bytes);
        }

        return file.ToArray();
    }

    /// <summary>A little-endian pcap file of these frames.</summary>
    public static byte[] Pcap(params Captured[] frames) => Pcap(frames.AsEnumerable());

    /// <summary>The bytes as gzip packs them.</summary>
    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
