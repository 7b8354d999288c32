namespace RustNet.Core.Dpi.Protocols.Multicast;

/// <summary>IGMP versions 1 to 3 (RFC 1112, RFC 2236, RFC 9776): every message is one, what is cut tells less.</summary>
internal sealed class IgmpDissector : IDissector
{
    /// <inheritdoc/>
    public DissectorTraits Traits { get; } = new("igmp", Transports.Igmp, []) { FollowsFlow = true };

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload)
    {
        if (payload.Bytes.IsEmpty)
        {
            return Finding.Malformed;
        }

        return MessageInfo.TryAnswer(payload, out var finding) ? finding : new MulticastInfo(payload).AnswerAfter(payload.Current);
    }
}
