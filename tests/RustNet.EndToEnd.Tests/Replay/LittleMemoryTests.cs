namespace RustNet.EndToEnd.Tests.Replay;

/// <summary>What a replay does with much memory it must not try with little: the runtime crashes instead of refusing.</summary>
public sealed class LittleMemoryTests
{
    [Theory]
    [InlineData("1000000")] // hexadecimal: 16 MB for the whole heap
    [InlineData("2000000")]
    [InlineData("3000000")]
    [InlineData("6000000")]
    [InlineData("10000000")]
    [InlineData("40000000")] // the least that counts as plenty
    public async Task A_replay_works_under_a_limit_on_the_heap(string limit)
    {
        using var folder = new TemporaryDirectory();
        var file = folder.Write("web.pcap", SampleCaptures.Web());
        await using var process = RustNetProgram.Start(
            null, null, new Dictionary<string, string?> { ["DOTNET_GCHeapHardLimit"] = limit }, "--read", file, "--headless");
        process.Input.Close();

        Assert.Equal(0, await process.WaitForExitAsync());
        Assert.NotEqual("", process.Output.Text);
        Assert.Equal("", process.Error.Text);
    }
}
