using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Prelude;

/// <summary>
/// What stands before the protocol that a connection is about: STARTTLS and its kin in protocols that are not named here, the
/// handshakes of proxies, the header a balancer puts in front. It names nothing: it says where the other protocol begins, and
/// the flow takes its name if the others recognise what follows.
/// <para>
/// Each direction is judged by itself, from its first byte: what cannot be such a beginning is refused at once, and what could be
/// is waited for up to <see cref="MaxLength"/>.
/// </para>
/// </summary>
internal sealed class PreludeDissector : IDissector
{
    /// <summary>Bytes of a direction that may wait for the word.</summary>
    private const int MaxLength = 4096;

    /// <inheritdoc/>
    public DissectorTraits Traits { get; } = new("prelude", Transports.Tcp, []) { Names = [] };

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload)
    {
        var bytes = payload.Bytes;
        if (payload.StartsInGap || bytes.IsEmpty)
        {
            return Finding.Malformed;
        }

        switch (Parse(bytes, out var length))
        {
            case ParseStatus.Complete:
                return Finding.Complete(null, length, Interest.HandOver);
            case ParseStatus.Truncated when bytes.Length <= MaxLength && !payload.EndsInGap:
                return Finding.Truncated();
            default:
                return Finding.Malformed;
        }
    }

    /// <summary>Whether the front of a direction is a prelude of so many bytes with something behind it, or may become one.</summary>
    private static ParseStatus Parse(ReadOnlySpan<byte> bytes, out int length)
    {
        var answer = LinePrelude.Parse(bytes, out length);
        return answer == ParseStatus.Complete
            || Better(ref answer, HeadPrelude.Parse(bytes, out length))
            || Better(ref answer, ParseByFirst(bytes, out length))
            || Better(ref answer, DatabasePrelude.Parse(bytes, out length))
            ? ParseStatus.Complete
            : answer;
    }

    private static ParseStatus ParseByFirst(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        return bytes[0] switch
        {
            (byte)'<' => XmlPrelude.Parse(bytes, out length),
            (byte)'P' or (byte)'\r' => ProxyHeader.Parse(bytes, out length),
            SocksPrelude.Version4 or SocksPrelude.Version5 => SocksPrelude.Parse(bytes, out length),
            0 => SocksPrelude.ParseReply4(bytes),
            RemoteDesktopPrelude.Version => RemoteDesktopPrelude.Parse(bytes, out length),
            BerReader.Sequence => LdapPrelude.Parse(bytes, out length),
            _ => ParseStatus.Malformed,
        };
    }

    /// <summary>What may become one of several preludes waits for the one that it becomes. Answers whether it is one.</summary>
    private static bool Better(ref ParseStatus answer, ParseStatus next)
    {
        answer = next == ParseStatus.Malformed ? answer : next;
        return next == ParseStatus.Complete;
    }
}
