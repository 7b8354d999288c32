using RustNet.Core.Flows;

namespace RustNet.Host.Linux.FirstPackets;

/// <summary>A first packet, and whose it was.</summary>
/// <param name="Key">Its ends.</param>
/// <param name="From">When it was sent, nanoseconds since 1970 UTC.</param>
/// <param name="Until">Until when the process was seen with the socket.</param>
/// <param name="Owner">Whose, for certain; <see langword="null"/> if that is not known: all that is known is that another connection began.</param>
internal sealed record Sighting(SocketKey Key, long From, long Until, FlowOwner? Owner);

/// <summary>What is known of a connection by its first packet.</summary>
internal enum SightingAnswer
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Whose it is.</summary>
    Named,

    /// <summary>Another one has the same ends by now: what is there now says nothing of it.</summary>
    Superseded,
}
