using System.Globalization;
using System.Net;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Linux.Bpf;
using RustNet.Host.Linux.Bpf.Records;

namespace RustNet.Host.Tests.Linux.Bpf;

/// <summary>
/// Plays events, snapshots and questions in the order of their lines against a <see cref="HolderTable"/>. A line is one of
/// <code>
/// process A [start=MS] [parent=B] [session=N]
/// MS used|connected|failed|listening|closing|closed A #COOKIE udp 0.0.0.0:53 [&gt; 192.0.2.1:9] [ns=N] [state=N] [v6only]
/// MS exit A
/// MS lost
/// MS-MS snapshot|partial [A #COOKIE udp 0.0.0.0:53 ...; B ...]
/// MS out|in|forwarded udp 10.0.0.2:53 &gt; 192.0.2.1:9 try N = A exact
/// MS out ... try N = nobody
/// waiting 53 = A exact
/// </code>
/// Times are milliseconds; the time of a question is that of the packet.
/// </summary>
internal sealed class HolderScript : IHolderLineage
{
    public const uint OwnNamespace = 4026531840;

    private const long Millisecond = 1_000_000;
    private const long Start = 1_000_000 * Millisecond;

    private readonly Dictionary<string, SocketHolder> _processes = [];
    private readonly HolderTable _table;

    private HolderScript(bool hasEvents)
    {
        _table = new HolderTable(OwnNamespace, this, hasEvents, hasEvents);
    }

    public static void Play(string script, bool hasEvents = true)
    {
        var player = new HolderScript(hasEvents);
        foreach (var line in script.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            player.Step(line);
        }
    }

    public SocketHolder Of(HolderRecord holder) => _processes.Values.Single(process => process.Process == holder.ProcessId);

    public int ParentOf(int process) => _processes.Values.FirstOrDefault(one => one.Process == process).Parent;

    private void Step(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words[0] == "process")
        {
            _processes[words[1]] = new SocketHolder(
                words[1] == "INIT" ? 1 : 100 + _processes.Count, Option(words, "parent=") is { } parent ? _processes[parent].Process : 0,
                int.Parse(Option(words, "session=") ?? "0", CultureInfo.InvariantCulture), Time(Option(words, "start=") ?? "-1000"));
            return;
        }

        if (words[0] == "waiting")
        {
            var waiting = _table.Waiting.Where(one => one.Ends.LocalPort == int.Parse(words[1], CultureInfo.InvariantCulture)).ToArray();
            Check(words, waiting is [var only] ? only.Holder : null, waiting is [var alone] ? alone.Match : OwnerMatch.Guess);
            return;
        }

        switch (words[1])
        {
            case "lost":
                _table.OnLoss(Time(words[0]));
                break;
            case "snapshot" or "partial":
                var times = words[0].Split('-');
                var records = string.Join(' ', words[2..]).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Record).ToList();
                _table.OnSnapshot(records, Time(times[0]), Time(times[1]), words[1] == "snapshot");
                break;
            case "out" or "in" or "forwarded":
                Ask(words);
                break;
            default:
                Tell(words);
                break;
        }
    }

    private void Tell(string[] words)
    {
        var kind = words[1] switch
        {
            "used" => SocketEventKind.Used,
            "connected" or "failed" => SocketEventKind.Connected,
            "listening" => SocketEventKind.Listening,
            "closing" => SocketEventKind.Closing,
            "closed" => SocketEventKind.Closed,
            "exit" => SocketEventKind.Exited,
            _ => throw new FormatException(words[1]),
        };
        var process = kind == SocketEventKind.Closed ? default : Process(words[2]);
        var ends = kind == SocketEventKind.Exited ? default : Ends(words[4..]) with { State = State(words) ?? (words[1] == "failed" ? (byte)7 : (byte)1) };
        var cookie = kind == SocketEventKind.Exited ? 0 : ulong.Parse(words[3][1..], CultureInfo.InvariantCulture);
        var bytes = EventBytes.Of(kind, Time(words[0]), cookie, ends, process.Process, process.StartTicks, words[2]);
        Assert.True(SocketEvent.TryRead(bytes, out var told));
        _table.OnEvent(in told);
    }

    private void Ask(string[] words)
    {
        var (local, remote) = (IPEndPoint.Parse(words[3]), IPEndPoint.Parse(words[5]));
        var query = new SocketQuery(
            Protocol(words[2]), FlowText.FromIPAddress(local.Address), (ushort)local.Port, FlowText.FromIPAddress(remote.Address), (ushort)remote.Port,
            words[1] switch { "out" => FlowDirection.Outgoing, "in" => FlowDirection.Incoming, _ => FlowDirection.Forwarded },
            words[1] != "in", 0, int.Parse(words[7], CultureInfo.InvariantCulture));
        var holder = _table.Find(in query, Time(words[0]), out var match);
        Check(words, holder, match);
    }

    private void Check(string[] words, HolderRecord? holder, OwnerMatch match)
    {
        var found = holder is null ? "nobody" : _processes.Single(one => one.Value.Process == holder.ProcessId).Key + " " + match.ToString().ToLowerInvariant();
        Assert.Equal(string.Join(' ', words), string.Join(' ', words[..(Array.IndexOf(words, "=") + 1)]) + " " + found);
    }

    private SocketRecord Record(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var process = Process(words[0]);
        return new SocketRecord(process.Process, process.StartTicks, ulong.Parse(words[1][1..], CultureInfo.InvariantCulture), Ends(words[2..]));
    }

    private SocketHolder Process(string name)
    {
        if (!_processes.ContainsKey(name))
        {
            Step("process " + name);
        }

        return _processes[name];
    }

    private static SocketEnds Ends(string[] words)
    {
        var local = IPEndPoint.Parse(words[1]);
        var remote = words.Length > 3 && words[2] == ">" ? IPEndPoint.Parse(words[3]) : null;
        return new SocketEnds
        {
            Protocol = (ushort)Protocol(words[0]),
            LocalAddress = FlowText.FromIPAddress(local.Address),
            LocalPort = (ushort)local.Port,
            RemoteAddress = remote is null ? UInt128.Zero : FlowText.FromIPAddress(remote.Address),
            RemotePort = (ushort)(remote?.Port ?? 0),
            Family = local.AddressFamily,
            State = State(words) ?? (byte)(words[0] == "tcp" && remote is null ? 10 : 1),
            NetworkNamespace = uint.Parse(Option(words, "ns=") ?? OwnNamespace.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
            IsIPv6Only = words.Contains("v6only"),
        };
    }

    private static byte? State(string[] words) => Option(words, "state=") is { } state ? byte.Parse(state, CultureInfo.InvariantCulture) : null;

    private static IpProtocol Protocol(string name) => name switch
    {
        "tcp" => IpProtocol.Tcp,
        "udp" => IpProtocol.Udp,
        "icmp" => IpProtocol.Icmp,
        _ => throw new FormatException(name),
    };

    private static string? Option(string[] words, string name) => words.FirstOrDefault(word => word.StartsWith(name, StringComparison.Ordinal))?[name.Length..];

    private static long Time(string milliseconds) => Start + (long)(double.Parse(milliseconds, CultureInfo.InvariantCulture) * Millisecond);
}
