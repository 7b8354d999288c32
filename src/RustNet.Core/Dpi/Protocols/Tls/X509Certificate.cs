using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Tls;

/// <summary>
/// The parts of an X.509 certificate that say whose it is (RFC 5280 §4.1), viewed in place: valid only while the message is.
/// Nothing is verified.
/// </summary>
internal readonly ref struct X509Certificate
{
    private const byte Boolean = 0x01;
    private const byte VersionTag = 0xa0;      // version [0] EXPLICIT
    private const byte ExtensionsTag = 0xa3;   // extensions [3] EXPLICIT
    private const byte DnsNameTag = 0x82;      // dNSName [2] IA5String

    private static ReadOnlySpan<byte> SubjectAltName => [0x55, 0x1d, 0x11];   // 2.5.29.17

    /// <summary>The issuer's RDNSequence.</summary>
    public ReadOnlySpan<byte> Issuer { get; private init; }

    /// <summary>The subject's RDNSequence; may be empty.</summary>
    public ReadOnlySpan<byte> Subject { get; private init; }

    /// <summary>Start of its validity, UTC.</summary>
    public DateTime NotBefore { get; private init; }

    /// <summary>End of its validity, UTC.</summary>
    public DateTime NotAfter { get; private init; }

    /// <summary>GeneralNames of subjectAltName; empty where there are none.</summary>
    private ReadOnlySpan<byte> AlternativeNames { get; init; }

    /// <summary>Reads a certificate that fills <paramref name="bytes"/>.</summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, out X509Certificate certificate)
    {
        certificate = default;
        var outer = new BerReader(bytes);
        if (!outer.TryRead(BerReader.Sequence, out var contents) || !outer.AtEnd)
        {
            return ParseStatus.Malformed;
        }

        var parts = new BerReader(contents);   // tbsCertificate | signatureAlgorithm | signatureValue
        if (!parts.TryRead(BerReader.Sequence, out var signed))
        {
            return ParseStatus.Malformed;
        }

        var reader = new BerReader(signed);
        reader.TryRead(VersionTag, out _);     // absent in version 1
        if (!reader.TryRead(BerReader.Integer, out _)                                        // serialNumber
            || !reader.TryRead(BerReader.Sequence, out _)                                    // signature
            || !reader.TryRead(BerReader.Sequence, out var issuer)
            || !reader.TryRead(BerReader.Sequence, out var validity)
            || !X509Time.TryReadTwo(validity, out var notBefore, out var notAfter)
            || !reader.TryRead(BerReader.Sequence, out var subject)
            || !reader.TryRead(BerReader.Sequence, out _))                                   // subjectPublicKeyInfo
        {
            return ParseStatus.Malformed;
        }

        certificate = new X509Certificate
        {
            Issuer = issuer,
            Subject = subject,
            NotBefore = notBefore,
            NotAfter = notAfter,
            AlternativeNames = AlternativeNamesOf(reader),
        };
        return ParseStatus.Complete;
    }

    /// <summary>The first dNSName of subjectAltName, and how many there are.</summary>
    public ReadOnlySpan<byte> FirstDnsName(out int count)
    {
        count = 0;
        ReadOnlySpan<byte> first = default;
        var names = new BerReader(AlternativeNames);
        while (!names.AtEnd && names.Read(out var tag, out var name) == ParseStatus.Complete)
        {
            if (tag == DnsNameTag && count++ == 0)
            {
                first = name;
            }
        }

        return first;
    }

    /// <summary>Looks through what follows the public key: issuerUniqueID [1], subjectUniqueID [2], extensions [3].</summary>
    private static ReadOnlySpan<byte> AlternativeNamesOf(BerReader reader)
    {
        while (!reader.AtEnd && reader.Read(out var tag, out var contents) == ParseStatus.Complete)
        {
            if (tag == ExtensionsTag)
            {
                return new BerReader(contents).TryRead(BerReader.Sequence, out var extensions) ? FindAlternativeNames(extensions) : default;
            }
        }

        return default;
    }

    private static ReadOnlySpan<byte> FindAlternativeNames(ReadOnlySpan<byte> extensions)
    {
        var list = new BerReader(extensions);
        while (list.TryRead(BerReader.Sequence, out var extension))
        {
            var fields = new BerReader(extension);   // extnID | critical DEFAULT FALSE | extnValue
            if (!fields.TryRead(BerReader.ObjectIdentifier, out var id) || !id.SequenceEqual(SubjectAltName))
            {
                continue;
            }

            fields.TryRead(Boolean, out _);
            return fields.TryRead(BerReader.OctetString, out var value) && new BerReader(value).TryRead(BerReader.Sequence, out var names) ? names : default;
        }

        return default;
    }
}
