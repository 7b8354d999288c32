namespace RustNet.Core.Tests.Query;

public class FilterDocumentationTests
{
    [Fact]
    public void The_manual_mentions_every_keyword_and_form()
    {
        var text = Manual();

        Assert.All(FilterKeywords.All, keyword => Assert.Contains($"`{keyword.Name}:", text, StringComparison.Ordinal));
        Assert.All(FilterKeywords.All, keyword => Assert.Contains(keyword.Example, text, StringComparison.Ordinal));
        Assert.All(FilterKeywords.All.SelectMany(keyword => keyword.Aliases), alias => Assert.Contains($"`{alias}:", text, StringComparison.Ordinal));
        Assert.All(FilterSyntax.All, form => Assert.Contains(form.Form, text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_manual_mentions_every_word_of_the_lists()
    {
        var text = Manual();
        var row = text.Split('\n').Single(line => line.StartsWith("| `app:`", StringComparison.Ordinal));

        Assert.All(FilterWords.Applications, word => Assert.Contains($"`{word}`", row, StringComparison.OrdinalIgnoreCase));
        Assert.All(FilterWords.States, word => Assert.Contains($"`{word}`", text, StringComparison.Ordinal));
        Assert.Contains(FilterWords.Protocols, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_example_is_a_good_filter()
    {
        Assert.All(FilterKeywords.All, keyword => Assert.True(FilterExpression.TryParse(keyword.Example, out _, out _), keyword.Example));
        Assert.All(FilterKeywords.All, keyword => Assert.StartsWith(keyword.Name + ":", keyword.Example, StringComparison.Ordinal));
        Assert.All(FilterKeywords.All.SelectMany(keyword => keyword.Aliases), alias => Assert.True(FilterExpression.TryParse($"{alias}:loop", out _, out _), alias));
    }

    private static string Manual()
    {
        var manual = Path.Combine(RepositoryRoot(), "USAGE.md");
        Assert.SkipUnless(File.Exists(manual), "USAGE.md is not written yet");
        return File.ReadAllText(manual);
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RustNet.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside the repository");
    }
}
