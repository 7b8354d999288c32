using System.Text;
using RustNet.Core.Dpi.Protocols.Http;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Core.Tests.Dpi.Protocols.Http;

/// <summary>The examples of RFC 7541 appendix C that begin with an empty dynamic table, and what hostile blocks try.</summary>
public sealed class HpackReaderTests
{
    [Theory]
    [InlineData("400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572", "custom-key: custom-header")]                                    // C.2.1
    [InlineData("040c 2f73 616d 706c 652f 7061 7468", ":path: /sample/path")]                                                                       // C.2.2
    [InlineData("1008 7061 7373 776f 7264 0673 6563 7265 74", "password: secret")]                                                                  // C.2.3
    [InlineData("82", ":method: GET")]                                                                                                              // C.2.4
    [InlineData("8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d", ":method: GET|:scheme: http|:path: /|:authority: www.example.com")]             // C.3.1
    [InlineData("8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff", ":method: GET|:scheme: http|:path: /|:authority: www.example.com")]                    // C.4.1
    [InlineData("4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
        ":status: 302|cache-control: private|date: Mon, 21 Oct 2013 20:13:21 GMT|location: https://www.example.com")]                               // C.5.1
    [InlineData("4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3",
        ":status: 302|cache-control: private|date: Mon, 21 Oct 2013 20:13:21 GMT|location: https://www.example.com")]                               // C.6.1
    [InlineData("3fe1 1f 4003 612d 6201 63 be be 7e 0178", "a-b: c|a-b: c|a-b: c|a-b: x")]     // a size update, then what the block itself has added
    public void Read_answers_the_fields_in_order(string block, string fields)
    {
        Assert.Equal((ParseStatus.Complete, fields), Read(new WireBytes().Hex(block).ToArray()));
    }

    [Theory]
    [InlineData("80")]                      // index 0
    [InlineData("be")]                      // a dynamic table that is empty
    [InlineData("4001 6101 62 bf")]         // one entry, the second one wanted
    [InlineData("82 20")]                   // a size update behind a field
    [InlineData("ff ff ff ff ff 7f")]       // an index without bounds
    [InlineData("40 ff ff ff ff ff 0f")]    // a length without bounds
    [InlineData("0481 ff 00")]              // a code that is only padding, and a full octet of it
    [InlineData("0484 ffff ffff 00")]       // the end-of-string symbol
    [InlineData("0481 00")]                 // padding that is not ones
    public void Read_refuses_what_no_encoder_writes(string block)
    {
        Assert.Equal(ParseStatus.Malformed, Read(new WireBytes().Hex(block).ToArray()).Status);
    }

    [Fact]
    public void Read_of_a_prefix_never_invents_a_field()
    {
        var block = new WireBytes().Hex("8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff 4001 6101 41").ToArray();
        var (_, whole) = Read(block);
        for (var length = 0; length < block.Length; length++)
        {
            var (status, fields) = Read(block.AsSpan(0, length));

            Assert.NotEqual(ParseStatus.Malformed, status);
            Assert.StartsWith(fields, whole, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_ends_where_its_table_and_its_memory_do()
    {
        var many = Enumerable.Repeat(new byte[] { 0x40, 1, (byte)'a', 1, (byte)'b' }, 100).SelectMany(bytes => bytes).ToArray();
        Assert.Equal(ParseStatus.Malformed, Read(many).Status);

        var bomb = new WireBytes().Hex("4001 61").U8(0x7f).U8(0x80).U8(7).Repeat((byte)'x', 1023).Repeat(0xbe, 20).ToArray();
        Assert.InRange(Read(bomb).Fields.Length, 0, 30_000);
    }

    [Fact]
    public void Huffman_code_is_complete_and_decodes_every_octet()
    {
        // Codes of RFC 7541 appendix B at the borders of the lengths.
        foreach (var (code, bits, symbol) in new (uint, int, int)[]
        {
            (0x0, 5, '0'), (0x9, 5, 't'), (0x14, 6, ' '), (0x2d, 6, 'u'), (0x5c, 7, ':'), (0x7b, 7, 'z'), (0xf8, 8, '&'), (0xfd, 8, 'Z'), (0x3f8, 10, '!'),
            (0x3fc, 10, '?'), (0x7fa, 11, '\''), (0xffa, 12, '#'), (0x1ff8, 13, 0), (0x3ffc, 14, '^'), (0x7ffc, 15, '<'), (0x7fff0, 19, '\\'), (0xfffe6, 20, 128),
            (0x1fffdc, 21, 153), (0x3fffd2, 22, 129), (0x7fffd8, 23, 1), (0xffffea, 24, 9), (0x1ffffec, 25, 199), (0x3ffffe0, 26, 192), (0x7ffffde, 27, 203),
            (0xfffffe2, 28, 2), (0xffffffe, 28, 249), (0x3ffffffc, 30, 10), (0x3ffffffe, 30, 22),
        })
        {
            var padded = (ulong)code << (64 - bits) | ulong.MaxValue >> bits;
            var octets = new WireBytes().U64(padded).ToArray().AsSpan(0, (bits + 7) / 8);
            var decoded = new byte[4];

            Assert.True(HpackHuffman.TryDecode(octets, decoded, out var length), $"{symbol}");
            Assert.Equal((1, symbol), (length, decoded[0]));
        }
    }

    [Fact]
    public void Read_survives_anything()
    {
        var random = new Random(5);
        var block = new byte[64];
        for (var round = 0; round < 20_000; round++)
        {
            random.NextBytes(block);
            Read(block.AsSpan(0, random.Next(block.Length)));
        }
    }

    private static (ParseStatus Status, string Fields) Read(ReadOnlySpan<byte> block)
    {
        var reader = new HpackReader(block, new byte[4096], new HpackReader.Entry[64]);
        var fields = new List<string>();
        while (!reader.AtEnd)
        {
            var status = reader.Read(out var name, out var value);
            if (status != ParseStatus.Complete)
            {
                return (status, string.Join('|', fields));
            }

            fields.Add($"{Encoding.Latin1.GetString(name)}: {Encoding.Latin1.GetString(value)}");
        }

        return (ParseStatus.Complete, string.Join('|', fields));
    }
}
