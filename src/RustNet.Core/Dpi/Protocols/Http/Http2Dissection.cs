using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Http;

/// <summary>
/// HTTP/2 in cleartext (RFC 9113): by the client's preface (§3.4) with prior knowledge or after <c>Upgrade: h2c</c>, or by the
/// SETTINGS that a server begins with. Reads on to the first header block of each direction, which is the first request and its answer.
/// </summary>
internal static class Http2Dissection
{
    private const int RequestLineLength = 16;   // of the preface; from there on it is certain

    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>Looks at the front of a connection that is not known to be HTTP.</summary>
    public static Finding Recognise(in Payload payload, HttpInfo? known)
    {
        var bytes = payload.Bytes;
        if (known is not null || bytes.IsEmpty)
        {
            return Finding.Malformed;
        }

        if (bytes.Length >= Preface.Length)
        {
            if (bytes.StartsWith(Preface))
            {
                return Finding.Complete(Begun(), Preface.Length);
            }
        }
        else if (Preface.StartsWith(bytes))
        {
            return Finding.Truncated(payload.EndsInGap && bytes.Length >= RequestLineLength ? Begun() : null);
        }

        return Http2Frame.ParseOpeningSettings(bytes, out var length) switch
        {
            ParseStatus.Complete => Finding.Complete(Begun(), length),
            ParseStatus.Truncated when !payload.EndsInGap => Finding.Truncated(),
            _ => Finding.Malformed,
        };
    }

    /// <summary>One frame of a connection that is known to be HTTP/2, or the preface.</summary>
    public static Finding Follow(in Payload payload, HttpInfo known)
    {
        var bytes = payload.Bytes;
        if (bytes.StartsWith(Preface))
        {
            // After an upgrade the request is known already.
            return Finding.Complete(null, Preface.Length, known.Method is null ? Interest.Both : Interest.OtherDirection);
        }

        if (Preface.StartsWith(bytes))
        {
            return payload.EndsInGap ? Finding.Malformed : Finding.Truncated();
        }

        if (payload.StartsInGap && Http2Frame.ParseOpeningSettings(bytes, out _) != ParseStatus.Complete)
        {
            return Finding.Malformed;
        }

        var status = Http2Frame.Parse(bytes, out var frame);
        if (status != ParseStatus.Complete)
        {
            return status == ParseStatus.Truncated ? Finding.Truncated() : Finding.Malformed;
        }

        return frame.Type switch
        {
            Http2FrameType.Headers => OnHeaders(payload, known),
            // A header block that is not followed changes what the next one refers to.
            Http2FrameType.PushPromise or Http2FrameType.Continuation => Finding.Malformed,
            _ => Finding.Complete(null, Http2Frame.HeaderLength + frame.Length),
        };
    }

    private static Finding OnHeaders(in Payload payload, HttpInfo known)
    {
        var status = Http2HeaderBlock.Parse(payload.Bytes, out var block);
        try
        {
            if (status == ParseStatus.Malformed || (status == ParseStatus.Truncated && !payload.EndsInGap))
            {
                return status == ParseStatus.Malformed ? Finding.Malformed : Finding.Truncated();
            }

            if (Http2Fields.Read(block.Bytes, isWhole: status == ParseStatus.Complete, out var fields) == ParseStatus.Malformed)
            {
                return Finding.Malformed;
            }

            var info = fields.IsRequest ? known.Method is null ? fields.WithRequest(known, payload.FromInitiator) : known : fields.WithResponse(known);
            var isDone = info is { Method: not null, Status: not null };
            return Finding.Complete(ReferenceEquals(info, known) ? null : info, Finding.WholePayload, isDone ? Interest.None : Interest.OtherDirection);
        }
        finally
        {
            block.Dispose();
        }
    }

    private static HttpInfo Begun() => new() { Version = HttpInfo.Http2Version };
}
