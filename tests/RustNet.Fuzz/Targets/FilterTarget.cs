using System.Runtime.InteropServices;
using System.Text;
using RustNet.Core.Dpi;
using RustNet.Core.Flows;
using RustNet.Core.Query;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Fuzz.Targets;

/// <summary>The filter as a user types it. An input is a byte that chooses the encoding (UTF-8, or UTF-16 with whatever surrogates) and the text.</summary>
internal sealed class FilterTarget() : FuzzTarget("filter")
{
    private const long AllocationAtAll = 1024 * 1024;
    private const int AllocationPerCharacter = 1024;
    private const long AllocationPerPattern = 2 * 1024 * 1024;     // what the framework makes of a regular expression, however short

    private static readonly FlowSnapshot[] s_rows =
    [
        new SnapshotBuilder
        {
            App = new SampleApp("tls", "www.example.com", new AppField("tls.version", "Version", "TLSv1.3"), new AppField("tls.alpn", "ALPN", "h2, http/1.1")),
            Process = new ProcessInfo(3, "x y"),
            Match = OwnerMatch.Guess,
            Tcp = new TcpQualitySnapshot { SmoothedRttMilliseconds = 80.5, Retransmissions = 3 },
            InterfaceIndex = 2,
            VlanId = 10,
        }.Build(),
        new SnapshotBuilder { Protocol = IpProtocol.IcmpV6, Local = "fe80::1", Remote = "::", State = "ECHO_REPLY" }.Build(),
        new SnapshotBuilder { Protocol = (IpProtocol)47, Local = "172.16.0.1", Remote = "172.31.255.254", State = "ACTIVE", DownRate = 2e6 }.Build(),
    ];

    public override IEnumerable<byte[]> Seeds => new[]
    {
        "", "tls", "port:443", "port:=443 or !port:>1024", "dst:10.0.0.0/8 src:2001:db8::/32", "dst:[2001:db8::1]:443", "fe80::1 \"a \\\" b\"",
        "((tcp or udp) and not /a[b-c]*d/) x", "bytes:>1.5MiB rate:>100k/s rtt:>50ms age:<1m30s", "tls.version:>1.2 http.path:/api",
        "host:/^(a|b){2,3}$/ !process:=\"x y\"", "interface:eth0 vlan:10 pid:!=3", "state:ECHO_RE and (down:>1M or up:<2k)", "/(a+)+$/", "sni:ex", "app:tls alpn:h2", "app:\"ftp data\" !state:=listening proto:ip-47",
    }.Select(text => (byte[])[0, .. Encoding.UTF8.GetBytes(text)]).Append([1, .. MemoryMarshal.AsBytes("port:\ud83d >é".AsSpan())]);

    private protected override void Play(ReadOnlySpan<byte> input)
    {
        var rest = new FuzzInput(input);
        var isUtf16 = (rest.Byte() & 1) != 0;
        var text = isUtf16 ? new string(MemoryMarshal.Cast<byte, char>(rest.Rest())) : Encoding.UTF8.GetString(rest.Rest());
        var before = GC.GetAllocatedBytesForCurrentThread();
        if (FilterExpression.TryParse(text, out var expression, out var error))
        {
            Invariant.Require(error is null && expression.Text == text, "text of the filter");
            var named = expression.WithInterfaceNames(index => index == 2 ? "eth0" : null);
            foreach (var row in s_rows)
            {
                var matches = named.Matches(row, SnapshotBuilder.Start);
                Invariant.Require(matches || !expression.MatchesAll, "a filter that matches all does not");
            }
        }
        else
        {
            Invariant.Require(error.Position >= 0 && error.Length >= 1 && error.Position + error.Length <= text.Length, $"the place of: {error}");
            Invariant.Require(error.Reason.Length > 0, "no reason");
        }

        Invariant.RequireAllocation(before, AllocationAtAll + AllocationPerPattern * text.Count(c => c == '/'), AllocationPerCharacter, text.Length, "a filter");
    }
}
