namespace RustNet.EndToEnd.Tests.Input;

/// <summary>
/// The screen's library looks for configuration files in the working directory and in HOME. The program must not open them:
/// a FIFO there would hold it up, a link to a device fill its memory. True of the published program only, in which the
/// library's module initialiser is left out.
/// </summary>
public sealed class ForeignConfigurationTests
{
    [Theory]
    [InlineData("working", "--version")]
    [InlineData("home", "--version")]
    [InlineData("working", "--read", "web.pcap", "--headless")]
    [InlineData("home", "--read", "web.pcap", "--headless")]
    public async Task A_configuration_file_of_the_library_is_not_opened(string trap, params string[] arguments)
    {
        Assert.SkipUnless(RustNetProgram.IsPublished, "needs the published program");
        Privileges.RequireTools("mkfifo");
        using var folder = new TemporaryDirectory();
        var working = Directory.CreateDirectory(folder.Locate("working")).FullName;
        var home = Directory.CreateDirectory(folder.Locate("home")).FullName;
        File.WriteAllBytes(Path.Combine(working, "web.pcap"), SampleCaptures.Web());
        foreach (var name in new[] { "config.json", "rustnet.config.json" })
        {
            var fifo = folder.Locate(Path.Combine(trap, ".tui", name));
            Directory.CreateDirectory(Path.GetDirectoryName(fifo)!);
            await RunningProcess.RunAsync("mkfifo", fifo);
        }

        await using var program = RustNetProgram.Start(null, working, new Dictionary<string, string?> { ["HOME"] = home }, arguments);
        program.Input.Close();

        Assert.Equal(0, await program.WaitForExitAsync());
        Assert.Equal("", program.Error.Text);
        Assert.NotEqual("", program.Output.Text);
    }
}
