using System.Globalization;

namespace RustNet.EndToEnd.Tests.Rig;

/// <summary>Real clients and servers in a namespace: the scripts of the Peers folder, and curl.</summary>
internal static class Peers
{
    /// <summary>Starts a server script and waits until it listens.</summary>
    public static async Task<RunningProcess> ServeAsync(NetworkNamespace on, string script, params string[] arguments)
    {
        var server = on.Start("python3", [ScriptPath(script), .. arguments]);
        await server.WaitForLineAsync(line => line == "ready", $"{script} listens");
        return server;
    }

    /// <summary>Runs a client script to its end; answers what it printed.</summary>
    public static async Task<string> RunAsync(NetworkNamespace on, string script, params string[] arguments) =>
        (await on.RunAsync("python3", [ScriptPath(script), .. arguments])).Trim();

    /// <summary>Opens a TCP connection that stays open until the result is disposed; <c>Port</c> is its local port.</summary>
    public static async Task<(RunningProcess Client, int Port)> HoldAsync(NetworkNamespace on, string address, int port, string text)
    {
        var client = on.Start("python3", [ScriptPath("hold.py"), address, Number(port), text]);
        var line = await client.WaitForLineAsync(line => line.Length > 0, "the connection is open");
        return (client, int.Parse(line, CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// Fetches a URL whose host name is resolved to <paramref name="address"/>; answers the local port it used.
    /// Certificates are not checked.
    /// </summary>
    public static async Task<int> CurlAsync(NetworkNamespace on, string url, string address, params string[] options)
    {
        Privileges.RequireTools("curl");
        var uri = new Uri(url);
        var written = await on.RunAsync(
            "curl", ["-q", "-sS", "-k", "--noproxy", "*", "-o", "/dev/null", "-w", "%{local_port}", "--max-time", "15",
                "--resolve", $"{uri.Host}:{uri.Port}:{address}", .. options, url]);
        return int.Parse(written, CultureInfo.InvariantCulture);
    }

    public static string ScriptPath(string script) => Path.Combine(AppContext.BaseDirectory, "Peers", script);

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
