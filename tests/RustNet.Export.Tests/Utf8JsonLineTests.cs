using System.Text;
using System.Text.Json;

namespace RustNet.Export.Tests;

public class Utf8JsonLineTests
{
    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("plain text ~!", "\"plain text ~!\"")]
    [InlineData("a\"b\\c/d", "\"a\\\"b\\\\c/d\"")]
    [InlineData("\n\t\0\u001b[31m", "\"\\u000a\\u0009\\u0000\\u001b[31m\"")]
    [InlineData("\u007f\u0080\u009b\u009f\u00a0", "\"\\u007f\\u0080\\u009b\\u009f\u00a0\"")]
    [InlineData("\u202eevil\u2066\u200f\u061c\u2028", "\"\\u202eevil\\u2066\\u200f\\u061c\\u2028\"")]
    [InlineData("größe 日本 😀", "\"größe 日本 😀\"")]
    [InlineData("<script>&'", "\"<script>&'\"")]
    public void String_escapes_what_a_terminal_could_interpret(string text, string json) => Assert.Equal(json, Written(text));

    [Fact]
    public void String_replaces_unpaired_surrogates() // not a theory: attributes are UTF-8 and cannot hold one
    {
        Assert.Equal("\"\ufffd\"", Written("\ud800"));
        Assert.Equal("\"a\ufffdb\"", Written("a\udc00b"));
        Assert.Equal("\"\ufffd\ufffd\"", Written("\udc00\ud800"));
    }

    [Fact]
    public void String_of_any_text_is_valid_and_reads_back()
    {
        var random = new Random(3);
        for (var i = 0; i < 20_000; i++)
        {
            var text = RandomText(random);
            var line = new Utf8JsonLine(16);
            line.String(text);

            using var json = JsonDocument.Parse(line.Written.ToArray());
            Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), json.RootElement.GetString());
            Assert.DoesNotContain(Encoding.UTF8.GetString(line.Written), char.IsControl);
        }
    }

    [Fact]
    public void String_escapes_at_every_place_of_texts_of_every_length()
    {
        for (var length = 1; length <= 40; length++)
        {
            var plain = string.Concat(Enumerable.Range(0, length).Select(static i => (char)('a' + i % 26)));
            Assert.Equal($"\"{plain}\"", Written(plain));
            for (var at = 0; at < length; at++)
            {
                Assert.Equal($"\"{plain[..at]}\\u001b{plain[(at + 1)..]}\"", Written($"{plain[..at]}\u001b{plain[(at + 1)..]}"));
                Assert.Equal($"\"{plain[..at]}\\\"{plain[(at + 1)..]}\"", Written($"{plain[..at]}\"{plain[(at + 1)..]}"));
                Assert.Equal($"\"{plain[..at]}\u0422{plain[(at + 1)..]}\"", Written($"{plain[..at]}\u0422{plain[(at + 1)..]}"));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Number_is_decimal(long value)
    {
        var line = new Utf8JsonLine(1);
        line.Number(value);

        Assert.Equal(value, long.Parse(Encoding.UTF8.GetString(line.Written), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Clear_forgets_and_the_buffer_grows()
    {
        var line = new Utf8JsonLine(1);
        line.Raw("abc"u8);
        line.Clear();
        line.String(new string('x', 10_000));

        Assert.Equal(10_002, line.Length);
    }

    private static string Written(string text)
    {
        var line = new Utf8JsonLine(4);
        line.String(text);
        return Encoding.UTF8.GetString(line.Written);
    }

    private static string RandomText(Random random)
    {
        var text = new char[random.Next(40)];
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = (char)(random.Next(3) switch { 0 => random.Next(0x100), 1 => 0xd7f0 + random.Next(0x820), _ => random.Next(0x10000) });
        }

        return new string(text);
    }
}
