namespace RustNet.Host.Linux.Bpf;

/// <summary>What came of looking for the socket of a packet.</summary>
internal enum FindingKind
{
    /// <summary>No socket comes into question.</summary>
    None,

    /// <summary>There was one, which had ended.</summary>
    Stale,

    /// <summary>It is one of several, and there is no saying which.</summary>
    Undecided,

    /// <summary>There was one before; whether it still was then is not known yet.</summary>
    Unconfirmed,

    /// <summary>Several sockets of different processes had the place at that time.</summary>
    Shared,

    /// <summary>It is this one.</summary>
    Certain,
}

/// <summary>What came of it, and the socket; none where <paramref name="Kind"/> does not say one.</summary>
internal readonly record struct Finding(FindingKind Kind, HeldSocket? Socket);

/// <summary>A packet whose socket is looked for.</summary>
/// <param name="At">When it was seen, nanoseconds since boot.</param>
/// <param name="IsSender">The socket sent it; else it received it.</param>
/// <param name="IsByElder">
/// A socket that is seen later only cannot be it if all its processes started after the packet; of what was accepted it can.
/// </param>
/// <param name="IsIPv4">It is of IPv4.</param>
/// <param name="LongestDelay">How much later, in nanoseconds, its socket may have shown itself for the first time.</param>
/// <param name="IsAtBound">The place is one that a socket without a peer takes, and the next one then.</param>
/// <param name="IsSilenceTelling">Who sends for the first time is told, and there was time enough: nobody new has sent it.</param>
internal readonly record struct PacketAt(long At, bool IsSender, bool IsByElder, bool IsIPv4, long LongestDelay, bool IsAtBound, bool IsSilenceTelling);

/// <summary>
/// Decides which of the sockets that were at a place one after the other, or at once, a packet belongs to. The rule is that a socket
/// is certain only if it is known to have been there before and after, or if nobody else comes into question. One thread.
/// </summary>
internal sealed class PlaceSearch(EndEvidence evidence, HolderSelection selection)
{
    /// <summary>Who sends for the first time is told within this time, nanoseconds, also on a busy machine.</summary>
    private const long SenderDelay = 50_000_000;

    /// <summary>Looks among the sockets of a place, from the newest on. Sockets of different network namespaces are looked at apart.</summary>
    public Finding Find(HeldSocket newest, in PacketAt packet)
    {
        var found = new Finding(FindingKind.None, null);
        for (var socket = newest; socket is not null; socket = socket.Older)
        {
            if (!IsFirstOfItsNamespace(newest, socket))
            {
                continue;
            }

            var one = FindIn(newest, socket.NetworkNamespace, in packet);
            if (one.Kind > FindingKind.Stale && found.Kind > FindingKind.Stale)
            {
                return new Finding(FindingKind.Undecided, null); // the same addresses mean several machines
            }

            found = one.Kind > found.Kind ? one : found;
        }

        return found;
    }

    private static bool IsFirstOfItsNamespace(HeldSocket newest, HeldSocket socket)
    {
        var first = newest;
        while (first.NetworkNamespace != socket.NetworkNamespace)
        {
            first = first.Older!;
        }

        return first == socket;
    }

    private Finding FindIn(HeldSocket newest, uint networkNamespace, in PacketAt packet)
    {
        HeldSocket? certain = null, possible = null, later = null, over = null, oldest = null;
        for (var socket = newest; socket is not null; socket = socket.Older)
        {
            if (socket.NetworkNamespace != networkNamespace || (packet.IsIPv4 && socket.IsIPv6Only))
            {
                continue;
            }

            oldest = socket;
            switch (evidence.LifeAt(socket, packet.At))
            {
                case SocketLife.Certain:
                    certain = certain is null || socket.From > certain.From ? socket : certain;
                    break;
                case SocketLife.Possible:
                    possible = possible is null || socket.From > possible.From ? socket : possible;
                    break;
                case SocketLife.Later when socket.From - packet.At <= packet.LongestDelay && selection.Select(socket, packet.At, packet.IsByElder, out _) is not null:
                    later = later is null || socket.From < later.From ? socket : later;
                    break;
                case SocketLife.Over:
                    over = over is null || socket.KnownUntil > over.KnownUntil ? socket : over;
                    break;
            }
        }

        if (later is not null && certain is not null && MayHaveSent(later, certain, in packet))
        {
            return new Finding(FindingKind.Undecided, null);
        }

        if (certain is not null)
        {
            return new Finding(HasRival(newest, certain, in packet) ? FindingKind.Shared : FindingKind.Certain, certain);
        }

        if (possible is not null)
        {
            return Weigh(newest, possible, later, in packet);
        }

        if (later is not null)
        {
            return HasRival(newest, later, in packet) ? new Finding(FindingKind.Shared, later)
                : oldest is { HasForgotten: true } && oldest.From > packet.At ? new Finding(FindingKind.Undecided, null)
                : packet.IsAtBound && evidence.MayHaveMissed(packet.At) ? new Finding(FindingKind.Unconfirmed, later)
                : new Finding(FindingKind.Certain, later);
        }

        return over is not null ? new Finding(FindingKind.Stale, over)
            : new Finding(FindingKind.None, null);
    }

    // Sockets may share a port (SO_REUSEADDR, SO_REUSEPORT); one that shows itself just after the packet may have sent it, though another
    // one is there before and after.
    private bool MayHaveSent(HeldSocket later, HeldSocket certain, in PacketAt packet) =>
        packet is { IsSender: true, IsAtBound: true }
        && later.From - packet.At <= (evidence.MayHaveMissed(packet.At) ? packet.LongestDelay : SenderDelay)
        && !(OwnerOf(certain, in packet) is { } owner && OwnerOf(later, in packet) is { } other && owner.IsSameProcess(other));

    private Finding Weigh(HeldSocket newest, HeldSocket possible, HeldSocket? later, in PacketAt packet)
    {
        if (later is not null)
        {
            // One was there before and another one after: the packet may be of either.
            var isSame = OwnerOf(possible, in packet) is { } owner && OwnerOf(later, in packet) is { } other && owner.IsSameProcess(other);
            return isSame ? new Finding(FindingKind.Certain, later) : new Finding(FindingKind.Undecided, null);
        }

        return HasRival(newest, possible, in packet) ? new Finding(FindingKind.Shared, possible)
            : packet is { IsSender: true, IsSilenceTelling: true } && possible.WasUsed && evidence.IsWatched(possible) ? new Finding(FindingKind.Certain, possible)
            : new Finding(FindingKind.Unconfirmed, possible);
    }

    // Another one was there at the same time, and it is another process's.
    private bool HasRival(HeldSocket newest, HeldSocket found, in PacketAt packet)
    {
        HolderRecord? owner = null;
        for (var socket = newest; socket is not null; socket = socket.Older)
        {
            if (socket != found
                && socket.NetworkNamespace == found.NetworkNamespace
                && !(packet.IsIPv4 && socket.IsIPv6Only)
                && IsBeside(socket, found, packet.At))
            {
                owner ??= OwnerOf(found, in packet);
                if (owner is null || OwnerOf(socket, in packet) is not { } other || !owner.IsSameProcess(other))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool IsBeside(HeldSocket other, HeldSocket found, long at) => evidence.LifeAt(other, at) switch
    {
        SocketLife.Certain => true,
        SocketLife.Possible => other.KnownUntil >= found.From,
        SocketLife.Later => evidence.LifeAt(found, other.From) == SocketLife.Certain && evidence.LifeAt(found, at) != SocketLife.Certain,
        _ => false,
    };

    private HolderRecord? OwnerOf(HeldSocket socket, in PacketAt packet) => selection.Select(socket, packet.At, packet.IsSender, out _);
}
