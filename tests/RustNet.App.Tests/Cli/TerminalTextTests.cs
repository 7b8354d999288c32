using RustNet.App.Cli;

namespace RustNet.App.Tests.Cli;

public class TerminalTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("ünïcödé 漢字 🦀", "ünïcödé 漢字 🦀")]
    [InlineData("\e[2J", "\ufffd[2J")]
    [InlineData("a\r\nb", "a\ufffd\ufffdb")]
    [InlineData("\u009b31m", "\ufffd31m")]
    [InlineData("abc\u202edef", "abc\ufffddef")]
    [InlineData("\u2028", "\ufffd")]
    public void Clean_replaces_what_a_terminal_would_act_on(string text, string expected) =>
        Assert.Equal(expected, TerminalText.Clean(text));

    [Fact]
    public void Clean_replaces_half_a_character() => Assert.Equal("\ufffdx", TerminalText.Clean("\ud800x"));

    [Theory]
    [InlineData("12345", 5, "12345")]
    [InlineData("123456", 5, "1234…")]
    [InlineData("123🦀56", 5, "123…")] // a pair is not cut in two
    public void Clean_cuts_to_the_length(string text, int length, string expected) =>
        Assert.Equal(expected, TerminalText.Clean(text, length));
}
