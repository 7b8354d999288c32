using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Tls;

/// <summary>How a session was taken up again without a new key exchange or certificate.</summary>
internal enum TlsResumption : byte
{
    None,

    /// <summary>The server knew the session id (RFC 5246 §7.3).</summary>
    SessionId,

    /// <summary>The client brought the state in a ticket (RFC 5077).</summary>
    Ticket,

    /// <summary>Pre-shared key of TLS 1.3 (RFC 8446 §2.2).</summary>
    PreSharedKey,
}

/// <summary>What a TLS handshake said in the clear.</summary>
internal sealed record TlsInfo : AppInfo
{
    /// <inheritdoc/>
    public override string Protocol => "tls";

    /// <summary>The server's choice; <see langword="null"/> until its hello was seen.</summary>
    public ushort? Version { get; init; }

    /// <summary>The highest version the client offered; <see langword="null"/> until its hello was seen.</summary>
    public ushort? VersionOffered { get; init; }

    /// <summary>The cipher suite the server chose.</summary>
    public ushort? CipherSuite { get; init; }

    /// <summary>Server name indication as it was sent, cleaned.</summary>
    public string? ServerName { get; init; }

    /// <summary>The server name where it is a valid one.</summary>
    public string? ValidServerName { get; init; }

    /// <summary>ALPN protocols the client offered, comma-separated.</summary>
    public string? ProtocolsOffered { get; init; }

    /// <summary>ALPN protocol the server chose in the clear.</summary>
    public string? ChosenProtocol { get; init; }

    /// <summary>The client's whole hello was seen.</summary>
    public bool HasClientHello { get; init; }

    /// <summary>The last server hello asked the client to try again: one more of each follows.</summary>
    public bool IsRetrying { get; init; }

    /// <summary>The direction in which the client's hello came or must come; <see langword="null"/> until a hello was seen.</summary>
    public bool? IsClientInitiator { get; init; }

    /// <summary>Number made of the session id that the client offered; 0 for none.</summary>
    public ulong SessionOffered { get; init; }

    /// <summary>The client offered a ticket of TLS 1.2 and before.</summary>
    public bool HasTicket { get; init; }

    /// <summary>Whether, and how, a session is resumed.</summary>
    public TlsResumption Resumption { get; init; }

    /// <summary>What follows the ServerHello of TLS 1.2 and before has told that the handshake is a full one.</summary>
    public bool IsFullHandshake { get; init; }

    /// <summary>The certificate the server showed in the clear: TLS 1.2 and before.</summary>
    public ServerCertificate? Certificate { get; init; }

    /// <summary>Whether it was valid when it was shown.</summary>
    public CertificateValidity Validity { get; init; }

    /// <summary>What the client says of an encrypted hello.</summary>
    public TlsEncryptedHello Encrypted { get; init; }

    /// <summary>Description of the fatal alert that ended the handshake in the clear.</summary>
    public byte? Alert { get; init; }

    /// <summary>The client sent <see cref="Alert"/>.</summary>
    public bool IsAlertFromClient { get; init; }

    /// <summary>Fingerprint of the client's hello.</summary>
    public string? Ja4 { get; init; }

    /// <summary>True once the server's hello, and not only a request to try again, was seen.</summary>
    public bool HasServerHello => Version is not null && !IsRetrying;

    /// <summary>True between the ServerHello of TLS 1.2 and before and the change to encryption.</summary>
    public bool IsInPlainHandshake => HasServerHello && TlsVersions.Rank(Version!.Value) < TlsVersions.Tls13;

    /// <inheritdoc/>
    public override string? HostName => ValidServerName;

    /// <inheritdoc/>
    /// <remarks>Not the offer of an encrypted hello: browsers make one, real or not, to every server.</remarks>
    public override string Summary => (AlertName ?? ChosenProtocol) is { } remark ? $"{base.Summary} ({remark})" : base.Summary;

    /// <inheritdoc/>
    public override long? IdleTimeout => 10 * PacketTime.Minute;

    /// <inheritdoc/>
    public override void AddFields(List<AppField> fields)
    {
        if (ServerName is not null)
        {
            // With an encrypted hello beside it this is the name of the server in front, not necessarily the one that is meant.
            fields.Add(new("tls.sni", "Server name", ServerName));
        }

        if (Version is { } version)
        {
            fields.Add(new("tls.version", "Version", VersionText(version)));
        }
        else if (VersionOffered is { } offered)
        {
            fields.Add(new("tls.version_offered", "Version offered", VersionText(offered)));
        }

        if (CipherSuite is { } suite)
        {
            if (TlsCipherSuites.Name(suite) is { } name)
            {
                fields.Add(new("tls.cipher", "Cipher suite", name));
            }

            fields.Add(new("tls.cipher_id", "Cipher suite number", RecentText.Hexadecimal(suite, 4)));
        }

        if (ChosenProtocol is not null)
        {
            fields.Add(new("tls.alpn", "ALPN", ChosenProtocol));
        }

        if (ProtocolsOffered is not null)
        {
            fields.Add(new("tls.alpn_offered", "ALPN offered", ProtocolsOffered));
        }

        if (Encrypted != TlsEncryptedHello.None)
        {
            fields.Add(new("tls.ech", "Encrypted hello", Encrypted == TlsEncryptedHello.Hello ? "offered" : "offered (name only)"));
        }

        if (ResumptionName is { } resumption)
        {
            fields.Add(new("tls.resumed", "Resumed by", resumption));
        }

        if (AlertName is { } alert)
        {
            fields.Add(new("tls.alert", IsAlertFromClient ? "Alert from client" : "Alert from server", alert));
        }

        if (Ja4 is not null)
        {
            fields.Add(new("tls.ja4", "JA4", Ja4));
        }

        Certificate?.AddFields(fields, Validity);
    }

    private string? AlertName => Alert is { } alert ? TlsAlerts.Name(alert) : null;

    private string? ResumptionName => Resumption switch
    {
        TlsResumption.SessionId => "session id",
        TlsResumption.Ticket => "ticket",
        TlsResumption.PreSharedKey => "psk",
        _ => null,
    };

    private static string VersionText(ushort version) =>
        TlsVersions.Name(version) ?? RecentText.Hexadecimal(version, 4);
}
