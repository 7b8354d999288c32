using System.Globalization;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Tls;

/// <summary>What the certificate a server showed says of itself. Nothing of it has been verified.</summary>
internal sealed record ServerCertificate
{
    private const string DateFormat = "yyyy-MM-dd";   // full-date (RFC 3339 §5.6)

    /// <summary>Common name of the subject, else its organization.</summary>
    public string? Subject { get; init; }

    /// <summary>Common name of the issuer, else its organization.</summary>
    public string? Issuer { get; init; }

    /// <summary>The first DNS name it is for.</summary>
    public string? FirstName { get; init; }

    /// <summary>Number of DNS names it is for.</summary>
    public int NameCount { get; init; }

    /// <summary>Start of its validity, UTC.</summary>
    public DateTime NotBefore { get; init; }

    /// <summary>End of its validity, UTC.</summary>
    public DateTime NotAfter { get; init; }

    /// <summary>When it was shown, by the packet's time, UTC.</summary>
    public DateTime ShownAt { get; init; }

    /// <summary>Issuer and subject are the same, as in every self-signed certificate (RFC 5280 §3.2).</summary>
    public bool IsSelfIssued { get; init; }

    /// <summary>
    /// Reads the first certificate of a Certificate message (RFC 5246 §7.4.2): the server's own. The others need not be there.
    /// <paramref name="certificate"/> is <see langword="null"/> unless the answer is <see cref="ParseStatus.Complete"/>, and also then for an empty list.
    /// </summary>
    /// <param name="body">The message's body, or the part of it that is there.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    /// <param name="timestamp">Packet time, nanoseconds since 1970.</param>
    /// <param name="certificate">What it says.</param>
    public static ParseStatus ReadFirst(ReadOnlySpan<byte> body, bool isWhole, long timestamp, out ServerCertificate? certificate)
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

        if (X509Certificate.Parse(first, out var view) != ParseStatus.Complete)
        {
            return ParseStatus.Malformed;
        }

        var name = view.FirstDnsName(out var count);
        certificate = new ServerCertificate
        {
            Subject = X509Name.CommonNameOf(view.Subject),
            Issuer = X509Name.CommonNameOf(view.Issuer),
            FirstName = name.IsEmpty ? null : WireText.Clean(name),
            NameCount = count,
            NotBefore = view.NotBefore,
            NotAfter = view.NotAfter,
            ShownAt = PacketTime.ToUtc(timestamp),
            IsSelfIssued = !view.Subject.IsEmpty && view.Subject.SequenceEqual(view.Issuer),
        };
        return ParseStatus.Complete;
    }

    /// <summary>The facts in the order to show them.</summary>
    public void AddFields(List<AppField> fields)
    {
        if (Subject is not null)
        {
            fields.Add(new("tls.cert_subject", "Certificate subject", Subject));
        }

        if (FirstName is not null)
        {
            fields.Add(new("tls.cert_names", "Certificate names", NameCount == 1
                ? FirstName
                : string.Create(CultureInfo.InvariantCulture, $"{FirstName} and {NameCount - 1} more")));
        }

        if (Issuer is not null)
        {
            fields.Add(new("tls.cert_issuer", "Certificate issuer", Issuer));
        }

        fields.Add(new("tls.cert_not_before", "Valid from", NotBefore.ToString(DateFormat, CultureInfo.InvariantCulture)));
        fields.Add(new("tls.cert_not_after", "Valid to", NotAfter.ToString(DateFormat, CultureInfo.InvariantCulture)));
        if (Problem is { } problem)
        {
            fields.Add(new("tls.cert_problem", "Certificate problem", problem));
        }
    }

    private string? Problem
    {
        get
        {
            var validity = ShownAt > NotAfter ? "expired" : ShownAt < NotBefore ? "not yet valid" : null;
            return !IsSelfIssued ? validity : validity is null ? "self-issued" : $"{validity}, self-issued";
        }
    }
}
