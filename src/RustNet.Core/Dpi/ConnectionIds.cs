using System.Runtime.CompilerServices;

namespace RustNet.Core.Dpi;

/// <summary>
/// The ids by which the two ends of a connection know it whatever address its datagrams come from (RFC 9000 §5.1): each chooses
/// the one that it wants to find in what it receives. They stand behind the first byte of the datagrams that <see cref="TryLocate"/>
/// accepts. Empty where an end has chosen none.
/// </summary>
public sealed class ConnectionIds
{
    /// <summary>Longest id, bytes (RFC 9000 §17.2); a longer one is left out.</summary>
    public const int MaxLength = 20;

    private const byte HeaderBits = 0xc0;
    private const byte ShortHeader = 0x40;

    // In place: two objects less for each connection.
    private readonly Storage _ofServer;
    private readonly Storage _ofClient;
    private readonly byte _ofServerLength;
    private readonly byte _ofClientLength;

    /// <summary>The ids of a connection.</summary>
    /// <param name="serverIsInitiator">As <see cref="ServerIsInitiator"/>.</param>
    /// <param name="ofServer">As <see cref="OfServer"/>.</param>
    /// <param name="ofClient">As <see cref="OfClient"/>.</param>
    public ConnectionIds(bool serverIsInitiator, ReadOnlySpan<byte> ofServer, ReadOnlySpan<byte> ofClient)
    {
        ServerIsInitiator = serverIsInitiator;
        _ofServerLength = Keep(ofServer, _ofServer);
        _ofClientLength = Keep(ofClient, _ofClient);
    }

    /// <summary>True when the flow's initiator is the server, whose address stays.</summary>
    public bool ServerIsInitiator { get; }

    /// <summary>Chosen by the server: what the client sends begins with it.</summary>
    public ReadOnlySpan<byte> OfServer => ((ReadOnlySpan<byte>)_ofServer)[.._ofServerLength];

    /// <summary>Chosen by the client.</summary>
    public ReadOnlySpan<byte> OfClient => ((ReadOnlySpan<byte>)_ofClient)[.._ofClientLength];

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

    private static byte Keep(ReadOnlySpan<byte> id, Span<byte> storage)
    {
        if (id.Length > MaxLength)
        {
            return 0;
        }

        id.CopyTo(storage);
        return (byte)id.Length;
    }

    [InlineArray(MaxLength)]
    private struct Storage
    {
        private byte _first;
    }
}
