using System.Text;

namespace RustNet.Core.Dpi.Protocols.Http;

/// <summary>
/// HTTP/1 by its start lines (RFC 9112) and HTTP/2 in cleartext by its prefaces (<see cref="Http2Dissection"/>), on any port.
/// <para>
/// A connection shows its first request and the final response to it: the name is the same for all requests of nearly
/// every connection, and following the others would mean looking into every body. After that pair the flow is finished,
/// unless the response turns it into something else (CONNECT, Upgrade). Where the capture began between request and
/// response, the response is shown until a request is seen, and is then dropped rather than paired with the wrong request.
/// </para>
/// </summary>
internal sealed class HttpDissector : IDissector
{
    /// <summary>Longest start line and longest head looked at, in bytes; RFC 9112 §3 asks for at least 8,000.</summary>
    private const int MaxHeadLength = 32 * 1024;

    /// <summary>Bytes kept of a client that does not wait for the answer to CONNECT or Upgrade.</summary>
    private const int MaxEarlyLength = 16 * 1024;

    private const int SwitchingProtocols = 101;

    /// <inheritdoc/>
    public DissectorTraits Traits { get; } = new("http", Transports.Tcp, [80, 3128, 5000, 8000, 8008, 8080, 8081, 8088, 8888]);

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload)
    {
        var bytes = payload.Bytes;
        var known = payload.Current as HttpInfo;
        if (known is { IsHttp2: true })
        {
            return Http2Dissection.Follow(payload, known);
        }

        if (known is { AwaitsSwitch: true } && payload.FromInitiator == known.RequestIsFromInitiator)
        {
            return payload.StartsInGap || bytes.Length > MaxEarlyLength ? Finding.Malformed : Finding.Truncated();
        }

        var opening = Http2Dissection.Recognise(payload, known);
        return opening.Status == Wire.ParseStatus.Malformed ? DissectText(payload, known) : opening;
    }

    private static Finding DissectText(in Payload payload, HttpInfo? known)
    {
        var bytes = payload.Bytes;
        var blank = 0;
        while (blank < 4 && blank < bytes.Length && bytes[blank] is (byte)'\r' or (byte)'\n')
        {
            blank++;   // empty lines before a request line are to be ignored (RFC 9112 §2.2)
        }

        if (blank == bytes.Length)
        {
            return Finding.Truncated();
        }

        var position = blank;
        var isWhole = HttpHead.TryTakeLine(bytes, ref position, out var line);
        if (HttpStartLine.CouldBeStatusLine(bytes[blank..]))
        {
            return isWhole ? OnStatusLine(payload, known, line, position) : Waiting(bytes);
        }

        if (!isWhole)
        {
            return HttpStartLine.CouldBecomeRequestLine(bytes[blank..]) ? Waiting(bytes) : Finding.Malformed;
        }

        return OnRequestLine(payload, known is { AwaitsCredentials: true } ? null : known, line, position);
    }

    private static Finding Waiting(ReadOnlySpan<byte> bytes) => bytes.Length < MaxHeadLength ? Finding.Truncated() : Finding.Malformed;

    private static Finding OnRequestLine(in Payload payload, HttpInfo? known, ReadOnlySpan<byte> line, int position)
    {
        if (!HttpStartLine.TrySplitRequestLine(line, out var method, out var target, out var version)
            || (payload.StartsInGap && !HttpStartLine.IsCommonMethod(method)))
        {
            return Finding.Malformed;
        }

        if (known is { Method: not null, HeadIsWhole: true })
        {
            return Finding.Complete(null, Finding.WholePayload, Interest.OtherDirection);   // a later request
        }

        var head = HttpHead.Read(payload.Bytes, position);
        var authority = HttpStartLine.AuthorityOf(method, target);
        // An absolute target overrides the field (RFC 9112 §3.2.2).
        var host = authority.IsEmpty ? head.Host : authority;
        var cleanedHost = host.IsEmpty ? null : WireText.Clean(host);
        var keepsResponse = known is { Status: not null, ResponseMayBeLater: false };
        var info = new HttpInfo
        {
            Version = HttpStartLine.VersionText(version),
            Method = WireText.Clean(method),
            Path = HttpStartLine.PathOf(method, target),
            Host = cleanedHost,
            ValidHost = WireText.TryHostOfAuthority(host, out var valid, cleanedHost) ? valid : null,
            UserAgent = head.UserAgent.IsEmpty ? null : WireText.Clean(head.UserAgent),
            Status = keepsResponse ? known!.Status : null,
            Server = keepsResponse ? known!.Server : null,
            Upgrade = keepsResponse ? known!.Upgrade : null,
            SubProtocol = keepsResponse ? known!.SubProtocol : null,
            AsksUpgrade = !head.Upgrade.IsEmpty,
            RequestIsFromInitiator = payload.FromInitiator,
            HeadIsWhole = head.End >= 0,
        };
        if (head.End >= 0)
        {
            return info.AwaitsSwitch && head.ContentLength >= 0
                ? Finding.Complete(info, head.End + head.ContentLength)
                // What follows is a body or the next request: only the response matters now.
                : Finding.Complete(info, head.End, keepsResponse ? Interest.None : Interest.OtherDirection);
        }

        return payload.Bytes.Length >= MaxHeadLength
            ? Finding.Complete(info, Finding.WholePayload, Interest.OtherDirection)
            : Finding.Truncated(info == known ? null : info);
    }

    private static Finding OnStatusLine(in Payload payload, HttpInfo? known, ReadOnlySpan<byte> line, int position)
    {
        if (!HttpStartLine.TryReadStatus(line, out var version, out var status))
        {
            return Finding.Malformed;
        }

        var head = HttpHead.Read(payload.Bytes, position);
        if (status == SwitchingProtocols)
        {
            return OnSwitch(payload, known, version, head);
        }

        if (status is >= 100 and < 200)
        {
            // 100 Continue, 103 Early Hints: the final response follows (RFC 9110 §15.2).
            return head.End >= 0 ? Finding.Complete(known is null ? new HttpInfo { Version = version } : null, head.End)
                : payload.Bytes.Length >= MaxHeadLength ? Finding.Malformed
                : Finding.Truncated();
        }

        var info = WithResponse(payload, known, version, status, head);
        var isTunnel = known is { IsConnect: true, HeadIsWhole: true } && status is >= 200 and < 300;
        if (head.End < 0 && payload.Bytes.Length < MaxHeadLength && !(isTunnel && payload.EndsInGap))
        {
            return Finding.Truncated(info == known ? null : info);
        }

        if (isTunnel)
        {
            return Finding.Complete(info, head.End < 0 ? Finding.WholePayload : head.End, Interest.HandOver);
        }

        return info.AwaitsCredentials && head is { End: >= 0, IsFramed: true, ContentLength: >= 0 }
            ? Finding.Complete(info, head.End + head.ContentLength)
            : Finding.Complete(info, Finding.WholePayload, info.Method is null ? Interest.OtherDirection : Interest.None);
    }

    /// <summary>101 Switching Protocols (RFC 9110 §15.2.2): what follows is no longer HTTP/1.</summary>
    private static Finding OnSwitch(in Payload payload, HttpInfo? known, string version, in HttpHead head)
    {
        if (head.End < 0)
        {
            return payload.Bytes.Length >= MaxHeadLength ? Finding.Malformed : Finding.Truncated();
        }

        if (Ascii.EqualsIgnoreCase(head.Upgrade, HttpInfo.Http2Cleartext))
        {
            // The response to the request comes as HTTP/2, and is the final one.
            var switched = (known ?? new HttpInfo()) with { Version = HttpInfo.Http2Version, Upgrade = HttpInfo.Http2Cleartext };
            return Finding.Complete(switched, head.End);
        }

        var info = WithResponse(payload, known, version, SwitchingProtocols, head);
        if (Ascii.EqualsIgnoreCase(head.Upgrade, HttpInfo.WebSocket))
        {
            info = info with { Upgrade = HttpInfo.WebSocket, SubProtocol = head.SubProtocol.IsEmpty ? null : WireText.Clean(head.SubProtocol) };
            return Finding.Complete(info, Finding.WholePayload, info.Method is null ? Interest.OtherDirection : Interest.None);
        }

        info = info with { Upgrade = head.Upgrade.IsEmpty ? null : WireText.Clean(head.Upgrade) };
        // Where the request has not come to its end, what is kept of it would be taken for the other protocol.
        return known is { Method: not null, HeadIsWhole: false }
            ? Finding.Complete(info, Finding.WholePayload, Interest.None)
            : Finding.Complete(info, head.End, Interest.HandOver);
    }

    private static HttpInfo WithResponse(in Payload payload, HttpInfo? known, string version, int status, in HttpHead head) =>
        (known ?? new HttpInfo()) with
        {
            Version = known?.Version ?? version,
            Status = status,
            Server = head.Server.IsEmpty ? known?.Server : WireText.Clean(head.Server),
            ResponseMayBeLater = payload.StartsInGap,
        };
}
