using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Core.Tests.Wire;

public sealed class FrameDamageTests
{
    private static readonly LinkLayer[] s_links = Enum.GetValues<LinkLayer>();

    [Fact]
    public void Parse_answers_every_prefix_of_every_frame()
    {
        var parser = new FrameParser();
        foreach (var sample in FrameSamples.All)
        {
            for (var length = 0; length <= sample.Bytes.Length; length++)
            {
                Check(parser, sample.CutTo(length));
                Check(parser, new Captured(sample.Bytes[..length]) { LinkLayer = sample.LinkLayer });
            }
        }
    }

    [Fact]
    public void Parse_answers_twenty_thousand_damaged_frames()
    {
        var random = new Random(20_260_101);
        var parser = new FrameParser();
        for (var i = 0; i < 20_000; i++)
        {
            var sample = FrameSamples.All[random.Next(FrameSamples.All.Count)];
            var bytes = sample.Bytes.ToArray();
            for (var hits = random.Next(1, 5); hits > 0; hits--)
            {
                bytes[random.Next(Math.Min(bytes.Length, 90))] = (byte)random.Next(256);
            }

            var kept = random.Next(4) == 0 ? random.Next(bytes.Length + 1) : bytes.Length;
            var link = random.Next(10) == 0 ? s_links[random.Next(s_links.Length)] : sample.LinkLayer;
            Check(parser, new Captured(bytes, Captured.Start + i) { LinkLayer = link }.CutTo(kept));
        }
    }

    [Fact]
    public void Parse_answers_noise_under_every_link_type()
    {
        var random = new Random(7);
        var parser = new FrameParser();
        foreach (var link in s_links)
        {
            for (var i = 0; i < 500; i++)
            {
                var bytes = new byte[random.Next(200)];
                random.NextBytes(bytes);
                Check(parser, new Captured(bytes) { LinkLayer = link });
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    public void Parse_answers_a_wire_length_that_contradicts_the_bytes(int wireLength)
    {
        var parser = new FrameParser();
        foreach (var sample in FrameSamples.All)
        {
            Check(parser, sample with { WireLength = wireLength });
        }
    }

    [Fact]
    public void Parse_answers_every_value_of_every_header_byte()
    {
        var parser = new FrameParser();
        foreach (var sample in FrameSamples.All)
        {
            var bytes = sample.Bytes.ToArray();
            for (var position = 0; position < Math.Min(bytes.Length, 80); position++)
            {
                var kept = bytes[position];
                foreach (var value in (ReadOnlySpan<byte>)[0, 1, 0x7F, 0x80, 0xFF, (byte)~kept])
                {
                    bytes[position] = value;
                    Check(parser, sample with { Bytes = bytes });
                }

                bytes[position] = kept;
            }
        }
    }

    private static void Check(FrameParser parser, Captured captured)
    {
        var oddity = parser.Parse(captured.Raw, out var frame);
        if (oddity != FrameOddity.None)
        {
            Assert.Equal(0, frame.WireLength);
            Assert.True(parser.CountOf(oddity) > 0);
            return;
        }

        Assert.Equal(captured.WireLength, frame.WireLength);
        Assert.True(frame.Payload.Length <= frame.PayloadLength);
        Assert.True(frame.Payload.IsEmpty || captured.Bytes.AsSpan().Overlaps(frame.Payload));
        Assert.True(frame.PayloadLength <= Math.Max(frame.WireLength, captured.Bytes.Length) || frame.Protocol == IpProtocol.Udp);
        Assert.True(frame.PayloadLength >= 0);
        Assert.True(frame.HeldPackets >= 0);
    }
}
