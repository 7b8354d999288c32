namespace RustNet.Core.Dpi.Protocols;

/// <summary>Who speaks MQTT on a connection, and the topic of the last message.</summary>
internal sealed record MqttInfo : AppInfo
{
    /// <inheritdoc/>
    public override string Protocol => "mqtt";

    /// <summary>3.1, 3.1.1 or 5.0; <see langword="null"/> where the CONNECT was not seen.</summary>
    public string? Version { get; init; }

    /// <summary>Client identifier; <see langword="null"/> while not seen whole, or where the client leaves it to the server.</summary>
    public string? ClientId { get; init; }

    /// <summary>Topic of the last PUBLISH of either side that names one.</summary>
    public string? Topic { get; init; }

    /// <inheritdoc/>
    public override string Summary => ClientId is null ? DisplayName : $"MQTT {ClientId}";

    /// <inheritdoc/>
    public override void AddFields(List<AppField> fields)
    {
        if (Version is not null)
        {
            fields.Add(new("mqtt.version", "Version", Version));
        }

        if (ClientId is not null)
        {
            fields.Add(new("mqtt.client_id", "Client id", ClientId));
        }

        if (Topic is not null)
        {
            fields.Add(new("mqtt.topic", "Last topic", Topic));
        }
    }
}
