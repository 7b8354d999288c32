using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Tls;

/// <content>
/// What follows the hellos in the clear. Until the server's hello little does; in TLS 1.2 and before there is the server's
/// first flight (RFC 5246 §7.3): the certificate, or the change to encryption straight away where a session is resumed.
/// </content>
internal sealed partial class TlsDissector
{
    // Of a server's certificate; whole chains are a few kB.
    private const int MaxCertificateWait = 32 * 1024;

    /// <summary>After the ServerHello: what the same record holds besides it is read at once.</summary>
    private static Finding OnPlainServerHello(in Payload payload, TlsInfo info, in TlsHandshakeMessage message)
    {
        return message.HasMoreInRecord
            ? OnFirstOfFlight(payload, info, message.RecordStart, message.RecordEnd)
            : Finding.Complete(info, message.StreamLength);
    }

    /// <summary>A record of the server between its hello and encryption.</summary>
    private static Finding DissectServerFlight(in Payload payload, in TlsRecord record, TlsInfo known)
    {
        switch (record.Type)
        {
            case TlsContentType.Handshake when !known.IsFullHandshake:
                return OnFirstOfFlight(payload, known, 0, 0);
            case TlsContentType.Handshake when !payload.StartsInGap:
                return Finding.Complete(null, TlsRecord.HeaderLength + record.Length);
            case TlsContentType.ChangeCipherSpec when !known.IsFullHandshake && !payload.StartsInGap:
                return Finding.Complete(AsResumed(known), Finding.WholePayload, Interest.OtherDirection);
            case TlsContentType.Alert:
                return OnAlert(payload, record, known);
            default:
                return Finding.Complete(null, Finding.WholePayload, Interest.OtherDirection);
        }
    }

    /// <summary>The message after the ServerHello tells whether the handshake is a full one.</summary>
    /// <param name="payload">The server's bytes.</param>
    /// <param name="info">What is known, the ServerHello included.</param>
    /// <param name="start">Where in them the record begins that the message begins in.</param>
    /// <param name="skip">Where in that record's fragment.</param>
    private static Finding OnFirstOfFlight(in Payload payload, TlsInfo info, int start, int skip)
    {
        var status = TlsHandshakeMessage.Parse(payload.Bytes[start..], skip, out var message);
        try
        {
            if (status == ParseStatus.Malformed)
            {
                return Finding.Complete(info, Finding.WholePayload, Interest.OtherDirection);
            }

            if (message.StreamLength == 0)
            {
                return WaitForFlight(payload, info);
            }

            var end = start + message.StreamLength;
            switch (message.Type)
            {
                case TlsHandshakeType.Certificate:
                    var read = ServerCertificate.ReadFirst(message.Body, status == ParseStatus.Complete, out var certificate);
                    return read == ParseStatus.Truncated
                        ? WaitForFlight(payload, info)
                        : Finding.Complete(WithCertificate(info, certificate, payload.Timestamp), end);
                case TlsHandshakeType.NewSessionTicket:   // a new ticket before the change to encryption (RFC 5077 §3.1)
                    return Finding.Complete(payload.StartsInGap && start + skip == 0 ? info : AsResumed(info), end, Interest.OtherDirection);
                case TlsHandshakeType.ServerHello:        // shown again with more of what shares its record
                    return message.HasMoreInRecord && status == ParseStatus.Complete && skip == 0
                        ? OnFirstOfFlight(payload, info, start + message.RecordStart, message.RecordEnd)
                        : Finding.Complete(info, Finding.WholePayload, Interest.OtherDirection);
                default:                                  // no certificate: keys of another kind
                    return Finding.Complete(info with { IsFullHandshake = true, Resumption = TlsResumption.None }, end);
            }
        }
        finally
        {
            message.Dispose();
        }
    }

    private static TlsInfo WithCertificate(TlsInfo info, ServerCertificate? certificate, long timestamp) => info with
    {
        IsFullHandshake = true,
        Resumption = TlsResumption.None,
        Certificate = certificate,
        Validity = certificate?.ValidityAt(timestamp) ?? CertificateValidity.Valid,
    };

    private static Finding WaitForFlight(in Payload payload, TlsInfo info) =>
        payload.EndsInGap || payload.Bytes.Length > MaxCertificateWait
            ? Finding.Complete(info, Finding.WholePayload, Interest.OtherDirection)
            : Finding.Truncated(info);

    /// <summary>Without the client's hello nobody can say how.</summary>
    private static TlsInfo AsResumed(TlsInfo info) => info.Resumption != TlsResumption.None || !info.HasClientHello
        ? info
        : info with { Resumption = info.HasTicket ? TlsResumption.Ticket : TlsResumption.SessionId };

    /// <summary>Records beside the hellos: some may stand before the next one, the others end the direction's interest.</summary>
    private static Finding DissectAfterHello(in Payload payload, in TlsRecord record, TlsInfo known)
    {
        if (record.Type == TlsContentType.Alert && known.IsClientInitiator is not null)
        {
            return OnAlert(payload, record, known);
        }

        // Before the second hello of a retried handshake, or before early data (RFC 8446 appendix D.4).
        return record is { Type: TlsContentType.ChangeCipherSpec, Length: 1 } && !known.HasServerHello
            ? Finding.Complete(null, TlsRecord.HeaderLength + record.Length)
            : Finding.Complete(null, Finding.WholePayload, Interest.OtherDirection);
    }

    /// <summary>
    /// An alert in the clear: a warning lets the handshake go on (unrecognized_name, RFC 6066 §3), a fatal one ends it.
    /// </summary>
    private static Finding OnAlert(in Payload payload, in TlsRecord record, TlsInfo known)
    {
        if (record.Length != TlsAlerts.Length || (payload.StartsInGap && payload.Bytes.Length != TlsRecord.HeaderLength + TlsAlerts.Length))
        {
            return Finding.Complete(null, Finding.WholePayload, Interest.OtherDirection);
        }

        if (!record.IsWhole)
        {
            return Finding.Truncated();
        }

        return record.Fragment[0] switch
        {
            TlsAlerts.Warning => Finding.Complete(null, TlsRecord.HeaderLength + TlsAlerts.Length),
            TlsAlerts.Fatal => Finding.Complete(
                known with { Alert = record.Fragment[1], IsAlertFromClient = known.IsClientInitiator == payload.FromInitiator },
                Finding.WholePayload,
                Interest.None),
            _ => Finding.Complete(null, Finding.WholePayload, Interest.OtherDirection),
        };
    }
}
