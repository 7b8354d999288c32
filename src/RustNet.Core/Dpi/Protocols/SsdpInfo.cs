using System.Collections.Immutable;

namespace RustNet.Core.Dpi.Protocols;

/// <summary>What an SSDP message is for.</summary>
internal enum SsdpKind : byte
{
    /// <summary>M-SEARCH.</summary>
    Search,

    /// <summary>NOTIFY.</summary>
    Notify,

    /// <summary>The answer to M-SEARCH.</summary>
    Response,
}

/// <summary>What is searched for or announced by SSDP. Of what repeats the first is kept, of targets the first few.</summary>
internal sealed record SsdpInfo : AppInfo
{
    // Order of SsdpKind
    private static readonly string[] s_states = ["SSDP_SEARCH", "SSDP_NOTIFY", "SSDP_RESPONSE"];

    /// <summary>Every <see cref="TransportState"/>.</summary>
    public static IEnumerable<string> States => s_states;

    /// <inheritdoc/>
    public override string Protocol => "ssdp";

    /// <summary>The last message.</summary>
    public SsdpKind Kind { get; init; }

    /// <summary>Search or notification targets (ST, NT), each once.</summary>
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>Notification sub type: alive, byebye, update.</summary>
    public string? SubType { get; init; }

    /// <summary>Operating system and product of the device.</summary>
    public string? Server { get; init; }

    /// <summary>Who searches.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Unique service name.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Where the description is.</summary>
    public string? Location { get; init; }

    /// <inheritdoc/>
    public override string Summary => Targets.IsEmpty ? DisplayName : $"SSDP {Targets[0]}";

    /// <inheritdoc/>
    public override string TransportState => s_states[(int)Kind];

    /// <inheritdoc/>
    public override void AddFields(List<AppField> fields)
    {
        if (!Targets.IsEmpty)
        {
            fields.Add(new("ssdp.target", "Target", string.Join(", ", Targets)));
        }

        if (SubType is not null)
        {
            fields.Add(new("ssdp.nts", "Notification", SubType));
        }

        if (Server is not null)
        {
            fields.Add(new("ssdp.server", "Server", Server));
        }

        if (UserAgent is not null)
        {
            fields.Add(new("ssdp.user_agent", "User agent", UserAgent));
        }

        if (ServiceName is not null)
        {
            fields.Add(new("ssdp.usn", "Service name", ServiceName));
        }

        if (Location is not null)
        {
            fields.Add(new("ssdp.location", "Location", Location));
        }
    }
}
