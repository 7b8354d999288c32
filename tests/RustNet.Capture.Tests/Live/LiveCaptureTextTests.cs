using RustNet.Capture.Live;

namespace RustNet.Capture.Tests.Live;

public class LiveCaptureTextTests
{
    [Fact]
    public void MissingRights_on_linux_offers_sudo_and_setcap()
    {
        var text = LiveCaptureText.MissingRights(CapturePlatform.Linux, "eth0", isRoot: false, "/usr/local/bin/rustnet");

        Assert.Equal("""
            No right to capture on eth0. Either run it as root:
              sudo /usr/local/bin/rustnet
            or give the program the rights once, for every user who may start it:
              sudo setcap 'cap_net_raw,cap_bpf,cap_perfmon=eip' /usr/local/bin/rustnet
            """, text);
    }

    [Theory]
    [InlineData(CapturePlatform.Linux, "/opt/rustnet", "  sudo /opt/rustnet -i eth0 --filter 'port:443 tcp'\n")]
    [InlineData(CapturePlatform.Linux, "/home/a b/rustnet", "  sudo '/home/a b/rustnet' -i eth0 --filter 'port:443 tcp'\n")]
    [InlineData(CapturePlatform.Linux, null, "  sudo ./scripts/run.sh -i eth0 --filter 'port:443 tcp'\n")]
    [InlineData(CapturePlatform.MacOS, null, "  sudo rustnet -i eth0 --filter 'port:443 tcp'\n")]
    internal void MissingRights_proposes_what_was_typed(CapturePlatform platform, string? program, string expected) => Assert.Contains(
        expected, LiveCaptureText.MissingRights(platform, "eth0", isRoot: false, program, "-i eth0 --filter 'port:443 tcp'").ReplaceLineEndings("\n"), StringComparison.Ordinal);

    [Fact]
    public void MissingRights_on_linux_names_no_file_that_must_not_get_rights() =>
        Assert.Contains("install the published program", LiveCaptureText.MissingRights(CapturePlatform.Linux, "eth0", isRoot: false, null), StringComparison.Ordinal);

    [Fact]
    public void MissingRights_does_not_send_root_to_sudo()
    {
        var text = LiveCaptureText.MissingRights(CapturePlatform.Linux, "eth0", isRoot: true, null);

        Assert.DoesNotContain("sudo", text, StringComparison.Ordinal);
        Assert.Contains("NET_RAW", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CapturePlatform.MacOS, "ChmodBPF")]
    [InlineData(CapturePlatform.Windows, "Npcap")]
    internal void MissingRights_says_what_helps_on_this_platform(CapturePlatform platform, string expected) =>
        Assert.Contains(expected, LiveCaptureText.MissingRights(platform, "en0", isRoot: false, null), StringComparison.Ordinal);

    [Theory]
    [InlineData(CapturePlatform.Linux, "apt install libpcap0.8")]
    [InlineData(CapturePlatform.MacOS, "brew install libpcap")]
    [InlineData(CapturePlatform.Windows, "https://npcap.com")]
    internal void MissingLibrary_says_what_to_install(CapturePlatform platform, string expected) =>
        Assert.Contains(expected, LiveCaptureText.MissingLibrary(platform), StringComparison.Ordinal);

    [Fact]
    public void UnknownInterface_lists_the_interfaces_there_are() => Assert.Equal(
        "There is no interface 'eth9'. Available: eth0, any, lo",
        LiveCaptureText.UnknownInterface("eth9", ["eth0", "any", "lo"]));

    [Fact]
    public void UnknownInterface_says_when_there_are_none() =>
        Assert.EndsWith("Available: none", LiveCaptureText.UnknownInterface("eth9", []), StringComparison.Ordinal);

    [Fact]
    public void Texts_carry_no_control_characters_from_outside()
    {
        Assert.DoesNotContain('\e', LiveCaptureText.UnknownInterface("a\e[2J", ["b\e[31m"]));
        Assert.DoesNotContain('\e', LiveCaptureText.BadFilter("host \e", "syntax\e error\nsecond line"));
        Assert.DoesNotContain('\n', LiveCaptureText.BadFilter("host", "syntax error\nsecond line"));
        Assert.DoesNotContain('\n', LiveCaptureText.InterfaceLost("eth0", exists: true, "a\r\nb"));
    }

    [Fact]
    public void IsMissingLibrary_sees_through_a_failed_type_initialiser()
    {
        var wrapped = new TypeInitializationException("Pcap", new DllNotFoundException("Unable to load 'wpcap'"));

        Assert.True(LiveCaptureErrors.IsMissingLibrary(wrapped));
        Assert.False(LiveCaptureErrors.IsMissingLibrary(new InvalidOperationException("other")));
    }
}
