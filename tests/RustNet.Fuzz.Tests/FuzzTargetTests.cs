using RustNet.Core.Dpi;

namespace RustNet.Fuzz.Tests;

/// <summary>A short run of every target without coverage: that the targets work, and that nothing obvious has come in. scripts/fuzz.sh does it at length.</summary>
public sealed class FuzzTargetTests
{
    private const int Mutations = 3_000;

    public static TheoryData<string> Names => [.. FuzzTargets.All.Select(target => target.Name)];

    [Fact]
    public void Every_dissector_has_a_target() => Assert.True(FuzzTargets.All.Count > DissectorSet.CreateDefault().Count);

    [Fact]
    public void Names_are_unique_and_fit_for_a_directory()
    {
        Assert.Distinct(FuzzTargets.All.Select(target => target.Name));
        Assert.All(FuzzTargets.All, target => Assert.All(target.Name, c => Assert.True(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))));
    }

    [Theory, MemberData(nameof(Names))]
    public void Run_stands_every_seed_and_every_prefix_of_it(string name)
    {
        var target = FuzzTargets.Find(name)!;
        foreach (var seed in target.Seeds)
        {
            for (var length = Math.Max(0, seed.Length - 300); length <= seed.Length; length++)
            {
                Run(target, seed[..length]);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Run_stands_damage(string name)
    {
        var target = FuzzTargets.Find(name)!;
        var mutator = new Mutator([.. target.Seeds], seed: 3);
        for (var i = 0; i < Mutations; i++)
        {
            Run(target, mutator.Next());
        }
    }

    private static void Run(FuzzTarget target, byte[] input)
    {
        try
        {
            target.Run(input);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{target.Name} fails on {Convert.ToHexString(input)}", e);
        }
    }
}
