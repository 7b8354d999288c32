using System.Buffers.Binary;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Tls;

/// <summary>
/// TLS 1.0 to 1.3 and SSL 2.0 and 3.0 over TCP, by its hellos (RFC 8446, RFC 5246, RFC 6101). A stream whose beginning was
/// not seen is called TLS only when records chain up exactly.
/// </summary>
internal sealed class TlsDissector : IDissector
{
    private const int MaxProtocolsLength = 256;
    private const int MaxProtocols = 16;
    private const byte WarningLevel = 1;   // RFC 8446 §6

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

        if (record.Type == TlsContentType.Handshake)
        {
            var finding = DissectHandshake(payload, known, record);
            if (finding.Status != ParseStatus.Malformed)
            {
                return finding;
            }
        }

        return known is not null ? DissectAfterHello(record, known)
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
                TlsHandshakeType.ServerHello => OnServerHello(known, status, message),
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
            return Finding.Truncated(!certain ? null : payload.EndsInGap ? WithClientHello(known, hello, false) : new TlsInfo());
        }

        // A second hello answers a HelloRetryRequest and repeats the first one's names.
        return known is { HasClientHello: true }
            ? Finding.Complete(null, message.StreamLength)
            : Finding.Complete(
                WithClientHello(known, hello, true),
                message.StreamLength,
                known is { Version: not null, IsRetrying: false } ? Interest.None : Interest.Both);
    }

    private static Finding OnServerHello(TlsInfo? known, ParseStatus status, in TlsHandshakeMessage message)
    {
        if (status == ParseStatus.Truncated)
        {
            return Finding.Truncated();
        }

        if (TlsServerHello.Parse(message.Body, out var hello) != ParseStatus.Complete)
        {
            return Finding.Malformed;
        }

        var info = WithServerHello(known, hello);
        return Finding.Complete(
            info,
            message.StreamLength,
            hello.IsRetryRequest ? Interest.Both : info.HasClientHello ? Interest.None : Interest.OtherDirection);
    }

    /// <summary>Records beside the hellos: some may stand before the next one, the others end the direction's interest.</summary>
    private static Finding DissectAfterHello(in TlsRecord record, TlsInfo known)
    {
        // Before the second hello of a retried handshake (RFC 8446 appendix D.4), or a warning before the ServerHello
        // (unrecognized_name, RFC 6066 §3).
        var mayPrecedeHello = record.Type == TlsContentType.ChangeCipherSpec
            || (record.Type == TlsContentType.Alert && known.Version is null && record.Fragment is [WarningLevel, ..]);
        return mayPrecedeHello && record.Length <= 2
            ? Finding.Complete(null, TlsRecord.HeaderLength + record.Length)
            : Finding.Complete(null, Finding.WholePayload, Interest.OtherDirection);
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
            return Finding.Complete(new TlsInfo(), Finding.WholePayload, Interest.OtherDirection);
        }

        return TlsRecord.Parse(rest, out var next) switch
        {
            ParseStatus.Complete when next.Version == record.Version => Finding.Complete(new TlsInfo(), Finding.WholePayload, Interest.OtherDirection),
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

        var info = known ?? new TlsInfo();
        return hello.IsClient
            ? Finding.Complete(info with { VersionOffered = hello.Version, HasClientHello = true }, hello.Length)
            : Finding.Complete(info with { Version = hello.Version }, hello.Length, info.HasClientHello ? Interest.None : Interest.OtherDirection);
    }

    /// <summary>What is known after a ServerHello.</summary>
    internal static TlsInfo WithServerHello(TlsInfo? known, in TlsServerHello hello) => (known ?? new TlsInfo()) with
    {
        Version = hello.Version,
        CipherSuite = hello.CipherSuite,
        ChosenProtocol = hello.ProtocolName.IsEmpty ? null : WireText.Clean(hello.ProtocolName),
        IsRetrying = hello.IsRetryRequest,
    };

    /// <summary>What is known after a ClientHello, or after the part of one that <paramref name="isWhole"/> denies.</summary>
    internal static TlsInfo WithClientHello(TlsInfo? known, in TlsClientHello hello, bool isWhole)
    {
        var name = hello.ServerName;
        var cleaned = name.IsEmpty ? null : WireText.Clean(name);
        return (known ?? new TlsInfo()) with
        {
            VersionOffered = HighestVersion(hello),
            ServerName = cleaned,
            ValidServerName = WireText.TryHostName(name, out var valid, cleaned) ? valid : null,
            ProtocolsOffered = ProtocolList(hello.ProtocolNames),
            HasClientHello = isWhole,
        };
    }

    private static ushort HighestVersion(in TlsClientHello hello)
    {
        var highest = (ushort)0;
        for (var list = hello.SupportedVersions; list.Length >= 2; list = list[2..])
        {
            var version = BinaryPrimitives.ReadUInt16BigEndian(list);
            if (!TlsVersions.IsGrease(version) && TlsVersions.Name(version) is not null && TlsVersions.Rank(version) > TlsVersions.Rank(highest))
            {
                highest = version;
            }
        }

        return highest == 0 ? hello.LegacyVersion : highest;
    }

    /// <summary>ALPN names joined by commas, without GREASE (RFC 8701 §3).</summary>
    private static string? ProtocolList(ReadOnlySpan<byte> names)
    {
        string? text = null;   // mostly one or two names
        var reader = new WireReader(names);
        for (var count = 0; count < MaxProtocols && !(text?.Length >= MaxProtocolsLength) && reader.TryTakeVector8(out var name); count++)
        {
            if (name.IsEmpty || (name.Length == 2 && TlsVersions.IsGrease(BinaryPrimitives.ReadUInt16BigEndian(name))))
            {
                continue;
            }

            text = text is null ? WireText.Clean(name) : $"{text},{WireText.Clean(name)}";
        }

        return text;
    }
}
