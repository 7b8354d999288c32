using System.Collections.Immutable;

namespace RustNet.Core.Dpi.Protocols.NetBios;

/// <summary>What the last message of a NetBIOS flow was; the order is that of <see cref="NetBiosInfo"/>'s state names.</summary>
internal enum NetBiosState : byte
{
    /// <summary>A name is asked for.</summary>
    Query,

    /// <summary>The answer to a request of any kind.</summary>
    Response,

    /// <summary>A name is claimed.</summary>
    Registration,

    /// <summary>A name is given up.</summary>
    Release,

    /// <summary>A claim is renewed.</summary>
    Refresh,

    /// <summary>The name server asks for patience.</summary>
    Wait,

    /// <summary>A datagram.</summary>
    Datagram,

    /// <summary>A session.</summary>
    Session,
}

/// <summary>The first name a NetBIOS flow was about, and what became of it.</summary>
internal sealed record NetBiosInfo : AppInfo
{
    private const int StateCount = (int)NetBiosState.Session + 1;

    private static readonly string[] s_states =
    [
        "NETBIOS_QUERY", "NETBIOS_RESPONSE", "NETBIOS_REGISTRATION", "NETBIOS_RELEASE", "NETBIOS_REFRESH", "NETBIOS_WAIT", "NETBIOS_DATAGRAM",
    ];

    /// <summary>Every <see cref="TransportState"/>.</summary>
    public static IEnumerable<string> States => s_states;

    /// <inheritdoc/>
    public override string Protocol => "netbios";

    /// <summary>The same facts in every state, so that following a busy flow allocates nothing.</summary>
    private NetBiosInfo?[]? _byState;

    /// <summary>name, datagram or session.</summary>
    public required string Service { get; init; }

    /// <summary>The name asked for or claimed, the datagram's destination, or the called name, with its kind of service.</summary>
    public string? Name { get; init; }

    /// <summary>The sender's name in a datagram, or the calling name.</summary>
    public string? Source { get; init; }

    /// <summary><see cref="Name"/> where a host could have it.</summary>
    public string? Host { get; init; }

    /// <summary>Addresses that the name was answered with.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];

    /// <summary>How a session request was answered.</summary>
    public string? Answer { get; init; }

    /// <summary>What the last message was.</summary>
    public NetBiosState State { get; init; }

    /// <inheritdoc/>
    public override string DisplayName => "NetBIOS";

    /// <inheritdoc/>
    public override string? HostName => Host;

    /// <inheritdoc/>
    public override string Summary => Name is null ? DisplayName : $"NetBIOS {Name}";

    /// <inheritdoc/>
    /// <remarks>A session has TCP's.</remarks>
    public override string? TransportState => State == NetBiosState.Session ? null : s_states[(int)State];

    /// <inheritdoc/>
    public override void AddFields(List<AppField> fields)
    {
        fields.Add(new("netbios.service", "Service", Service));
        if (Name is not null)
        {
            fields.Add(new("netbios.name", "Name", Name));
        }

        if (Source is not null)
        {
            fields.Add(new("netbios.source", "Source name", Source));
        }

        if (!Addresses.IsEmpty)
        {
            fields.Add(new("netbios.addresses", "Addresses", string.Join(", ", Addresses)));
        }

        if (Answer is not null)
        {
            fields.Add(new("netbios.answer", "Answer", Answer));
        }
    }

    /// <summary>The same facts after a message of another kind.</summary>
    public NetBiosInfo InState(NetBiosState state)
    {
        if (state == State)
        {
            return this;
        }

        _byState ??= new NetBiosInfo?[StateCount];
        _byState[(int)State] = this;
        return _byState[(int)state] ??= this with { State = state };
    }

    /// <summary>More addresses for <see cref="Name"/>, after a response.</summary>
    public NetBiosInfo WithAddresses(ImmutableArray<string> addresses) => this with { Addresses = addresses, State = NetBiosState.Response, _byState = null };
}
