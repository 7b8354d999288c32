namespace RustNet.Testing.Dpi;

/// <summary>
/// X.509 certificates in DER (RFC 5280 §4.1), complete but for a key and a signature that mean something. Dates are given as the wire has
/// them: more than twelve digits make a GeneralizedTime, fewer a UTCTime.
/// </summary>
public sealed class X509Bytes
{
    private const int Utf8String = 0x0c;

    /// <summary>Common name of the subject; an empty subject when empty.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Common name of the issuer.</summary>
    public string Issuer { get; init; } = "Example CA";

    /// <summary>Tag of both names' strings.</summary>
    public int StringTag { get; init; } = Utf8String;

    /// <summary>The issuer's whole Name instead of one made of <see cref="Issuer"/>.</summary>
    public byte[]? IssuerName { get; init; }

    public string NotBefore { get; init; } = "200101000000Z";

    public string NotAfter { get; init; } = "301231235959Z";

    /// <summary>DNS names; no extensions at all when empty.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The certificate.</summary>
    public byte[] ToArray()
    {
        byte[] algorithm = Sequence(Element(6, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));   // ecdsa-with-SHA256
        byte[] key = Sequence(algorithm, Element(3, [0, .. TlsBytes.Random(11)]));
        byte[] signed = Sequence(
            Names.Count > 0 ? Element(0xa0, Element(2, 2)) : [],
            Element(2, 0x01, 0x23, 0x45),
            algorithm,
            IssuerName ?? Name(Issuer, StringTag),
            Sequence(Time(NotBefore), Time(NotAfter)),
            Name(Subject, StringTag),
            key,
            Names.Count > 0 ? Element(0xa3, Extensions()) : []);
        return Sequence(signed, algorithm, Element(3, [0, .. TlsBytes.Random(12)]));
    }

    /// <summary>A Name of one attribute: a common name, or another attribute of 2.5.4.</summary>
    public static byte[] Name(string value, int tag = Utf8String, byte attribute = 3) => value.Length == 0
        ? Sequence()
        : Sequence(Relative(value, tag, attribute));

    /// <summary>A RelativeDistinguishedName.</summary>
    public static byte[] Relative(string value, int tag, byte attribute) =>
        Element(0x31, Sequence(Element(6, 0x55, 0x04, attribute), Element(tag, Text(value, tag))));

    public static byte[] Sequence(params byte[][] parts) => Element(0x30, [.. parts.SelectMany(part => part)]);

    /// <summary>An element with its length in the shortest form.</summary>
    public static byte[] Element(int tag, params byte[] contents)
    {
        var bytes = new WireBytes().U8(tag);
        bytes = contents.Length switch
        {
            < 0x80 => bytes.U8(contents.Length),
            < 0x100 => bytes.U8(0x81).U8(contents.Length),
            _ => bytes.U8(0x82).U16(contents.Length),
        };
        return bytes.Append(contents).ToArray();
    }

    private byte[] Extensions() => Sequence(
        Sequence(Element(6, 0x55, 0x1d, 0x13), Element(1, 0xff), Element(4, Sequence())),          // basicConstraints, critical
        Sequence(Element(6, 0x55, 0x1d, 0x11), Element(4, Sequence(
            [Element(0x81, Text("admin@example.com", 0x16)), .. Names.Select(name => Element(0x82, Text(name, 0x16)))]))));

    private static byte[] Time(string text) => Element(text.IndexOfAny(['Z', '+', '-']) > 12 ? 0x18 : 0x17, Text(text, 0x16));

    private static byte[] Text(string value, int tag) => tag switch
    {
        Utf8String => System.Text.Encoding.UTF8.GetBytes(value),
        0x1e => System.Text.Encoding.BigEndianUnicode.GetBytes(value),
        _ => new WireBytes().Text(value).ToArray(),
    };
}
