using System.Text;
using RustNet.Core.Dpi;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Core.Tests.Query;

public class FilterFuzzTests
{
    private static readonly string[] s_good =
    [
        "port:=443 or !port:>1024", "dst:10.0.0.0/8 src:2001:db8::/32", "dst:[2001:db8::1]:443", "fe80::1 \"a \\\" b\"",
        "((tcp or udp) and not /a[b-c]*d/) x", "bytes:>1.5MiB rate:>100k/s rtt:>50ms age:<1m30s", "tls.version:>1.2 http.path:/api",
        "host:/^(a|b){2,3}$/ !process:=\"x y\"", "interface:eth0 vlan:10 pid:!=3", "end:reset match:guess dst:=* dport:>1 received:>1k",
        "app:\"ftp data\" !state:=listening proto:!=ip-47 app:tls state:est",
    ];

    private static readonly FlowSnapshot[] s_rows =
    [
        new SnapshotBuilder { App = new SampleApp("tls", "a.example", new AppField("tls.version", "", "TLSv1.3")), Process = new(3, "x y"), Match = OwnerMatch.Guess }.Build(),
        new SnapshotBuilder { Protocol = IpProtocol.Icmp, Local = "fe80::1", Remote = "::" }.Build(),
        ListeningRow.Make(ListeningRow.FirstId, IpProtocol.Udp, 0, 53, null, SnapshotBuilder.Start),
    ];

    [Fact]
    public void Any_text_is_understood_or_has_an_error_inside_it()
    {
        var random = new Random(13);
        for (var i = 0; i < 20_000; i++)
        {
            var text = i % 2 == 0 ? RandomText(random) : Damaged(s_good[random.Next(s_good.Length)], random);

            Check(text);
        }
    }

    [Fact]
    public void Every_prefix_and_suffix_of_good_filters_is_handled()
    {
        foreach (var good in s_good)
        {
            Assert.True(FilterExpression.TryParse(good, out _, out var error), $"{good}: {error}");
            for (var cut = 0; cut <= good.Length; cut++)
            {
                Check(good[..cut]);
                Check(good[cut..]);
            }
        }
    }

    private static void Check(string text)
    {
        if (FilterExpression.TryParse(text, out var expression, out var error))
        {
            Assert.Null(error);
            Assert.Equal(text, expression.Text);
            Assert.All(s_rows, row => expression.Matches(row, SnapshotBuilder.Start));
        }
        else
        {
            Assert.True(error.Position >= 0 && error.Length >= 1 && error.Position + error.Length <= text.Length, $"'{text}': {error}");
            Assert.NotEmpty(error.Reason);
        }
    }

    private static string RandomText(Random random)
    {
        string[] pieces =
        [
            "(", ")", "!", "\"", "/", "\\", " ", ":", "=", ">", "<", ">=", "!=", "or ", "and ", "not ", "port:", "bytes:", "rtt:", "dst:", "src:", "host:", "tls.x:",
            "443", "1k", "10.0.0.1", "/8", "::", "[", "]", "{2,3}", "*", "?", "a", "Z", "é", "\ud83d", "\u0000", "\u202e", ".", "-", "_", "^", "$", "|", "+",
        ];
        var text = new StringBuilder();
        for (var left = random.Next(25); left > 0; left--)
        {
            text.Append(pieces[random.Next(pieces.Length)]);
        }

        return text.ToString();
    }

    private static string Damaged(string good, Random random)
    {
        var text = new StringBuilder(good);
        for (var left = 1 + random.Next(4); left > 0 && text.Length > 0; left--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0: text.Remove(at, 1); break;
                case 1: text.Insert(at, (char)random.Next(0x20, 0x7f)); break;
                case 2: text[at] = "()!\"/\\: =<>{}[]"[random.Next(15)]; break;
                default: text.Insert(at, text.ToString(at, Math.Min(text.Length - at, random.Next(10)))); break;
            }
        }

        return text.ToString();
    }
}
