using RustNet.Core.Dpi.Protocols.Tls;
using RustNet.Core.Wire;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols.Tls;

/// <summary>The examples are those of FoxIO's description of JA4, technical_details/JA4.md.</summary>
public sealed class Ja4Tests
{
    private static readonly int[] s_suites =
        [0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035];

    private static readonly int[] s_algorithms = [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601];

    private static readonly (int, byte[])[] s_extensions =
    [
        (0x001b, []), (0x0033, []), (0x4469, []), (0x0017, []), (0x002d, []), (0x0005, []), (0x0023, []), (0x0012, []), (0xff01, []), (0x000b, []),
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_gives_the_published_fingerprint(bool grease)
    {
        var hello = new ClientHelloBytes
        {
            ServerName = "example.com",
            Protocols = ["h2", "http/1.1"],
            Suites = s_suites,
            SignatureAlgorithms = grease ? [0x6a6a, .. s_algorithms] : s_algorithms,
            Extensions = s_extensions,
            Padding = 1,
            Grease = grease,
        };

        Assert.Equal("t13d1516h2_8daaf6152771_e5627efa2ab1", Of(hello));
        Assert.Equal("q13d1516h2_8daaf6152771_e5627efa2ab1", Of(hello, Ja4.Quic));
    }

    [Fact]
    public void Of_makes_nothing_for_a_client_seen_lately()
    {
        var hello = new ClientHelloBytes { ServerName = "one.example", Suites = s_suites, SignatureAlgorithms = s_algorithms, Extensions = s_extensions };
        var shuffled = new ClientHelloBytes { ServerName = "two.example", Suites = s_suites, SignatureAlgorithms = s_algorithms, Extensions = [.. s_extensions.Reverse()] };

        Assert.Same(Of(hello), Of(shuffled));
    }

    [Fact]
    public void Of_answers_the_same_with_and_without_remembering()
    {
        var random = new Random(11);
        (int[] Suites, int[] Algorithms, (int, byte[])[] Extensions)[] lists =
            [.. Enumerable.Range(0, 300).Select(_ => (Numbers(random), Numbers(random), Numbers(random).Select(n => (n, Array.Empty<byte>())).ToArray()))];
        string?[] Round() =>
            [.. lists.Select(list => Of(new ClientHelloBytes { Suites = list.Suites, SignatureAlgorithms = list.Algorithms, Extensions = list.Extensions }))];
        string?[]? first = null;
        var thread = new Thread(() => first = Round());   // which remembers nothing yet
        thread.Start();
        thread.Join();

        Assert.Equal(first, Round());
        Assert.Equal(first, Round());
    }

    [Fact]
    public void Of_hashes_extensions_alone_where_there_are_no_signature_algorithms()
    {
        // The published hash has 000d among the extensions, but no algorithms.
        var hello = new ClientHelloBytes { Suites = s_suites, Extensions = [.. s_extensions, (0x000d, [])], Padding = 1 };

        Assert.Equal("t13i151400_8daaf6152771_6d807ffa2a79", Of(hello));
    }

    [Theory]
    [InlineData("h2", "h2")]
    [InlineData("http/1.1", "h1")]
    [InlineData("x", "xx")]
    [InlineData("\u00ab", "ab")]
    [InlineData("\u00ab\u00cd", "ad")]
    [InlineData("0\u00ab", "3b")]
    [InlineData("01\u00ab\u00cd", "3d")]
    [InlineData("0\u00ab\u00cd1", "01")]
    public void Of_shows_the_ends_of_the_first_protocol(string protocol, string expected) =>
        Assert.Equal(expected, Of(new ClientHelloBytes { Protocols = [protocol, "zz"] })![8..10]);

    [Theory]
    [InlineData(0x0303, new[] { 0x0303, 0x0304, 0x0302 }, "13")]
    [InlineData(0x0303, new[] { 0x0303, 0x0302 }, "12")]
    [InlineData(0x0303, new[] { 0x7f1c, 0x0303 }, "00")]
    [InlineData(0x0303, new int[0], "12")]
    [InlineData(0x0302, new int[0], "11")]
    [InlineData(0x0301, new int[0], "10")]
    [InlineData(0x0300, new int[0], "s3")]
    public void Of_shows_the_highest_version(int legacy, int[] versions, string expected) =>
        Assert.Equal(expected, Of(new ClientHelloBytes { LegacyVersion = legacy, Versions = versions })![1..3]);

    [Fact]
    public void Of_shows_zeros_where_nothing_is_left_to_hash()
    {
        var body = new WireBytes().U16(0x0303).Append(TlsBytes.Random(1)).Vector8([]).Vector16([0x2a, 0x2a]).Vector8([0]).ToArray();

        TlsClientHello.Parse(body, true, out var hello);

        Assert.Equal("t12i000000_000000000000_000000000000", Ja4.Of(hello, Ja4.Tcp));
    }

    [Fact]
    public void Of_counts_to_99_and_refuses_what_no_client_sends()
    {
        Assert.Equal("99", Of(new ClientHelloBytes { Suites = [.. Enumerable.Range(0, 200)] })![4..6]);
        Assert.Equal("99", Of(new ClientHelloBytes { Extensions = [.. Enumerable.Range(100, 150).Select(type => (type, Array.Empty<byte>()))] })![6..8]);
        Assert.Null(Of(new ClientHelloBytes { Suites = [.. Enumerable.Range(0, 257)] }));
        Assert.Null(Of(new ClientHelloBytes { SignatureAlgorithms = [.. Enumerable.Range(0, 257)] }));
        Assert.Null(Of(new ClientHelloBytes { Extensions = [.. Enumerable.Range(100, 257).Select(type => (type, Array.Empty<byte>()))] }));
    }

    [Fact]
    public void Of_allocates_nothing_for_a_client_seen_lately()
    {
        var message = new ClientHelloBytes { ServerName = "example.com", Suites = s_suites, SignatureAlgorithms = s_algorithms, Extensions = s_extensions }.Message();

        Assert.Equal(0, Allocations.Of(() => _ = TryOf(message)));
    }

    [Fact]
    public void Of_allocates_only_the_text_of_a_client_that_is_not_remembered()
    {
        var message = new ClientHelloBytes { Suites = [.. Enumerable.Range(0x100, 200)] }.Message();   // too many to keep

        Assert.InRange(Allocations.Of(() => _ = TryOf(message)), 1, 22 + 2 * Of(message)!.Length + 8);
    }

    // Few different ones, so that many lists are nearly alike.
    private static int[] Numbers(Random random) => [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => 0x4000 + random.Next(3))];

    private static string? Of(ClientHelloBytes bytes, char transport = Ja4.Tcp) => Of(bytes.Message(), transport);

    private static string? Of(byte[] message, char transport = Ja4.Tcp)
    {
        Assert.Equal(ParseStatus.Complete, TlsClientHello.Parse(message.AsSpan(4), true, out _));
        return TryOf(message, transport);
    }

    private static string? TryOf(byte[] message, char transport = Ja4.Tcp)
    {
        TlsClientHello.Parse(message.AsSpan(4), true, out var hello);
        return Ja4.Of(hello, transport);
    }
}
