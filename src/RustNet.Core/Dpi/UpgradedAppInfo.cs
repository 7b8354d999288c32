namespace RustNet.Core.Dpi;

/// <summary>
/// A connection that began as one protocol and turned into another one. It keeps its first name, and the second stands
/// beside it.
/// </summary>
/// <param name="First">What it began as.</param>
/// <param name="Then">What it became, or <see langword="null"/> as long as that is not known.</param>
internal sealed record UpgradedAppInfo(AppInfo First, AppInfo? Then) : AppInfo(First.Protocol)
{
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
    public override IEnumerable<AppField> Fields => Then is null
        ? First.Fields
        : [.. First.Fields, new AppField("upgrade.protocol", "Turned into", Then.Protocol), .. FieldsOfItsOwn(Then)];

    /// <summary>A fact has one value: where the second protocol is the same again, the first one's stays.</summary>
    private IEnumerable<AppField> FieldsOfItsOwn(AppInfo then) => then.Fields.ExceptBy(First.Fields.Select(field => field.Name), field => field.Name);
}
