namespace RustNet.Core.Dpi;

/// <summary>
/// The ids by which the two ends of a connection know it whatever address its datagrams come from (RFC 9000 §5.1): each chooses
/// the one that it wants to find in what it receives. They stand behind the first byte of the datagrams that <see cref="TryLocate"/>
/// accepts. Empty where an end has chosen none.
/// </summary>
/// <param name="ServerIsInitiator">True when the flow's initiator is the server, whose address stays.</param>
/// <param name="OfServer">Chosen by the server: what the client sends begins with it.</param>
/// <param name="OfClient">Chosen by the client.</param>
public sealed record ConnectionIds(bool ServerIsInitiator, ReadOnlyMemory<byte> OfServer, ReadOnlyMemory<byte> OfClient)
{
    private const byte HeaderBits = 0xc0;
    private const byte ShortHeader = 0x40;

    /// <summary>
    /// Whether a datagram may begin with such an id, by its first byte: a short header with its fixed bit (RFC 9000 §17.3.1). How long
    /// the id is only the ends know.
    /// </summary>
    /// <param name="datagram">A datagram's payload.</param>
    /// <param name="id">The bytes from the id on.</param>
    public static bool TryLocate(ReadOnlySpan<byte> datagram, out ReadOnlySpan<byte> id)
    {
        if (datagram.IsEmpty || (datagram[0] & HeaderBits) != ShortHeader)
        {
            id = default;
            return false;
        }

        id = datagram[1..];
        return true;
    }
}
