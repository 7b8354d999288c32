using System.Text;
using RustNet.Core.Dpi;

namespace RustNet.Core.Tests.Dpi;

public sealed class RecentTextTests
{
    [Fact]
    public void Of_uses_a_text_again()
    {
        var first = RecentText.Of("www.example.com"u8);

        Assert.Equal("www.example.com", first);
        Assert.Same(first, RecentText.Of("www.example.com"u8));
    }

    [Theory]
    [InlineData(0, "0", "0x0000")]
    [InlineData(0x1301, "4865", "0x1301")]
    [InlineData(uint.MaxValue, "4294967295", "0xffffffff")]
    public void Numbers_are_written_as_ever(uint number, string @decimal, string hexadecimal)
    {
        Assert.Equal(@decimal, RecentText.Number(number));
        Assert.Equal(hexadecimal, RecentText.Hexadecimal(number, 4));
    }

    [Fact]
    public void Of_answers_the_bytes_whatever_was_there_before()
    {
        var random = new Random(3);
        var bytes = new byte[80];
        for (var i = 0; i < 20_000; i++)
        {
            var text = bytes.AsSpan(0, random.Next(bytes.Length + 1));
            foreach (ref var octet in text)
            {
                octet = (byte)('a' + random.Next(2));
            }

            Assert.Equal(Encoding.ASCII.GetString(text), RecentText.Of(text));
        }
    }
}
