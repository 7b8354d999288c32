using System.Text;
using RustNet.Core.Dpi;

namespace RustNet.Core.Tests.Dpi;

public sealed class WireTextTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("", "")]
    [InlineData("grüße 漢字 😀", "grüße 漢字 😀")]
    [InlineData("a\u001b[31mb", "a\ufffd[31mb")]                    // escape sequence
    [InlineData("a\r\n\t\0\u007fb", "a\ufffd\ufffd\ufffd\ufffd\ufffdb")]   // C0 and DEL
    [InlineData("a\u0085\u009bb", "a\ufffd\ufffdb")]                // C1
    [InlineData("a\u202eb\u2066c\u2069", "a\ufffdb\ufffdc\ufffd")]  // bidirectional override and isolates
    [InlineData("a\u200b\u200f\ufeffb", "a\ufffd\ufffd\ufffdb")]    // zero width, marks
    [InlineData("a\u2028b\u2029", "a\ufffdb\ufffd")]                // line separators
    public void Clean_replaces_what_is_not_plain(string text, string expected)
    {
        Assert.Equal(expected, WireText.Clean(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(expected, WireText.Clean(text.AsSpan()));
    }

    [Fact]
    public void Clean_replaces_invalid_utf8_and_lone_surrogates()
    {
        Assert.Equal("a\ufffdb", WireText.Clean([(byte)'a', 0xff, (byte)'b']));
        Assert.Equal("a\ufffd", WireText.Clean([(byte)'a', 0xe2, 0x82]));
        Assert.Equal("a\ufffdb", WireText.Clean("a\ud800b".AsSpan()));
    }

    [Theory]
    [InlineData("12345", 5, "12345")]
    [InlineData("123456", 5, "1234…")]
    [InlineData("😀😀😀", 4, "😀…")]    // never half a surrogate pair
    [InlineData("😀", 1, "…")]
    public void Clean_bounds_the_length_with_an_ellipsis(string text, int maxLength, string expected)
    {
        Assert.Equal(expected, WireText.Clean(Encoding.UTF8.GetBytes(text), maxLength));
        Assert.Equal(expected, WireText.Clean(text.AsSpan(), maxLength));
    }

    [Fact]
    public void Clean_of_random_bytes_is_always_plain_and_bounded()
    {
        var random = new Random(3);
        var bytes = new byte[700];
        for (var round = 0; round < 20_000; round++)
        {
            random.NextBytes(bytes);
            var text = WireText.Clean(bytes.AsSpan(0, random.Next(bytes.Length)), 300);

            Assert.InRange(text.Length, 0, 300);
            Assert.All(text.EnumerateRunes(), rune => Assert.True(WireText.IsPlain(rune)));
        }
    }

    [Theory]
    [InlineData("example.com", "example.com")]
    [InlineData("EXAMPLE.com.", "EXAMPLE.com")]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("_sip._tcp.example.com", "_sip._tcp.example.com")]
    [InlineData("localhost", "localhost")]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("[2001:db8::1]", "2001:db8::1")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    public void TryHostName_accepts_names_and_literals(string wire, string expected)
    {
        Assert.True(WireText.TryHostName(Encoding.ASCII.GetBytes(wire), out var name));
        Assert.Equal(expected, name);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData(".example.com")]
    [InlineData("exa mple.com")]
    [InlineData("example.com\u001b")]
    [InlineData("bücher.example")]
    [InlineData("[fe80::1%eth0]")]
    [InlineData("[example.com]")]
    [InlineData("a:b")]
    public void TryHostName_refuses_the_rest(string wire)
    {
        Assert.False(WireText.TryHostName(Encoding.UTF8.GetBytes(wire), out var name));
        Assert.Null(name);
    }

    [Fact]
    public void TryHostName_refuses_names_that_are_too_long()
    {
        Assert.False(WireText.TryHostName(Encoding.ASCII.GetBytes(new string('a', 64)), out _));
        Assert.False(WireText.TryHostName(Encoding.ASCII.GetBytes(string.Join('.', Enumerable.Repeat("abc", 64))), out _));
        Assert.True(WireText.TryHostName(Encoding.ASCII.GetBytes(new string('a', 63)), out _));
    }

    [Theory]
    [InlineData("example.com:8080", "example.com")]
    [InlineData("example.com", "example.com")]
    [InlineData("example.com:", "example.com")]
    [InlineData("[2001:db8::1]:443", "2001:db8::1")]
    [InlineData("[2001:db8::1]", "2001:db8::1")]
    public void TryHostOfAuthority_drops_the_port(string authority, string expected)
    {
        Assert.True(WireText.TryHostOfAuthority(Encoding.ASCII.GetBytes(authority), out var name));
        Assert.Equal(expected, name);
    }

    [Theory]
    [InlineData("user@example.com")]
    [InlineData("example.com:http")]
    [InlineData("example.com:123456")]
    [InlineData("2001:db8::1:443")]
    [InlineData(":80")]
    public void TryHostOfAuthority_refuses_the_rest(string authority) =>
        Assert.False(WireText.TryHostOfAuthority(Encoding.ASCII.GetBytes(authority), out _));
}
