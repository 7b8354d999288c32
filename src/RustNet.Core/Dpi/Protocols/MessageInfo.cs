namespace RustNet.Core.Dpi.Protocols;

/// <summary>
/// What a message of the network's own protocols (ICMP, neighbour discovery, IGMP ...) says; a connection's facts are those of
/// its last message. Such messages repeat and take turns for hours, so a flow keeps the few different ones that came last,
/// and one that comes again makes nothing new.
/// </summary>
/// <param name="Protocol">As <see cref="AppInfo.Protocol"/>.</param>
internal abstract record MessageInfo(string Protocol) : AppInfo
{
    private const int Kept = 4;

    /// <summary>The flow's last ones, shared by them all; only the capture thread looks. Made with the second.</summary>
    private MessageInfo?[]? _recent;

    /// <inheritdoc/>
    public override string Protocol { get; } = Protocol;

    /// <inheritdoc/>
    public override bool IsApplication => false;

    /// <summary>The answer to a message that says what one of the flow's last few said; false where it is another.</summary>
    public static bool TryAnswer(in Payload payload, out Finding finding)
    {
        finding = Finding.Complete(null);
        if (payload.Current is not MessageInfo current)
        {
            return false;
        }

        if (current.Says(payload))
        {
            return true;
        }

        foreach (var known in current._recent ?? [])
        {
            if (known is not null && known.Says(payload))
            {
                finding = Finding.Complete(known);
                return true;
            }
        }

        return false;
    }

    /// <summary>The answer to a message that says something else.</summary>
    public Finding AnswerAfter(AppInfo? current)
    {
        if (current is MessageInfo last)
        {
            last._recent ??= [last, .. new MessageInfo?[Kept - 1]];
            _recent = last._recent;
            _recent.AsSpan(..^1).CopyTo(_recent.AsSpan(1));
            _recent[0] = this;
        }

        return Finding.Complete(this);
    }

    /// <summary>Whether the payload would make an equal value; allocates nothing.</summary>
    protected abstract bool Says(in Payload payload);

    /// <summary>Whether two messages are alike in all but the checksum, which ICMP and IGMP have in the same place.</summary>
    protected static bool IsAlike(ReadOnlySpan<byte> message, ReadOnlySpan<byte> other)
    {
        const int ChecksumOffset = 2;
        const int ChecksumEnd = 4;
        return message.Length == other.Length
            && (message.Length < ChecksumEnd
                ? message.SequenceEqual(other)
                : message[..ChecksumOffset].SequenceEqual(other[..ChecksumOffset]) && message[ChecksumEnd..].SequenceEqual(other[ChecksumEnd..]));
    }
}
