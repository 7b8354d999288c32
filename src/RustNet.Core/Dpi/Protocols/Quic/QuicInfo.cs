using System.Runtime.InteropServices;
using RustNet.Core.Dpi.Protocols.Tls;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>How far a connection has come (SPEC §6).</summary>
internal enum QuicPhase : byte
{
    Initial,
    Handshake,
    Connected,
    Draining,
    Closed,
}

/// <summary>Why a connection was ended (RFC 9000 §19.19).</summary>
/// <param name="Code">Error code.</param>
/// <param name="Reason">Reason phrase, cleaned; mostly empty.</param>
/// <param name="IsOfApplication">The application closed, not the transport.</param>
internal sealed record QuicClose(ulong Code, string Reason, bool IsOfApplication);

/// <summary>
/// What a QUIC handshake said to whoever saw its Initial packets. Changed only through <see cref="QuicDraft.Change"/>, before
/// anybody else has it.
/// </summary>
internal sealed record QuicInfo : AppInfo
{
    private const string Http3 = "h3";
    private const long LongestIdleTimeout = 24 * 60 * PacketTime.Minute / PacketTime.Millisecond;

    // Order of QuicPhase
    private static readonly string[] s_states = ["QUIC_INITIAL", "QUIC_HANDSHAKE", "QUIC_CONNECTED", "QUIC_DRAINING", "QUIC_CLOSED"];

    /// <summary>Every <see cref="TransportState"/>.</summary>
    public static IEnumerable<string> States => s_states;

    /// <inheritdoc/>
    public override string Protocol => "quic";

    /// <summary>Version in use, or the last one tried; <see langword="null"/> where only a Version Negotiation was seen.</summary>
    public uint? Version { get; set; }

    /// <summary>How far it has come.</summary>
    public QuicPhase Progress { get; set; }

    /// <summary>The hellos.</summary>
    public TlsInfo? Tls { get; set; }

    /// <summary>Versions a server offered instead (RFC 9000 §6), comma-separated.</summary>
    public string? VersionsSupported { get; set; }

    /// <summary>The server has asked for a new attempt with a token (RFC 9000 §8.1.2).</summary>
    public bool IsRetried { get; set; }

    /// <summary>The client has sent data before the handshake (RFC 9001 §4.6).</summary>
    public bool HasZeroRtt { get; set; }

    /// <summary>What the client's hello asks of the connection; the server's answer to it is encrypted.</summary>
    public QuicTransportParameters? Parameters { get; set; }

    /// <summary>Software a client of Google's handshake names.</summary>
    public string? UserAgent { get; set; }

    /// <summary>The first CONNECTION_CLOSE in an Initial packet; later ones are encrypted.</summary>
    public QuicClose? Close { get; set; }

    /// <summary>True when whatever the server chooses is HTTP/3: the choice itself is encrypted.</summary>
    public bool IsHttp3 => Tls?.ProtocolsOffered is { } offered && HasOnlyHttp3(offered);

    /// <inheritdoc/>
    public override string? HostName => Tls?.HostName;

    /// <inheritdoc/>
    public override string Summary => ProtocolLabel is { } protocol ? $"{base.Summary} ({protocol})" : base.Summary;

    /// <inheritdoc/>
    public override string TransportState => s_states[(int)Progress];

    /// <inheritdoc/>
    public override long? IdleTimeout => Progress switch
    {
        QuicPhase.Initial or QuicPhase.Handshake => 60 * PacketTime.Second,
        QuicPhase.Connected when IsHttp3 => 10 * PacketTime.Minute,
        QuicPhase.Connected when Parameters is { MaxIdleTimeout: > 0 and var timeout } =>
            (long)Math.Min(timeout, LongestIdleTimeout) * PacketTime.Millisecond,
        QuicPhase.Connected => 5 * PacketTime.Minute,
        _ => Close is { IsOfApplication: true } ? PacketTime.Second : 10 * PacketTime.Second,
    };

    /// <inheritdoc/>
    public override long? FreshIdleTimeout =>
        Progress == QuicPhase.Connected && !IsHttp3 && Parameters is null or { MaxIdleTimeout: 0 } ? 10 * PacketTime.Minute : IdleTimeout;

    /// <inheritdoc/>
    public override bool IsClosed => Progress >= QuicPhase.Draining;

    /// <inheritdoc/>
    public override bool IsLate(ReadOnlySpan<byte> datagram, bool fromInitiator) =>
        datagram.IsEmpty || !fromInitiator || !QuicLongPacket.IsLong(datagram[0]);   // only a client begins, with a long header

    /// <inheritdoc/>
    public override void AddFields(List<AppField> fields)
    {
        if (Version is { } version)
        {
            fields.Add(new("quic.version", "Version", QuicVersions.Text(version)));
        }

        var ofTls = fields.Count;
        Tls?.AddFields(fields);
        foreach (ref var fact in CollectionsMarshal.AsSpan(fields)[ofTls..])
        {
            // Two versions in one list: that of QUIC has the plain name.
            fact = fact.Name switch
            {
                "tls.version" => fact with { Label = "TLS version" },
                "tls.version_offered" => fact with { Label = "TLS version offered" },
                _ => fact,
            };
        }

        if (UserAgent is not null)
        {
            fields.Add(new("quic.user_agent", "User agent", UserAgent));
        }

        Parameters?.AddFields(fields);

        if (VersionsSupported is not null)
        {
            fields.Add(new("quic.versions_supported", "Versions supported", VersionsSupported));
        }

        if (IsRetried)
        {
            fields.Add(new("quic.retry", "Retry", "yes"));
        }

        if (HasZeroRtt)
        {
            fields.Add(new("quic.zero_rtt", "0-RTT", "yes"));
        }

        if (Close is not null)
        {
            fields.Add(new("quic.close", "Closed with", QuicErrors.Text(Close.Code)));
            if (Close.Reason.Length > 0)
            {
                fields.Add(new("quic.close_reason", "Reason", Close.Reason));
            }
        }
    }

    private string? ProtocolLabel => Tls?.ChosenProtocol
        ?? (Tls?.ProtocolsOffered is { } offered && !offered.Contains(',', StringComparison.Ordinal) ? offered : IsHttp3 ? Http3 : null);

    private static bool HasOnlyHttp3(ReadOnlySpan<char> names)
    {
        foreach (var range in names.Split(','))
        {
            var name = names[range];
            if (!name.SequenceEqual(Http3) && !name.StartsWith("h3-"))   // the drafts of HTTP/3
            {
                return false;
            }
        }

        return true;
    }
}
