using System.Globalization;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Tls;

/// <summary>How a certificate's period of validity lies to the moment it was shown.</summary>
internal enum CertificateValidity : byte
{
    Valid,
    NotYet,
    Expired,
}

/// <summary>
/// What the certificate a server showed says of itself. Nothing of it has been verified. One value for all connections that show the
/// same one (<see cref="CertificateMemory"/>), so its texts are made once.
/// </summary>
internal sealed record ServerCertificate
{
    private const string DateFormat = "yyyy-MM-dd";   // full-date (RFC 3339 §5.6)

    /// <summary>Common name of the subject, else its organization.</summary>
    public string? Subject { get; private init; }

    /// <summary>Common name of the issuer, else its organization.</summary>
    public string? Issuer { get; private init; }

    /// <summary>The first DNS name it is for, and how many more.</summary>
    public string? Names { get; private init; }

    /// <summary>Issuer and subject are the same, as in every self-signed certificate (RFC 5280 §3.2).</summary>
    public bool IsSelfIssued { get; private init; }

    private DateTime NotBefore { get; init; }

    private DateTime NotAfter { get; init; }

    private string? ValidFrom { get; init; }

    private string? ValidTo { get; init; }

    /// <summary>
    /// Reads the first certificate of a Certificate message (RFC 5246 §7.4.2): the server's own. The others need not be there.
    /// <paramref name="certificate"/> is <see langword="null"/> unless the answer is <see cref="ParseStatus.Complete"/>, and also then for an empty list.
    /// </summary>
    /// <param name="body">The message's body, or the part of it that is there.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    /// <param name="certificate">What it says.</param>
    public static ParseStatus ReadFirst(ReadOnlySpan<byte> body, bool isWhole, out ServerCertificate? certificate)
    {
        certificate = null;
        var shortOf = isWhole ? ParseStatus.Malformed : ParseStatus.Truncated;
        var reader = new WireReader(body);
        if (!reader.TryReadUInt24(out var listLength))
        {
            return shortOf;
        }

        if (listLength == 0)
        {
            return ParseStatus.Complete;
        }

        if (!reader.TryTakeVector24(out var first))
        {
            return shortOf;
        }

        certificate = CertificateMemory.Find(first);
        if (certificate is not null)
        {
            return ParseStatus.Complete;
        }

        if (X509Certificate.Parse(first, out var view) != ParseStatus.Complete)
        {
            return ParseStatus.Malformed;
        }

        certificate = Of(view);
        CertificateMemory.Keep(first, certificate);
        return ParseStatus.Complete;
    }

    /// <summary>Whether it is valid at a packet's time, nanoseconds since 1970.</summary>
    public CertificateValidity ValidityAt(long timestamp)
    {
        var time = PacketTime.ToUtc(timestamp);
        return time > NotAfter ? CertificateValidity.Expired : time < NotBefore ? CertificateValidity.NotYet : CertificateValidity.Valid;
    }

    /// <summary>Appends the facts in the order to show them.</summary>
    /// <param name="fields">Where to.</param>
    /// <param name="validity">What <see cref="ValidityAt"/> has said of it in this connection.</param>
    public void AddFields(List<AppField> fields, CertificateValidity validity)
    {
        Add(fields, "tls.cert_subject", "Certificate subject", Subject);
        Add(fields, "tls.cert_names", "Certificate names", Names);
        Add(fields, "tls.cert_issuer", "Certificate issuer", Issuer);
        Add(fields, "tls.cert_not_before", "Valid from", ValidFrom);
        Add(fields, "tls.cert_not_after", "Valid to", ValidTo);
        Add(fields, "tls.cert_problem", "Certificate problem", Problem(validity));
    }

    private static ServerCertificate Of(in X509Certificate view)
    {
        var name = view.FirstDnsName(out var count);
        var first = name.IsEmpty ? null : WireText.Clean(name);
        return new ServerCertificate
        {
            Subject = X509Name.CommonNameOf(view.Subject),
            Issuer = X509Name.CommonNameOf(view.Issuer),
            Names = first is null || count == 1 ? first : string.Create(CultureInfo.InvariantCulture, $"{first} and {count - 1} more"),
            NotBefore = view.NotBefore,
            NotAfter = view.NotAfter,
            ValidFrom = view.NotBefore.ToString(DateFormat, CultureInfo.InvariantCulture),
            ValidTo = view.NotAfter.ToString(DateFormat, CultureInfo.InvariantCulture),
            IsSelfIssued = !view.Subject.IsEmpty && view.Subject.SequenceEqual(view.Issuer),
        };
    }

    private string? Problem(CertificateValidity validity) => validity switch
    {
        CertificateValidity.Expired => IsSelfIssued ? "expired, self-issued" : "expired",
        CertificateValidity.NotYet => IsSelfIssued ? "not yet valid, self-issued" : "not yet valid",
        _ => IsSelfIssued ? "self-issued" : null,
    };

    private static void Add(List<AppField> fields, string name, string label, string? value)
    {
        if (value is not null)
        {
            fields.Add(new(name, label, value));
        }
    }
}
