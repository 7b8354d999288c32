namespace RustNet.Core.Dpi.Protocols.Http;

/// <summary>
/// HTTP/1 by its start lines (RFC 9112), HTTP/2 by its preface (RFC 9113 §3.4), on any port.
/// <para>
/// A connection shows its first request and the final response to it: the name is the same for all requests of nearly
/// every connection, and following the others would mean looking into every body. After that pair the flow is finished.
/// Where the capture began between request and response, the response is shown until a request is seen, and is then dropped
/// rather than paired with the wrong request.
/// </para>
/// </summary>
internal sealed class HttpDissector : IDissector
{
    /// <summary>Longest start line and longest head looked at, in bytes; RFC 9112 §3 asks for at least 8,000.</summary>
    private const int MaxHeadLength = 32 * 1024;

    /// <inheritdoc/>
    public DissectorTraits Traits { get; } = new("http", Transports.Tcp, [80, 3128, 5000, 8000, 8008, 8080, 8081, 8088, 8888]);

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload)
    {
        var bytes = payload.Bytes;
        var known = payload.Current as HttpInfo;
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

        return OnRequestLine(payload, known, line, position);
    }

    private static Finding Waiting(ReadOnlySpan<byte> bytes) => bytes.Length < MaxHeadLength ? Finding.Truncated() : Finding.Malformed;

    private static Finding OnRequestLine(in Payload payload, HttpInfo? known, ReadOnlySpan<byte> line, int position)
    {
        if (!HttpStartLine.TrySplitRequestLine(line, out var method, out var target, out var version)
            || (payload.StartsInGap && !HttpStartLine.IsCommonMethod(method)))
        {
            return Finding.Malformed;
        }

        if (version.SequenceEqual("HTTP/2.0"u8))
        {
            return method.SequenceEqual("PRI"u8) && target.SequenceEqual("*"u8)
                ? Finding.Complete(new HttpInfo { Version = "HTTP/2" }, Finding.WholePayload, Interest.None)
                : Finding.Malformed;
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
            HeadIsWhole = head.End >= 0,
        };
        if (head.End >= 0)
        {
            // What follows is a body or the next request: only the response matters now.
            return Finding.Complete(info, head.End, keepsResponse ? Interest.None : Interest.OtherDirection);
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
        var isInterim = status is >= 100 and < 200 and not 101;
        if (isInterim)
        {
            // 100 Continue, 103 Early Hints: the final response follows (RFC 9110 §15.2).
            return head.End >= 0 ? Finding.Complete(known is null ? new HttpInfo { Version = version } : null, head.End)
                : payload.Bytes.Length >= MaxHeadLength ? Finding.Malformed
                : Finding.Truncated();
        }

        var info = (known ?? new HttpInfo()) with
        {
            Version = known?.Version ?? version,
            Status = status,
            Server = head.Server.IsEmpty ? known?.Server : WireText.Clean(head.Server),
            ResponseMayBeLater = payload.StartsInGap,
        };
        if (head.End < 0 && payload.Bytes.Length < MaxHeadLength)
        {
            return Finding.Truncated(info == known ? null : info);
        }

        return Finding.Complete(info, Finding.WholePayload, info.Method is null ? Interest.OtherDirection : Interest.None);
    }
}
