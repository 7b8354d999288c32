using System.Text;

namespace RustNet.EndToEnd.Tests.Replay;

/// <summary>
/// Built captures through the whole program: every JSON line is compared with the committed file. With
/// <c>RUSTNET_UPDATE_GOLDEN=1</c> the committed files are rewritten instead; Fixtures/README.md says how to check them.
/// </summary>
public sealed class GoldenTests
{
    private static readonly Dictionary<string, Func<byte[]>> s_captures = new()
    {
        ["desk"] = SampleCaptures.Desk,
        ["web"] = SampleCaptures.Web,
        ["tls"] = SampleCaptures.Tls,
        ["dns"] = SampleCaptures.Dns,
        ["turns"] = SampleCaptures.Turns,
        ["tcp-states"] = SampleCaptures.TcpStates,
        ["timeouts"] = SampleCaptures.Timeouts,
        ["layers"] = SampleCaptures.Layers,
        ["two-interfaces"] = SampleCaptures.TwoInterfaces,
        ["hostile-names"] = SampleCaptures.HostileNames,
    };

    public static TheoryData<string> Names => [.. s_captures.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Replay_reports_exactly_the_committed_lines(string name)
    {
        using var folder = new TemporaryDirectory();
        var file = folder.Write(name + ".pcap", s_captures[name]());

        var result = await RustNetProgram.RunAsync("--read", file, "--headless");

        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
        var committed = name + ".expected.jsonl";
        if (Environment.GetEnvironmentVariable("RUSTNET_UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(Path.Combine(Repository.Fixtures, committed), result.Output, TestBound.Token);
            return;
        }

        var expected = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Fixtures", committed), TestBound.Token);
        Assert.Equal(expected, result.Output);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Gzip_and_standard_input_give_the_same_lines(string name)
    {
        using var folder = new TemporaryDirectory();
        var capture = s_captures[name]();
        var packed = folder.Write("packed.gz", Testing.CaptureBytes.Gzip(capture));

        var plain = await RustNetProgram.RunAsync("--read", folder.Write("plain", capture), "--headless");
        var unpacked = await RustNetProgram.RunAsync("--read", packed, "--headless");
        await using var piped = RustNetProgram.Start(null, "--read", "-", "--headless");
        await piped.Input.WriteAsync(capture, TestBound.Token);
        piped.Input.Close();

        Assert.Equal(plain.Output, unpacked.Output);
        Assert.Equal(0, await piped.WaitForExitAsync());
        Assert.Equal(plain.Output, piped.Output.Text);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_line_is_one_object_of_schema_1_without_control_characters(string name)
    {
        using var folder = new TemporaryDirectory();

        var result = await RustNetProgram.RunAsync("--read", folder.Write(name, s_captures[name]()), "--headless");

        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(lines);
        foreach (var line in lines)
        {
            Assert.DoesNotContain(line, char.IsControl);
            var connection = HeadlessEvent.Parse(line);
            Assert.Equal(1, connection.Number("schema"));
            Assert.Equal("connection", connection.Kind);
            foreach (var text in Texts(connection.Root))
            {
                Assert.False(text.EnumerateRunes().Any(Rune.IsControl), line);
            }
        }
    }

    private static IEnumerable<string> Texts(System.Text.Json.JsonElement element) => element.ValueKind switch
    {
        System.Text.Json.JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Texts(p.Value).Append(p.Name)),
        System.Text.Json.JsonValueKind.String => [element.GetString()!],
        _ => [],
    };
}
