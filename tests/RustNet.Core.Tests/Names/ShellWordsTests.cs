using RustNet.Core.Names;

namespace RustNet.Core.Tests.Names;

public class ShellWordsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("-i eth0 --no-dpi", "-i", "eth0", "--no-dpi")]
    [InlineData("--filter=port:443 -r 250", "--filter=port:443", "-r", "250")]
    [InlineData("--filter 'port:443 rate:>100k'", "--filter", "port:443 rate:>100k")]
    [InlineData("-f 'not host $HOME; `id` #1 *'", "-f", "not host $HOME; `id` #1 *")]
    [InlineData(@"--filter 'it'\''s'", "--filter", "it's")]
    [InlineData("-i '' '=a' '~b' '!c'", "-i", "", "=a", "~b", "!c")]
    [InlineData("--filter 'bücher'", "--filter", "bücher")]
    public void Join_quotes_what_a_shell_would_read_otherwise(string expected, params string[] words) => Assert.Equal(expected, ShellWords.Join(words));

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\eb")]
    [InlineData("a\u202eb")]
    public void Join_shows_no_word_that_no_terminal_should_be_sent(string word) => Assert.Equal(ShellWords.Unshown, ShellWords.Join(["-i", word]));

    [Fact]
    public void Join_shows_no_half_of_a_command() => Assert.Equal(ShellWords.Unshown, ShellWords.Join(["--filter", new string('x', 5000)]));
}
