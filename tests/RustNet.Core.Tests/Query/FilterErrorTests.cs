namespace RustNet.Core.Tests.Query;

public class FilterErrorTests
{
    /// <summary>Each case shows the marked characters between « and ».</summary>
    [Theory]
    [InlineData("tcp «foo:»bar", "there is no keyword foo:, only port sport")]
    [InlineData("(«port:=») tcp", "no value to compare with")]
    [InlineData("«/» x", "nothing between the slashes")]
    [InlineData("dst:«10.0.0.0/» x", "a network is")]
    [InlineData("«foo:» bar", "there is no keyword foo:, only port sport")]
    [InlineData("«prot:»443", "did you mean proto: or port: ?")]
    [InlineData("«prot:»tcp", "did you mean proto: or port: ?")]
    [InlineData("«por:»443", "did you mean port: ?")]
    [InlineData("«Stat:»listen", "did you mean state: ?")]
    [InlineData("«pr:»x", "did you mean proto: or process: ?")]
    [InlineData("«name:»firefox", "did you mean process: or host: ?")]
    [InlineData("«addr:»x", "did you mean ip: ?")]
    [InlineData("«net:»192.0.2.0/24", "did you mean ip: ?")]
    [InlineData("«domain:»example", "did you mean host: ?")]
    [InlineData("«lport:»>1024", "did you mean sport: ?")]
    [InlineData("«dest:»x", "did you mean dst: ?")]
    [InlineData("«cmd:»x", "did you mean process: ?")]
    [InlineData("«if:»x", "did you mean interface: ?")]
    [InlineData("«inter:»x", "did you mean interface: ?")]
    [InlineData("«proces:»x", "did you mean process: ?")]
    [InlineData("«sorce:»x", "did you mean src: ?")]
    [InlineData("«remote:»x", "did you mean dst: ?")]
    [InlineData("«protocol:»tcp", "did you mean proto: ?")]
    [InlineData("«directoin:»in", "did you mean direction: ?")]
    [InlineData("«retransmissions:»x", "did you mean retransmits: ?")]
    [InlineData("port:«http»", "port: takes digits")]
    [InlineData("port:>«1k»", "port: takes digits")]
    [InlineData("pid:=«x»", "pid: takes digits")]
    [InlineData("bytes:>«many»", "bytes: takes an amount, such as >1M")]
    [InlineData("bytes:>«1..2»", "bytes: takes an amount")]
    [InlineData("rtt:>«50x»", "rtt: takes an amount, such as >50ms")]
    [InlineData("rate:/«1»/", "rate: takes an amount")]
    [InlineData("process:>«x»", "< and > compare numbers")]
    [InlineData("«dst:>10.0.0.1»", "addresses have no order")]
    [InlineData("dst:«10.0.0.0/33»", "a network is")]
    [InlineData("dst:«2001:db8::/129»", "a network is")]
    [InlineData("dst:«10/8»", "a network is")]
    [InlineData("a «)»", "there is no ( that this closes")]
    [InlineData("(a) «)» b", "there is no ( that this closes")]
    [InlineData("a «()»", "nothing between the parentheses")]
    [InlineData("«or» a", "'or' needs something on its left")]
    [InlineData("a or «or» b", "'or' needs something on its left")]
    [InlineData("a and «and» b", "'and' needs something on its left")]
    [InlineData("(a «or»)", "'or' needs something on its right")]
    [InlineData("(a «and») b", "'and' needs something on its right")]
    [InlineData("(«!») a", "nothing to negate")]
    [InlineData("«not» or a", "nothing to negate")]
    [InlineData("/a«(»/", "a ( of the regular expression is not closed")]
    [InlineData("x /a«)»/", "there is no ( in the regular expression")]
    [InlineData("host:/«*»a/", "there is nothing here to repeat")]
    [InlineData("/(?=a)b/", "look-around")]
    [InlineData("/(a)\\1/", "look-around")]
    [InlineData("/«(.{1,30}){1,30}»/", "multiply to too much")]
    [InlineData("/«((.{10}){5}){5}»/", "multiply to too much")]
    public void TryParse_marks_the_place_and_says_why(string marked, string reason)
    {
        var text = marked.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal);

        Assert.False(FilterExpression.TryParse(text, out _, out var error));

        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        if (text != marked)
        {
            Assert.Equal(marked, text.Insert(error.Position + error.Length, "»").Insert(error.Position, "«"));
        }
    }

    /// <summary>No error while somebody types; one on a command line.</summary>
    [Theory]
    [InlineData("x «(»app:tls", "this ( is not closed")]
    [InlineData("(a «(»", "this ( is not closed")]
    [InlineData("(«app:\"»ftp data", "quotes is not closed")]
    [InlineData("«\"a\\\"»", "quotes is not closed")]
    [InlineData("app:ssh «or»", "'or' needs something on its right")]
    [InlineData("app:ssh «and» ", "'and' needs something on its right")]
    [InlineData("a «not»", "nothing to negate")]
    [InlineData("a «!»", "nothing to negate")]
    [InlineData("«bytes:>»", "no value to compare with")]
    [InlineData("a «host:!=»", "no value to compare with")]
    [InlineData("a «tls.sni:=»", "no value to compare with")]
    [InlineData("«port:/»", "nothing between the slashes")]
    [InlineData("!ip:«10.0.0.0/»", "a network is")]
    [InlineData("app:=«ht»", "no application protocol")]
    [InlineData("direction:!=«in»", "direction: is one of")]
    [InlineData("proto:=«ip-6»", "proto: is one of")]
    [InlineData("a «aplication:»", "did you mean app: ?")]
    [InlineData("«foo:»", "there is no keyword foo:, only")]
    public void Unfinished_marks_what_is_missing(string marked, string reason)
    {
        var text = marked.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal);

        Assert.True(FilterExpression.TryParse(text, out var filter, out _));

        var missing = Assert.IsType<FilterError>(filter.Unfinished);
        Assert.Contains(reason, missing.Reason, StringComparison.Ordinal);
        Assert.Equal(marked[..marked.IndexOf('«', StringComparison.Ordinal)].Length, missing.Position);
    }

    [Theory]
    [InlineData("port:")]
    [InlineData("!rtt: host:\"a b\"")]
    [InlineData("host:\"a \\\"b\\\"\"")]
    [InlineData("/a.*b")]
    [InlineData("or")]
    [InlineData("(a or not b) c")]
    [InlineData("")]
    public void Whole_filter_lacks_nothing(string text)
    {
        Assert.True(FilterExpression.TryParse(text, out var filter, out _));

        Assert.Null(filter.Unfinished);
    }

    [Fact]
    public void TryParse_bounds_length_and_depth()
    {
        Assert.True(FilterExpression.TryParse(new string('x', FilterExpression.MaxLength), out _, out _));
        Assert.False(FilterExpression.TryParse(new string('x', FilterExpression.MaxLength + 5), out _, out var tooLong));
        Assert.Equal((FilterExpression.MaxLength, 5), (tooLong.Position, tooLong.Length));

        Assert.True(FilterExpression.TryParse(new string('(', 49) + "x", out _, out _));
        Assert.False(FilterExpression.TryParse(new string('(', 500) + "x", out _, out var tooDeep));
        Assert.Contains("nested", tooDeep.Reason, StringComparison.Ordinal);
        Assert.False(FilterExpression.TryParse(new string('!', 500) + "x", out _, out _));
        Assert.False(FilterExpression.TryParse($"/{new string('x', 201)}/", out _, out var longPattern));
        Assert.Equal((201, 1), (longPattern.Position, longPattern.Length));
    }

    [Theory]
    [InlineData("fe80::1")]
    [InlineData("dead:beef::1")]
    [InlineData("face:b00c:1:2:3:4:5:6")]
    [InlineData("::1")]
    [InlineData("aa:bb:cc:dd:ee:ff")]
    [InlineData("10.0.0.1:443")]
    [InlineData("[2001:db8::1]:443")]
    [InlineData("localhost:8080")]
    [InlineData("db-server:5432")]
    [InlineData("remote:8080")]
    [InlineData("userdb:5432")]
    [InlineData("vip:443")]
    [InlineData("prod:8080")]
    [InlineData("name:8080")]
    [InlineData("example.org:443")]
    [InlineData("https://example.org/a?b=c")]
    [InlineData("12:30")]
    [InlineData("\"foo:bar\"")]
    [InlineData("a:b")]
    public void Text_with_colons_is_no_unknown_keyword(string text) => Assert.True(FilterExpression.TryParse(text, out _, out _));

    /// <summary>What a person types on the way to a good filter is no error: the screen shows a result at every key.</summary>
    [Theory]
    [InlineData("port:=443 or port:>1024")]
    [InlineData("dst:10.0.0.0/8 !process:firefox")]
    [InlineData("dst:[2001:db8::1]:443")]
    [InlineData("src:2001:db8::/32")]
    [InlineData("fe80::1")]
    [InlineData("oracle or organisation and android not notepad")]
    [InlineData("(tcp or udp) and not (state:=ESTABLISHED or host:\"a b\")")]
    [InlineData("bytes:>1.5MiB rate:>100kB/s rtt:>50ms age:<1m30s idle:<10min")]
    [InlineData("port:!=443 process:!=curl")]
    [InlineData("http.path:/api/v1 http.status:>=400")]
    [InlineData("/^(foo|bar)[0-9]{2,3}$/ and host:/a/")]
    [InlineData("(/a/ or /b(c)/) x")]
    [InlineData("tls.version:1.3 sni:example")]
    [InlineData("https://example.org/x")]
    [InlineData("rtp://example.org or unix:///run/x")]
    [InlineData("bytes:>.5M rtt:<.5s")]
    [InlineData("localhost:8080")]
    public void No_prefix_of_a_good_filter_is_an_error(string filter)
    {
        for (var length = 0; length <= filter.Length; length++)
        {
            var prefix = filter[..length];
            Assert.True(FilterExpression.TryParse(prefix, out _, out var error), $"{prefix}: {error?.Reason}");
        }
    }
}
