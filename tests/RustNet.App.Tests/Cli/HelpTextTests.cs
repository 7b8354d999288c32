using RustNet.App.Cli;

namespace RustNet.App.Tests.Cli;

public class HelpTextTests
{
    [Fact]
    public void Make_names_every_option_with_its_alias_and_value()
    {
        var text = HelpText.Make(80);

        foreach (var option in new OptionSet().All)
        {
            Assert.Contains(option.Name, text, StringComparison.Ordinal);
            Assert.All(option.Aliases, alias => Assert.Contains($"  {alias}, {option.Name}", text, StringComparison.Ordinal));
            Assert.True(option.HelpName is null || text.Contains($"{option.Name} <{option.HelpName}>", StringComparison.Ordinal));
            Assert.False(string.IsNullOrWhiteSpace(option.Description));
        }
    }

    [Theory]
    [InlineData(10, 80)] // the narrowest it gets
    [InlineData(80, 80)]
    [InlineData(100, 100)]
    [InlineData(500, 120)]
    public void Make_keeps_within_the_width(int width, int widest) =>
        Assert.All(HelpText.Make(width).Split('\n'), line => Assert.InRange(line.Length, 0, widest));

    [Fact]
    public void Make_does_not_name_options_that_are_not_built() =>
        Assert.DoesNotContain("--geoip", HelpText.Make(80), StringComparison.Ordinal);

    [Fact]
    public void The_manual_has_a_row_for_every_option()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RustNet.sln")))
        {
            folder = folder.Parent;
        }

        Assert.SkipWhen(folder is null, "the tests run outside the repository");
        var manual = File.ReadAllText(Path.Combine(folder!.FullName, "USAGE.md"));

        Assert.All(new OptionSet().All, option => Assert.Contains(
            $"\n| {string.Concat(option.Aliases.Select(alias => $"`{alias}`, "))}`{option.Name}{(option.HelpName is null ? "" : " ")}", manual, StringComparison.Ordinal));
    }

    [Fact]
    public void Version_is_the_name_and_three_numbers() => Assert.Matches(@"^rustnet \d+\.\d+\.\d+$", HelpText.Version);
}
