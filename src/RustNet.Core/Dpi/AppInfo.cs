namespace RustNet.Core.Dpi;

/// <summary>
/// One named fact of a protocol. The details panel shows <paramref name="Label"/> and <paramref name="Value"/>, filters
/// and headless output use <paramref name="Name"/>.
/// </summary>
/// <param name="Name">Stable dotted name such as <c>tls.version</c>.</param>
/// <param name="Label">What a person reads, such as <c>Version</c>.</param>
/// <param name="Value">Text cleaned of control characters (<see cref="WireText"/>), never empty.</param>
public readonly record struct AppField(string Name, string Label, string Value);

/// <summary>
/// What inspection learned about a connection. Immutable: a dissector that learns more answers a new value. All text
/// in it has been through <see cref="WireText"/>. A protocol overrides only what differs from the defaults; nobody
/// outside its file switches over protocols.
/// </summary>
public abstract record AppInfo
{
    /// <summary>Lower-case name as headless output has it: http tls dns ...</summary>
    public abstract string Protocol { get; }

    /// <summary>
    /// False for the messages of the network itself (ICMP, ARP ...), whose protocol is the connection's own and not an
    /// application's: headless output has their fields and no <c>app.protocol</c>.
    /// </summary>
    public virtual bool IsApplication => true;

    /// <summary>Name for people: HTTP, TLS, DNS.</summary>
    public virtual string DisplayName => Protocol.ToUpperInvariant();

    /// <summary>The one name that identifies the other side (SNI, Host, query name), complete and valid, or <see langword="null"/>.</summary>
    public virtual string? HostName => null;

    /// <summary>One line for the Application / Host column.</summary>
    public virtual string Summary => HostName is { } host ? $"{DisplayName} {host}" : DisplayName;

    /// <summary>State to show for a connection of a transport without states (SPEC §6), such as <c>DNS_QUERY</c>, or <see langword="null"/>.</summary>
    public virtual string? TransportState => null;

    /// <summary>Phase inside the protocol (SPEC §6, SSH), matched by <c>state:</c>; <see langword="null"/> where there is none.</summary>
    public virtual string? Phase => null;

    /// <summary>
    /// Idle timeout in nanoseconds that replaces the table's for an open connection (SPEC §7), or <see langword="null"/>.
    /// </summary>
    public virtual long? IdleTimeout => null;

    /// <summary>The same as long as the last packet is less than a minute ago, where that is longer (SPEC §7, QUIC connected).</summary>
    public virtual long? FreshIdleTimeout => IdleTimeout;

    /// <summary>
    /// True when the protocol has ended the connection for good, although its transport has no end of its own (QUIC's
    /// CONNECTION_CLOSE): its age then counts from the message that said so, whatever packets still come.
    /// </summary>
    public virtual bool IsClosed => false;

    /// <summary>
    /// Whether a datagram that comes after the end (<see cref="IsClosed"/>) is still of this connection, not the first of another one
    /// between the same endpoints.
    /// </summary>
    public virtual bool IsLate(ReadOnlySpan<byte> datagram, bool fromInitiator) => false;

    /// <summary>What the connection turned into (STARTTLS, CONNECT, Upgrade) after it began as this, or <see langword="null"/>.</summary>
    public virtual AppInfo? Later => null;

    /// <summary>All facts, in the order to show them, as a list of one's own.</summary>
    public IReadOnlyList<AppField> Fields
    {
        get
        {
            var fields = new List<AppField>();
            AddFields(fields);
            return fields;
        }
    }

    /// <summary>
    /// Appends all facts, in the order to show them. Details, filter and exports read these and nothing else; who asks for many
    /// connections uses one list again and again.
    /// </summary>
    public virtual void AddFields(List<AppField> fields)
    {
    }
}
