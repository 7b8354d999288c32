using System.Diagnostics;
using System.Globalization;

namespace RustNet.EndToEnd.Tests.Rig;

/// <summary>
/// Two machines joined by a veth pair with IPv4 and IPv6 addresses of the documentation ranges, and nothing else: no
/// traffic of the real machine gets in or out. Removed with all their processes when the test ends, also on failure;
/// what a killed test run left behind is removed by the next.
/// </summary>
internal sealed class NetworkNamespaces : IAsyncDisposable
{
    /// <summary>The interface that joins them, of the same name on both sides.</summary>
    public const string Interface = "lan0";

    private const string NamePrefix = "rne2e";
    private static readonly Lazy<Task> s_swept = new(SweepAsync);
    private static int s_count;

    private NetworkNamespaces(string name)
    {
        Host = new NetworkNamespace(name + "a", "192.0.2.1", "2001:db8::1");
        Peer = new NetworkNamespace(name + "b", "192.0.2.2", "2001:db8::2");
    }

    /// <summary>The machine the program runs on. Its default route leads to <see cref="Peer"/>.</summary>
    public NetworkNamespace Host { get; }

    /// <summary>The other machine. It also owns 198.51.100.1 to .3 and 2001:db8:1::1.</summary>
    public NetworkNamespace Peer { get; }

    public static async Task<NetworkNamespaces> CreateAsync()
    {
        Privileges.RequireNetworkNamespaces();
        await s_swept.Value;
        var number = Interlocked.Increment(ref s_count);
        var made = new NetworkNamespaces(string.Create(CultureInfo.InvariantCulture, $"{NamePrefix}{Environment.ProcessId}x{number}"));
        ExitCommands.Add(made, "sh", "-c", RemoveScript(made.Host.Name) + RemoveScript(made.Peer.Name));
        try
        {
            await RunningProcess.RunAsync("sh", "-ec", made.SetUpScript());
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }

        return made;
    }

    public async ValueTask DisposeAsync()
    {
        await RemoveAsync(Host.Name);
        await RemoveAsync(Peer.Name);
        ExitCommands.Remove(this);
    }

    // IPv6 is set up without duplicate address detection and router solicitation: both would take seconds and add flows.
    private string SetUpScript() => $"""
        a={Host.Name} b={Peer.Name}
        ip netns add $a
        ip netns add $b
        ip -n $a link add {Interface} type veth peer name {Interface} netns $b
        for n in $a $b; do
          ip netns exec $n sh -c 'cd /proc/sys/net/ipv6/conf/{Interface} && echo 0 > router_solicitations && echo 0 > accept_dad'
          ip -n $n link set lo up
          ip -n $n link set {Interface} up
        done
        ip -n $a addr add {Host.IPv4}/24 dev {Interface}
        ip -n $a addr add {Host.IPv6}/64 dev {Interface} nodad
        ip -n $b addr add {Peer.IPv4}/24 dev {Interface}
        ip -n $b addr add {Peer.IPv6}/64 dev {Interface} nodad
        for address in 198.51.100.1/32 198.51.100.2/32 198.51.100.3/32; do ip -n $b addr add $address dev lo; done
        ip -n $b addr add 2001:db8:1::1/128 dev lo nodad
        ip -n $a route add default via {Peer.IPv4}
        ip -n $a -6 route add default via {Peer.IPv6}
        """;

    private static async Task RemoveAsync(string name)
    {
        await using var remove = RunningProcess.Start("sh", ["-c", RemoveScript(name)]);
        remove.Input.Close();
        await remove.WaitForExitAsync();
    }

    // Deleting a namespace only removes its name while processes are in it. All of them are ours.
    private static string RemoveScript(string name) =>
        $"for p in $(ip netns pids {name} 2>/dev/null); do kill -KILL $p 2>/dev/null; done; ip netns del {name} 2>/dev/null; ";

    private static async Task SweepAsync()
    {
        var names = (await RunningProcess.RunAsync("ip", "netns", "list")).Split('\n')
            .Select(line => line.Split(' ')[0])
            .Where(name => name.StartsWith(NamePrefix, StringComparison.Ordinal));
        foreach (var name in names)
        {
            var digits = string.Concat(name.Skip(NamePrefix.Length).TakeWhile(char.IsAsciiDigit));
            if (int.TryParse(digits, CultureInfo.InvariantCulture, out var owner) && !IsAlive(owner))
            {
                await RemoveAsync(name);
            }
        }
    }

    private static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
