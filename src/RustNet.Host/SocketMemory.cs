using System.Diagnostics.CodeAnalysis;

namespace RustNet.Host;

/// <summary>
/// Owners of sockets that have been seen: what answers when a connection is still on the wire and its socket is not. Bounded. One
/// thread.
/// </summary>
/// <typeparam name="TOwner">What is known of an owner.</typeparam>
internal sealed class SocketMemory<TOwner>
{
    private const int Remembered = 8192;

    // A connection that begins later than this after its ends were last seen in use is another one with the same ports.
    private const long LongestGap = 5_000_000_000;

    private readonly RecentEntries<SocketKey, Known> _known = new(Remembered);

    /// <summary>Remembers whose the socket with these ends is, or was until now.</summary>
    public void Set(in SocketKey key, TOwner owner, long at) => _known.Set(key, new Known(owner, at));

    /// <summary>Whose it was.</summary>
    public bool TryGet(in SocketKey key, long seenAt, [MaybeNullWhen(false)] out TOwner owner)
    {
        var isKnown = _known.TryGet(key, out var known) && seenAt <= known.At + LongestGap;
        owner = isKnown ? known.Owner : default!;
        return isKnown;
    }

    private readonly record struct Known(TOwner Owner, long At);
}
