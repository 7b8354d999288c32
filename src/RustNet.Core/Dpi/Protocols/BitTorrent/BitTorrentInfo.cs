namespace RustNet.Core.Dpi.Protocols.BitTorrent;

/// <summary>Which part of BitTorrent a flow is, which torrent it is about, and the programs on both sides.</summary>
internal sealed record BitTorrentInfo : AppInfo
{
    /// <inheritdoc/>
    public override string Protocol => "bittorrent";

    /// <summary>peer, uTP, DHT, tracker or local discovery: what was seen first.</summary>
    public required string Service { get; init; }

    /// <summary>The first info hash, in hexadecimal digits.</summary>
    public string? InfoHash { get; init; }

    /// <summary>The initiator's program.</summary>
    public string? Client { get; init; }

    /// <summary>The responder's program.</summary>
    public string? Peer { get; init; }

    /// <summary>First query of the DHT.</summary>
    public string? Query { get; init; }

    /// <summary>The initiator's handshake was seen whole.</summary>
    public bool InitiatorIsRead { get; init; }

    /// <summary>The responder's handshake was seen whole.</summary>
    public bool ResponderIsRead { get; init; }

    /// <inheritdoc/>
    public override string DisplayName => "BitTorrent";

    /// <inheritdoc/>
    public override string Summary => $"BitTorrent {Peer ?? Client ?? Service}";

    /// <inheritdoc/>
    public override void AddFields(List<AppField> fields)
    {
        fields.Add(new("bittorrent.service", "Service", Service));
        if (InfoHash is not null)
        {
            fields.Add(new("bittorrent.info_hash", "Info hash", InfoHash));
        }

        if (Client is not null)
        {
            fields.Add(new("bittorrent.client", "Client", Client));
        }

        if (Peer is not null)
        {
            fields.Add(new("bittorrent.peer", "Peer's client", Peer));
        }

        if (Query is not null)
        {
            fields.Add(new("bittorrent.query", "DHT query", Query));
        }
    }

    /// <summary>The same facts with the program of one side, unless it is known or not to be told.</summary>
    public BitTorrentInfo WithProgram(bool ofInitiator, string? program) =>
        program is null || (ofInitiator ? Client : Peer) is not null ? this
        : ofInitiator ? this with { Client = program }
        : this with { Peer = program };
}
