namespace RustNet.Host;

/// <summary>A process that has a socket open.</summary>
/// <param name="Process">Process id.</param>
/// <param name="Parent">Process id of its parent.</param>
/// <param name="Session">Its session; 0 where the system does not tell.</param>
/// <param name="StartTicks">When it started: on Linux hundredths of seconds since boot, elsewhere nanoseconds since 1970 UTC. Only compared.</param>
internal readonly record struct SocketHolder(int Process, int Parent, int Session, long StartTicks);

/// <summary>Chooses among several processes that have the same socket open. Pure.</summary>
internal static class HolderChoice
{
    private const int Init = 1;
    private const int LongestLine = 16;

    /// <summary>
    /// The one that had it first, which is the oldest: a fork hands every socket down, so a younger one holds it only because the
    /// elder has opened it (a server and its workers, a program and the shell command it runs). Init is left out: it opens
    /// sockets on behalf of the services that it starts.
    /// </summary>
    /// <param name="holders">At least one.</param>
    /// <param name="parentOf">Process id of a parent; 0 if it is not known.</param>
    /// <param name="isCertain">
    /// False where the others do not descend from it nor belong to its session: the socket was passed between strangers then.
    /// </param>
    public static SocketHolder Choose(ReadOnlySpan<SocketHolder> holders, Func<int, int> parentOf, out bool isCertain)
    {
        var chosen = holders[0];
        foreach (var holder in holders)
        {
            if ((chosen.Process == Init && holder.Process != Init) || (holder.Process != Init && IsOlder(in holder, in chosen)))
            {
                chosen = holder;
            }
        }

        isCertain = true;
        foreach (var holder in holders)
        {
            isCertain &= holder.Process is Init || holder.Process == chosen.Process
                || (holder.Session == chosen.Session && holder.Session != 0)
                || Descends(in holder, chosen.Process, parentOf);
        }

        return chosen;
    }

    private static bool IsOlder(in SocketHolder holder, in SocketHolder other) =>
        holder.StartTicks < other.StartTicks || (holder.StartTicks == other.StartTicks && (holder.Process == other.Parent || (holder.Parent != other.Process && holder.Process < other.Process)));

    private static bool Descends(in SocketHolder holder, int ancestor, Func<int, int> parentOf)
    {
        var parent = holder.Parent;
        for (var i = 0; i < LongestLine && parent > Init; i++)
        {
            if (parent == ancestor)
            {
                return true;
            }

            parent = parentOf(parent);
        }

        return false;
    }
}
