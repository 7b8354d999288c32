namespace RustNet.Core.Dpi;

/// <summary>
/// A connection that began as one protocol and turned into another one. It keeps its first name, and the second stands
/// beside it.
/// </summary>
/// <param name="First">What it began as.</param>
/// <param name="Then">What it became, or <see langword="null"/> as long as that is not known.</param>
internal sealed record UpgradedAppInfo(AppInfo First, AppInfo? Then) : AppInfo
{
    /// <inheritdoc/>
    public override string Protocol => First.Protocol;

    /// <inheritdoc/>
    public override string DisplayName => First.DisplayName;

    /// <inheritdoc/>
    public override string? HostName => First.HostName ?? Then?.HostName;

    /// <inheritdoc/>
    public override string Summary => Then is null ? First.Summary
        : Then.HostName is null ? $"{First.Summary} → {Then.Summary}"
        : $"{First.DisplayName} → {Then.Summary}";

    /// <inheritdoc/>
    public override string? TransportState => Then?.TransportState ?? First.TransportState;

    /// <inheritdoc/>
    public override string? Phase => Then?.Phase ?? First.Phase;

    /// <inheritdoc/>
    public override long? IdleTimeout => Then?.IdleTimeout ?? First.IdleTimeout;

    /// <inheritdoc/>
    public override long? FreshIdleTimeout => Then?.FreshIdleTimeout ?? First.FreshIdleTimeout;

    /// <inheritdoc/>
    public override bool IsClosed => Then?.IsClosed ?? First.IsClosed;

    /// <inheritdoc/>
    public override bool IsLate(ReadOnlySpan<byte> datagram, bool fromInitiator) => (Then ?? First).IsLate(datagram, fromInitiator);

    /// <inheritdoc/>
    public override AppInfo? Later => Then;

    /// <inheritdoc/>
    /// <remarks>A fact has one value: where the second protocol is the same again, the first one's stays.</remarks>
    public override void AddFields(List<AppField> fields)
    {
        var first = fields.Count;
        First.AddFields(fields);
        if (Then is null)
        {
            return;
        }

        fields.Add(new("upgrade.protocol", "Turned into", Then.Protocol));
        var then = fields.Count;
        Then.AddFields(fields);
        var known = fields[first..(then - 1)].ConvertAll(static field => field.Name);
        for (var i = fields.Count - 1; i >= then; i--)
        {
            if (known.Contains(fields[i].Name))
            {
                fields.RemoveAt(i);
            }
        }
    }
}
