using System.Text;
using RustNet.Core.Dpi;
using RustNet.Core.Names;

namespace RustNet.Capture.Live;

/// <summary>Systems that differ in how one gets to capture.</summary>
internal enum CapturePlatform
{
    /// <summary>Linux.</summary>
    Linux,

    /// <summary>macOS.</summary>
    MacOS,

    /// <summary>Windows.</summary>
    Windows,
}

/// <summary>
/// Everything that capturing has to say to the user: what, why, what to do. Pure text, so that every system's wording is
/// tested on every system.
/// </summary>
internal static class LiveCaptureText
{
    /// <summary>The system this process runs on; other Unixes are treated as Linux.</summary>
    public static CapturePlatform Platform =>
        OperatingSystem.IsWindows() ? CapturePlatform.Windows
        : OperatingSystem.IsMacOS() ? CapturePlatform.MacOS
        : CapturePlatform.Linux;

    /// <summary>libpcap or Npcap is not there.</summary>
    public static string MissingLibrary(CapturePlatform platform) => platform switch
    {
        CapturePlatform.Windows => "Capturing needs Npcap, which is not installed. Get it from https://npcap.com and start again.",
        CapturePlatform.MacOS => "Capturing needs libpcap, which belongs to macOS but was not found. 'brew install libpcap' brings another.",
        _ => """
            Capturing needs libpcap, which is not installed. Install it with one of
              sudo apt install libpcap0.8     (Debian, Ubuntu)
              sudo dnf install libpcap        (Fedora, RHEL)
              sudo pacman -S libpcap          (Arch)
              sudo zypper install libpcap1    (openSUSE)
              sudo apk add libpcap            (Alpine)
            """,
    };

    /// <summary>The system does not let this user capture.</summary>
    /// <param name="platform">The system.</param>
    /// <param name="interfaceName">Where capturing was tried.</param>
    /// <param name="isRoot">True for the super-user, whom only a container or a sandbox can have cut down.</param>
    /// <param name="program">Path of the program, if giving rights to that file is right; else <see langword="null"/>.</param>
    /// <param name="arguments">What the user typed behind the program's name, quoted for a shell: what is proposed does the same.</param>
    public static string MissingRights(CapturePlatform platform, string interfaceName, bool isRoot, string? program, string arguments = "") => platform switch
    {
        CapturePlatform.Windows => $"""
            No right to capture on {interfaceName}. Start the terminal as administrator, or install Npcap again
            without "Restrict Npcap driver's access to Administrators only" (https://npcap.com).
            """,
        CapturePlatform.MacOS => $"""
            No right to capture on {interfaceName}. Either run it as root:
              {Command("sudo rustnet", arguments)}
            or let your user capture for good with ChmodBPF, which comes with Wireshark:
              brew install --cask wireshark-chmodbpf
            """,
        _ when isRoot => $"""
            No right to capture on {interfaceName}: this root user has no CAP_NET_RAW. In a container, start it with
              docker run --cap-add=NET_RAW --network=host ...
            """,
        _ when program is null => $"""
            No right to capture on {interfaceName}. Either run it as root:
              {Command("sudo ./scripts/run.sh", arguments)}
            or install the published program (INSTALL.md) and give that one the rights once, for every user who may start it:
              sudo setcap 'cap_net_raw,cap_bpf,cap_perfmon=eip' /usr/local/bin/rustnet
            """,
        _ => $"""
            No right to capture on {interfaceName}. Either run it as root:
              {Command($"sudo {ShellWords.Join([program])}", arguments)}
            or give the program the rights once, for every user who may start it:
              sudo setcap 'cap_net_raw,cap_bpf,cap_perfmon=eip' {ShellWords.Join([program])}
            """,
    };

    private static string Command(string command, string arguments) => arguments.Length == 0 ? command : $"{command} {arguments}";

    /// <summary>No interface has that name.</summary>
    public static string UnknownInterface(string name, IEnumerable<string> available)
    {
        var text = new StringBuilder($"There is no interface '{WireText.Clean(name)}'. Available: ");
        return text.AppendJoin(", ", available.Select(static name => WireText.Clean(name)).DefaultIfEmpty("none")).ToString();
    }

    /// <summary>No interface was asked for and none suggests itself.</summary>
    public static string NoDefaultInterface(IEnumerable<string> available)
    {
        var text = new StringBuilder("No interface is up with an address. Choose one with -i: ");
        return text.AppendJoin(", ", available.Select(static name => WireText.Clean(name)).DefaultIfEmpty("there is none")).ToString();
    }

    /// <summary>The interface is there but down.</summary>
    public static string InterfaceDown(CapturePlatform platform, string interfaceName) => platform == CapturePlatform.Linux
        ? $"Interface {interfaceName} is down. Bring it up with: sudo ip link set {interfaceName} up"
        : $"Interface {interfaceName} is down. Bring it up and start again.";

    /// <summary>The capture filter does not compile.</summary>
    public static string BadFilter(string filter, string reason) => $"The capture filter '{WireText.Clean(filter)}' is not valid: {OneLine(reason)}. "
        + "Write it as for tcpdump, such as 'port 443 and not host 192.0.2.1' (pcap-filter(7))";

    /// <summary>Frames of that kind cannot be read.</summary>
    public static string UnsupportedLinkType(string interfaceName, int dataLink, string? dataLinkName) =>
        $"Interface {interfaceName} delivers frames of link type {dataLinkName ?? "unknown"} ({dataLink}), which rustnet cannot read. Choose another with -i.";

    /// <summary>Opening failed for another reason.</summary>
    public static string CannotOpen(string interfaceName, string reason) => $"Cannot capture on {interfaceName}: {OneLine(reason)}";

    /// <summary>The interfaces cannot be listed.</summary>
    public static string CannotEnumerate(string reason) => $"Cannot list the interfaces: {OneLine(reason)}";

    /// <summary>Capturing ended because the interface is gone or cannot be read any more. One line.</summary>
    public static string InterfaceLost(string interfaceName, bool exists, string? reason) => exists
        ? $"Reading from {interfaceName} failed: {OneLine(reason ?? "unknown error")}"
        : $"Interface {interfaceName} is gone; the capture has ended.";

    /// <summary>Text of others on one line without control characters.</summary>
    public static string OneLine(string text) => WireText.Clean(text.ReplaceLineEndings(" ").Trim(), WireText.LineLength);
}
