using RustNet.Core.Dpi;
using RustNet.Testing;

namespace RustNet.Fuzz.Tests;

/// <summary>That a fuzzer would say so: every broken invariant is told.</summary>
public sealed class InvariantTests
{
    [Fact]
    public void RequireClean_takes_what_is_clean() =>
        Invariant.RequireClean(new SampleApp("dns", "www.example.com", new("dns.query", "Query", "bücher.example …"), new("dns.type", "Type", "A")));

    [Theory]
    [InlineData("")]
    [InlineData("\u001b[31m")]
    [InlineData("a\nb")]
    [InlineData("\u202egnp.exe")]
    [InlineData("\u009b")]
    public void RequireClean_refuses_a_value(string value) =>
        Assert.Throws<BrokenInvariantException>(() => Invariant.RequireClean(new SampleApp("dns", null, new AppField("dns.query", "Query", value))));

    [Fact]
    public void RequireClean_refuses_half_a_character() =>
        Assert.Throws<BrokenInvariantException>(() => Invariant.RequireClean(new SampleApp("dns", null, new AppField("dns.query", "Query", "a" + '\ud83d'))));

    [Fact]
    public void RequireClean_refuses_a_value_without_end() =>
        Assert.Throws<BrokenInvariantException>(() => Invariant.RequireClean(new SampleApp("dns", null, new AppField("dns.query", "Query", new string('a', 10_000)))));

    [Fact]
    public void RequireClean_refuses_a_name_twice() =>
        Assert.Throws<BrokenInvariantException>(() => Invariant.RequireClean(new SampleApp("dns", null, new("dns.type", "Type", "A"), new("dns.type", "Type", "AAAA"))));

    [Theory]
    [InlineData("")]
    [InlineData("a\u0000b")]
    public void RequireClean_refuses_a_host(string host) =>
        Assert.Throws<BrokenInvariantException>(() => Invariant.RequireClean(new SampleApp("dns", host)));

    [Fact]
    public void RequireAllocation_refuses_what_a_length_field_would_cost()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(new byte[100_000]);

        Assert.Throws<AllocatedTooMuchException>(() => Invariant.RequireAllocation(before, 1_000, 10, 20, "test"));
    }

    [Fact]
    public void Mutator_repeats_itself_for_the_same_seed()
    {
        byte[][] corpus = [[1, 2, 3, 4, 5], [9, 8, 7], []];
        var (one, other) = (new Mutator(corpus, 5), new Mutator(corpus, 5));

        for (var i = 0; i < 1_000; i++)
        {
            Assert.Equal(one.Next(), other.Next());
        }

        Assert.Equal([[1, 2, 3, 4, 5], [9, 8, 7], []], corpus);
    }

    [Fact]
    public void Input_answers_zero_and_nothing_behind_its_end()
    {
        var input = new FuzzInput([7, 0, 3, 1, 2]);

        Assert.Equal(7, input.Byte());
        Assert.Equal([1, 2], input.Block().ToArray());
        Assert.True(input.IsEmpty);
        Assert.Equal(0, input.UInt16());
        Assert.Equal(0, input.Block().Length);
    }
}
