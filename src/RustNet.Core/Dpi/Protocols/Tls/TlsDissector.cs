using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Tls;

/// <summary>
/// TLS 1.0 to 1.3 and SSL 2.0 and 3.0 over TCP, by its hellos (RFC 8446, RFC 5246, RFC 6101). A stream whose beginning was
/// not seen is called TLS only when records chain up exactly. In TLS 1.2 and before the server's certificate and alerts are
/// in the clear too: there both directions are followed until they change to encryption.
/// </summary>
internal sealed partial class TlsDissector : IDissector
{
    /// <inheritdoc/>
    public DissectorTraits Traits { get; } = new("tls", Transports.Tcp, [443, 465, 636, 853, 989, 990, 993, 995, 5061, 8443, 8883]);

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload)
    {
        var bytes = payload.Bytes;
        var known = payload.Current as TlsInfo;
        switch (TlsRecord.Parse(bytes, out var record))
        {
            case ParseStatus.Truncated:
                return Finding.Truncated();
            case ParseStatus.Malformed:
                return DissectSsl2(payload, known);
        }

        if (known is { IsInPlainHandshake: true } && known.IsClientInitiator != payload.FromInitiator)
        {
            return DissectServerFlight(payload, record, known);
        }

        if (record.Type == TlsContentType.Handshake)
        {
            var finding = DissectHandshake(payload, known, record);
            if (finding.Status != ParseStatus.Malformed)
            {
                return finding;
            }
        }

        return known is not null ? DissectAfterHello(payload, record, known)
            : payload.StartsInGap ? DissectChain(payload)
            : Finding.Malformed;
    }

    private static Finding DissectHandshake(in Payload payload, TlsInfo? known, in TlsRecord record)
    {
        var status = TlsHandshakeMessage.Parse(payload.Bytes, out var message);
        try
        {
            if (status == ParseStatus.Malformed || message.StreamLength == 0)
            {
                // Without a message header: the first record's first byte already tells the type.
                var canBeHello = record.Fragment.IsEmpty || (TlsHandshakeType)record.Fragment[0] is TlsHandshakeType.ClientHello or TlsHandshakeType.ServerHello;
                return status == ParseStatus.Truncated && canBeHello ? Finding.Truncated() : Finding.Malformed;
            }

            return message.Type switch
            {
                TlsHandshakeType.ClientHello => OnClientHello(payload, known, status, message),
                TlsHandshakeType.ServerHello => OnServerHello(payload, known, status, message),
                _ => Finding.Malformed,
            };
        }
        finally
        {
            message.Dispose();
        }
    }

    private static Finding OnClientHello(in Payload payload, TlsInfo? known, ParseStatus status, in TlsHandshakeMessage message)
    {
        var read = TlsClientHello.Parse(message.Body, status == ParseStatus.Complete, out var hello);
        if (read == ParseStatus.Malformed)
        {
            return Finding.Malformed;
        }

        if (read == ParseStatus.Truncated)
        {
            // Certain from the cipher suites on, but the name may still come: tell it early only if nothing more will.
            var certain = !hello.CipherSuites.IsEmpty && (payload.EndsInGap || known is null);
            return Finding.Truncated(!certain ? null : payload.EndsInGap ? WithClientHello(known, hello, false, Ja4.Tcp, payload.FromInitiator) : s_nothing);
        }

        // A second hello answers a HelloRetryRequest and repeats the first one's names.
        return known is { HasClientHello: true }
            ? Finding.Complete(null, message.StreamLength)
            : Finding.Complete(
                WithClientHello(known, hello, true, Ja4.Tcp, payload.FromInitiator),
                message.StreamLength,
                known is { HasServerHello: true, IsInPlainHandshake: false } ? Interest.None : Interest.Both);
    }

    private static Finding OnServerHello(in Payload payload, TlsInfo? known, ParseStatus status, in TlsHandshakeMessage message)
    {
        if (status == ParseStatus.Truncated)
        {
            return Finding.Truncated();
        }

        if (TlsServerHello.Parse(message.Body, out var hello) != ParseStatus.Complete)
        {
            return Finding.Malformed;
        }

        var info = WithServerHello(known, hello, !payload.FromInitiator);
        return hello.IsRetryRequest ? Finding.Complete(info, message.StreamLength)
            : info.IsInPlainHandshake ? OnPlainServerHello(payload, info, message)
            : Finding.Complete(info, message.StreamLength, info.HasClientHello ? Interest.None : Interest.OtherDirection);
    }

    /// <summary>
    /// Mid-stream: one whole record of encrypted data that ends where the bytes do, or that another record's header follows.
    /// Six or ten bytes that fit by chance in one of 2^40 payloads.
    /// </summary>
    private static Finding DissectChain(in Payload payload)
    {
        var status = TlsRecord.Parse(payload.Bytes, out var record);
        if (status != ParseStatus.Complete || record.Version is < 0x0301 or > TlsVersions.Tls12 || record.Type == TlsContentType.Heartbeat)
        {
            return Finding.Malformed;
        }

        if (!record.IsWhole)
        {
            return payload.EndsInGap ? Finding.Malformed : Finding.Truncated();
        }

        var rest = payload.Bytes[(TlsRecord.HeaderLength + record.Length)..];
        if (rest.IsEmpty)
        {
            return Finding.Complete(s_nothing, Finding.WholePayload, Interest.OtherDirection);
        }

        return TlsRecord.Parse(rest, out var next) switch
        {
            ParseStatus.Complete when next.Version == record.Version => Finding.Complete(s_nothing, Finding.WholePayload, Interest.OtherDirection),
            ParseStatus.Truncated when !payload.EndsInGap => Finding.Truncated(),
            _ => Finding.Malformed,
        };
    }

    private static Finding DissectSsl2(in Payload payload, TlsInfo? known)
    {
        if (payload.StartsInGap || known is { VersionOffered: null } or { Version: not null })
        {
            return Finding.Malformed;
        }

        switch (Ssl2Hello.Parse(payload.Bytes, out var hello))
        {
            case ParseStatus.Truncated:
                return Finding.Truncated();
            case ParseStatus.Malformed:
                return Finding.Malformed;
        }

        var info = (known ?? s_nothing) with { IsClientInitiator = hello.IsClient == payload.FromInitiator };
        return hello.IsClient
            ? Finding.Complete(info with { VersionOffered = hello.Version, HasClientHello = true }, hello.Length)
            : Finding.Complete(info with { Version = hello.Version }, hello.Length, info.HasClientHello ? Interest.None : Interest.OtherDirection);
    }
}
