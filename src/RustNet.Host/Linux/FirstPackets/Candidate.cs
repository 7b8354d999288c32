using RustNet.Core.Flows;
using RustNet.Host.Linux.Sockets;

namespace RustNet.Host.Linux.FirstPackets;

/// <summary>A first packet whose socket was found, on the way to its process.</summary>
/// <param name="packet">The packet.</param>
/// <param name="socket">The socket that the kernel named.</param>
/// <param name="match">How it fits.</param>
/// <param name="newest">The newest process when the packet was received.</param>
internal sealed class Candidate(FirstPacket packet, SocketEntry socket, OwnerMatch match, NewestProcess newest)
{
    /// <summary>The packet.</summary>
    public FirstPacket Packet { get; } = packet;

    /// <summary>Its socket.</summary>
    public SocketEntry Socket { get; } = socket;

    /// <summary>How it fits.</summary>
    public OwnerMatch Match { get; } = match;

    /// <summary>The newest process when the packet was received.</summary>
    public NewestProcess Newest { get; } = newest;

    /// <summary>Looks at processes for it.</summary>
    public int Looks { get; set; }

    /// <summary>Whose it is, once that is found.</summary>
    public ProcessInfo? Process { get; set; }

    /// <summary>When the process was seen with the socket, nanoseconds since 1970 UTC.</summary>
    public long SeenAt { get; set; }

    /// <summary>When nothing can be expected any more that speaks against it.</summary>
    public long DueAt { get; set; }
}

/// <summary>The process id that was given out last, by which a process is told that was not there yet.</summary>
/// <param name="Id">The id; <see cref="int.MaxValue"/> where the system does not tell.</param>
/// <param name="AsOf">When, nanoseconds since 1970 UTC.</param>
internal readonly record struct NewestProcess(int Id, long AsOf);
