using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RustNet.Core.Dpi;
using RustNet.Core.Dpi.Protocols.Tls;
using RustNet.Core.Wire;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols.Tls;

public sealed class ServerCertificateTests
{
    private static readonly byte[] s_certificate = new X509Bytes
    {
        Subject = "www.example.com",
        Issuer = "Example CA",
        Names = ["www.example.com", "example.com", "*.example.net"],
        NotBefore = "250102030405Z",
        NotAfter = "20510607080910Z",
    }.ToArray();

    [Fact]
    public void ReadFirst_reads_the_server_s_own_certificate()
    {
        var facts = Read(s_certificate, "2026-01-01");

        Assert.Equal("www.example.com", facts["tls.cert_subject"]);
        Assert.Equal("www.example.com and 2 more", facts["tls.cert_names"]);
        Assert.Equal("Example CA", facts["tls.cert_issuer"]);
        Assert.Equal("2025-01-02", facts["tls.cert_not_before"]);
        Assert.Equal("2051-06-07", facts["tls.cert_not_after"]);
        Assert.DoesNotContain("tls.cert_problem", facts.Keys);
    }

    [Theory]
    [InlineData("2019-12-31T23:59:59Z", "not yet valid")]
    [InlineData("2020-01-01T00:00:00Z", null)]
    [InlineData("2030-12-31T23:59:59Z", null)]
    [InlineData("2031-01-01T00:00:00Z", "expired")]
    public void ReadFirst_weighs_the_validity_by_packet_time(string time, string? expected)
    {
        var facts = Read(new X509Bytes { Subject = "a.example" }.ToArray(), time);

        Assert.Equal(expected, facts.GetValueOrDefault("tls.cert_problem"));
    }

    [Fact]
    public void ReadFirst_says_that_a_certificate_is_its_own_issuer()
    {
        Assert.Equal("self-issued", Read(new X509Bytes { Subject = "router", Issuer = "router" }.ToArray(), "2026-01-01")["tls.cert_problem"]);
        Assert.Equal("expired, self-issued", Read(new X509Bytes { Subject = "router", Issuer = "router" }.ToArray(), "2036-01-01")["tls.cert_problem"]);
    }

    [Fact]
    public void ReadFirst_tells_no_name_where_the_certificate_has_none()
    {
        var facts = Read(new X509Bytes { Names = ["only.example"] }.ToArray(), "2026-01-01");

        Assert.DoesNotContain("tls.cert_subject", facts.Keys);
        Assert.Equal("only.example", facts["tls.cert_names"]);
    }

    [Theory]
    [InlineData("490101000000Z", "2049-01-01")]
    [InlineData("500101000000Z", "1950-01-01")]
    [InlineData("19360101000000Z", "1936-01-01")]
    [InlineData("99991231235959Z", "9999-12-31")]
    [InlineData("3601010000Z", "2036-01-01")]
    [InlineData("360101003000+0100", "2035-12-31")]
    [InlineData("20360101233000-0030", "2036-01-02")]
    [InlineData("99991231235959-0100", "9999-12-31")]
    public void ReadFirst_reads_both_forms_of_time(string time, string expected) =>
        Assert.Equal(expected, Read(new X509Bytes { Subject = "a", NotAfter = time }.ToArray(), "2026-01-01")["tls.cert_not_after"]);

    [Theory]
    [InlineData("250229000000Z")]
    [InlineData("251301000000Z")]
    [InlineData("250100000000Z")]
    [InlineData("250101240000Z")]
    [InlineData("250101006000Z")]
    [InlineData("250101000060Z")]
    [InlineData("25010100000 Z")]
    [InlineData("2501010000001")]
    [InlineData("250101000000")]
    [InlineData("250101000000+01")]
    [InlineData("250101000000+2400")]
    [InlineData("250101000000+0060")]
    [InlineData("Z")]
    [InlineData("00000101000000Z")]
    public void ReadFirst_refuses_times_that_do_not_exist(string time) =>
        Assert.Equal(ParseStatus.Malformed, Parse(new X509Bytes { Subject = "a", NotAfter = time }.ToArray(), out _));

    [Theory]
    [InlineData(0x0c, "M\u00fcller \u001b[2J")]
    [InlineData(0x13, "Miller")]
    [InlineData(0x14, "M\u00fcller")]
    [InlineData(0x16, "Miller")]
    [InlineData(0x1e, "M\u00fcller \u65e5\u672c")]
    public void ReadFirst_reads_every_kind_of_string(int tag, string text) =>
        Assert.Equal(text.Replace('\u001b', '\ufffd'), Read(new X509Bytes { Subject = text, StringTag = tag }.ToArray(), "2026-01-01")["tls.cert_subject"]);

    [Fact]
    public void ReadFirst_takes_the_most_specific_common_name_and_else_the_organization()
    {
        var names = X509Bytes.Sequence(
            X509Bytes.Relative("Example Inc", 0x0c, 10), X509Bytes.Relative("Root", 0x0c, 3), X509Bytes.Relative("Leaf", 0x0c, 3), X509Bytes.Relative("Other", 0x0c, 10));
        var organization = X509Bytes.Sequence(X509Bytes.Relative("US", 0x13, 6), X509Bytes.Relative("Example Inc", 0x0c, 10));

        Assert.Equal("Leaf", Read(new X509Bytes { Subject = "a", IssuerName = names }.ToArray(), "2026-01-01")["tls.cert_issuer"]);
        Assert.Equal("Example Inc", Read(new X509Bytes { Subject = "a", IssuerName = organization }.ToArray(), "2026-01-01")["tls.cert_issuer"]);
    }

    [Fact]
    public void ReadFirst_cuts_long_names()
    {
        var facts = Read(new X509Bytes { Subject = new string('x', 5000), StringTag = 0x1e, Names = [new string('y', 5000)] }.ToArray(), "2026-01-01");

        Assert.Equal(256, facts["tls.cert_subject"].Length);
        Assert.EndsWith("x…", facts["tls.cert_subject"], StringComparison.Ordinal);
        Assert.EndsWith("y…", facts["tls.cert_names"], StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFirst_needs_only_the_first_of_a_list()
    {
        var body = TlsBytes.Certificate(s_certificate, new byte[3000])[4..];

        Assert.Equal(ParseStatus.Complete, ServerCertificate.ReadFirst(body, true, out var whole));
        Assert.Equal(ParseStatus.Complete, ServerCertificate.ReadFirst(body.AsSpan(0, 6 + s_certificate.Length), false, out var front));
        Assert.Equal(whole, front);
    }

    [Fact]
    public void ReadFirst_waits_for_every_prefix()
    {
        var body = TlsBytes.Certificate(s_certificate)[4..];
        for (var length = 0; length < body.Length; length++)
        {
            Assert.Equal(ParseStatus.Truncated, ServerCertificate.ReadFirst(body.AsSpan(0, length), false, out var part));
            Assert.Null(part);
            Assert.Equal(ParseStatus.Malformed, ServerCertificate.ReadFirst(body.AsSpan(0, length), true, out part));
            Assert.Null(part);
        }
    }

    [Fact]
    public void ReadFirst_answers_one_value_for_the_same_certificate_and_another_one_for_every_other()
    {
        var body = TlsBytes.Certificate(s_certificate)[4..];
        ServerCertificate.ReadFirst(body, true, out var first);

        Assert.Equal(0, Allocations.Of(() => ServerCertificate.ReadFirst(body, true, out _)));
        ServerCertificate.ReadFirst(body, true, out var again);
        Assert.Same(first, again);

        // Whatever differs, also behind what chooses its place in memory.
        for (var at = 0; at < s_certificate.Length; at++)
        {
            var other = s_certificate.ToArray();
            other[at] ^= 1;
            ServerCertificate.ReadFirst(TlsBytes.Certificate(other).AsSpan(4), true, out var different);
            Assert.NotSame(first, different);
        }
    }

    [Fact]
    public void ReadFirst_answers_an_empty_list_with_no_certificate()
    {
        Assert.Equal(ParseStatus.Complete, ServerCertificate.ReadFirst([0, 0, 0], true, out var certificate));
        Assert.Null(certificate);
    }

    [Fact]
    public void Parse_survives_damage()
    {
        var random = new Random(5);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = s_certificate.ToArray();
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            if (Parse(bytes[..random.Next(bytes.Length + 1)], out var facts) == ParseStatus.Complete || Parse(bytes, out facts) == ParseStatus.Complete)
            {
                Assert.All(facts, fact => Assert.InRange(fact.Value.Length, 1, 300));
            }
        }
    }

    [Fact]
    public void Parse_survives_hostile_lengths_anywhere()
    {
        foreach (var value in new byte[] { 0x00, 0x7f, 0x80, 0x81, 0x84, 0xff })
        {
            for (var at = 0; at < s_certificate.Length; at++)
            {
                var bytes = s_certificate.ToArray();
                bytes[at] = value;
                Parse(bytes, out _);
            }
        }
    }

    /// <summary>Certificates of the platform's own making say the same to both of us.</summary>
    [Fact]
    public void ReadFirst_agrees_with_the_platform()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("O=Example Inc, C=DE, CN=shop.example.org", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Parse("192.0.2.1"));
        names.AddDnsName("shop.example.org");
        names.AddDnsName("example.org");
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(
            new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.Zero), new DateTimeOffset(2061, 3, 4, 5, 6, 7, TimeSpan.Zero));

        var facts = Read(certificate.RawData, "2026-01-01");

        Assert.Equal(certificate.GetNameInfo(X509NameType.SimpleName, false), facts["tls.cert_subject"]);
        Assert.Equal(certificate.GetNameInfo(X509NameType.SimpleName, true), facts["tls.cert_issuer"]);
        Assert.Equal("shop.example.org and 1 more", facts["tls.cert_names"]);
        Assert.Equal("2024-02-29", facts["tls.cert_not_before"]);
        Assert.Equal("2061-03-04", facts["tls.cert_not_after"]);
        Assert.Equal("self-issued", facts["tls.cert_problem"]);
    }

    private static Dictionary<string, string> Read(byte[] certificate, string time)
    {
        Assert.Equal(ParseStatus.Complete, Parse(certificate, out var facts, time));
        return facts;
    }

    private static ParseStatus Parse(byte[] certificate, out Dictionary<string, string> facts, string time = "2026-01-01")
    {
        var timestamp = PacketTime.FromUtc(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal));
        var status = ServerCertificate.ReadFirst(TlsBytes.Certificate(certificate).AsSpan(4), true, out var read);
        var fields = new List<AppField>();
        read?.AddFields(fields, read.ValidityAt(timestamp));
        facts = fields.ToDictionary(fact => fact.Name, fact => fact.Value);
        return status;
    }
}
