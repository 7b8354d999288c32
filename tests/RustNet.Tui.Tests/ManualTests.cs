using System.Text.RegularExpressions;
using RustNet.Tui.Keys;

namespace RustNet.Tui.Tests;

/// <summary>The manual and the table of keys say the same.</summary>
public sealed partial class ManualTests
{
    [Fact]
    public void The_manual_lists_every_key()
    {
        var manual = Manual();
        var listed = Rows().Matches(manual).SelectMany(row => Codes().Matches(row.Groups[1].Value).Select(code => code.Groups[1].Value)).ToHashSet();

        Assert.All(KeyMap.All.SelectMany(binding => binding.Label.Split(' ')), label => Assert.Contains(label, listed));
    }

    private static string Manual()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RustNet.sln")))
        {
            folder = folder.Parent;
        }

        Assert.SkipWhen(folder is null, "the tests run outside the repository");
        return File.ReadAllText(Path.Combine(folder!.FullName, "USAGE.md"));
    }

    [GeneratedRegex(@"^\|(.*?)\| ", RegexOptions.Multiline)]
    private static partial Regex Rows();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Codes();
}
