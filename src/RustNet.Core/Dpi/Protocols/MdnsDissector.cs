using System.Collections.Immutable;
using RustNet.Core.Dpi.Protocols.Dns;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols;

/// <summary>
/// Multicast DNS (RFC 6762) and the service discovery on top of it (RFC 6763). The port is part of the definition (§3), for
/// nothing in a message tells it from DNS for certain; legacy queries (§6.7) come from other ports, but go to it.
/// </summary>
internal sealed class MdnsDissector : IDissector
{
    private const ushort Port = 5353;
    private const ushort DnsPort = 53;
    private const ushort TopBit = 0x8000;   // QU in a question (§5.4), cache-flush in a record (§10.2)

    /// <inheritdoc/>
    public DissectorTraits Traits { get; } = new("mdns", Transports.Udp, [Port]) { FollowsFlow = true, States = static () => MdnsInfo.States };

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload)
    {
        if (!payload.HasPort(Port) || payload.HasPort(DnsPort))
        {
            return Finding.Malformed;
        }

        var status = DnsMessage.Parse(payload.Bytes, out var message);
        if (status == ParseStatus.Malformed || (status == ParseStatus.Truncated && !(payload.EndsInGap && message.HasQuestion)) || !IsPlausible(message))
        {
            return Finding.Malformed;
        }

        var known = payload.Current as MdnsInfo;
        var info = MdnsInfo.After(known, message);
        return Finding.Complete(ReferenceEquals(info, known) ? null : info);
    }

    /// <summary>A query asks, or goes on listing what it knows (§7.2); a response answers. Other opcodes must be ignored (§18.3).</summary>
    private static bool IsPlausible(in DnsMessage message)
    {
        if (message.Opcode != 0)
        {
            return false;
        }

        if (message.HasQuestion)
        {
            return DnsNames.IsKnownClass((ushort)(message.QuestionClass & ~TopBit));
        }

        var answers = message.Answers();
        return answers.TryRead(out var record) && DnsNames.IsKnownClass((ushort)(record.Class & ~TopBit));
    }
}

/// <summary>
/// What one host asks and announces. The first question gives the name; what later messages add joins in, up to a limit on
/// how many of them are read, after which only the state moves.
/// </summary>
internal sealed record MdnsInfo : AppInfo
{
    private const int MaxRead = 16;
    private const int MaxNamesOfMessage = 64;
    private const int MaxServices = 16;
    private const int MaxAnswers = 16;
    private const int MaxListLength = 512;

    private static readonly string[] s_states = ["MDNS_QUERY", "MDNS_RESPONSE"];

    /// <summary>Every <see cref="TransportState"/>.</summary>
    public static IEnumerable<string> States => s_states;

    /// <inheritdoc/>
    public override string Protocol => "mdns";

    /// <summary>The same facts as query and as response, so that following a busy flow allocates nothing.</summary>
    private MdnsInfo?[]? _variants;

    /// <summary>Name of the first question, cleaned; <see langword="null"/> while only announcements were seen.</summary>
    public string? Query { get; private init; }

    /// <summary>The name where it is readable.</summary>
    public string? QueryHost { get; private init; }

    /// <summary>Type of the first question.</summary>
    public string? QueryType { get; private init; }

    /// <summary>Service types asked for or announced, such as <c>_ipp._tcp</c>.</summary>
    public ImmutableArray<string> Services { get; private init; } = [];

    /// <summary>Data of the answers, each once.</summary>
    public ImmutableArray<string> Answers { get; private init; } = [];

    /// <summary>True when the last message was a response.</summary>
    public bool IsResponse { get; private init; }

    private int ReadCount { get; init; }

    /// <inheritdoc/>
    public override string DisplayName => "mDNS";

    /// <inheritdoc/>
    public override string? HostName => QueryHost;

    /// <inheritdoc/>
    public override string Summary => (QueryHost ?? (Services.IsEmpty ? null : Services[0])) is { } what ? $"{DisplayName} {what}" : DisplayName;

    /// <inheritdoc/>
    public override string TransportState => s_states[IsResponse ? 1 : 0];

    /// <inheritdoc/>
    public override void AddFields(List<AppField> fields)
    {
        if (Query is not null)
        {
            fields.Add(new("mdns.query", "Query", Query));
        }

        if (QueryType is not null)
        {
            fields.Add(new("mdns.type", "Type", QueryType));
        }

        if (!Services.IsEmpty)
        {
            fields.Add(new("mdns.services", "Services", WireText.Clean(string.Join(", ", Services), MaxListLength)));
        }

        if (!Answers.IsEmpty)
        {
            fields.Add(new("mdns.answers", "Answers", WireText.Clean(string.Join(", ", Answers.AsSpan()), MaxListLength)));
        }
    }

    /// <summary>The facts after one more message; <paramref name="known"/> itself, or its other state, where nothing is new.</summary>
    public static MdnsInfo After(MdnsInfo? known, in DnsMessage message)
    {
        known ??= new MdnsInfo();
        if (known.ReadCount >= MaxRead && (known.Query is not null || !message.HasQuestion))
        {
            return known.InState(message.IsResponse);
        }

        var asks = known.Query is null && message.HasQuestion;
        var services = known.Services.ToBuilder();
        var questions = message.Questions();
        for (var i = 0; i < MaxNamesOfMessage && questions.TryRead(out var name); i++)
        {
            AddService(services, name);
        }

        var answers = known.Answers.ToBuilder();
        var records = message.Answers();
        for (var i = 0; i < MaxNamesOfMessage && records.TryRead(out var record); i++)
        {
            AddService(services, record.Name);
            var text = message.IsResponse ? record.Text() : null;   // in a query: what the asker knows already (§7.1)
            if (text is not null && answers.Count < MaxAnswers && !answers.Contains(text))
            {
                answers.Add(text);
            }
        }

        return known with
        {
            Query = asks ? message.QuestionName : known.Query,
            QueryHost = asks ? message.ReadableQuestion : known.QueryHost,
            QueryType = asks ? DnsNames.Type(message.QuestionType) : known.QueryType,
            Services = services.ToImmutable(),
            Answers = answers.ToImmutable(),
            IsResponse = message.IsResponse,
            ReadCount = known.ReadCount + 1,
            _variants = null,
        };
    }

    /// <summary>Adds the service type in a name (RFC 6763 §4.1): the label before the one that names the transport.</summary>
    private static void AddService(ImmutableArray<string>.Builder services, string name)
    {
        var end = name.IndexOf("._tcp", StringComparison.OrdinalIgnoreCase);
        end = end >= 0 ? end : name.IndexOf("._udp", StringComparison.OrdinalIgnoreCase);
        var start = end > 0 ? name.LastIndexOf('.', end - 1) + 1 : 0;
        if (end <= start || name[start] != '_' || services.Count >= MaxServices)
        {
            return;
        }

        var service = name[start..(end + "._tcp".Length)];
        if (!services.Contains(service))
        {
            services.Add(service);
        }
    }

    private MdnsInfo InState(bool isResponse)
    {
        if (IsResponse == isResponse)
        {
            return this;
        }

        _variants ??= new MdnsInfo?[2];
        _variants[IsResponse ? 1 : 0] = this;
        return _variants[isResponse ? 1 : 0] ??= this with { IsResponse = isResponse };
    }
}
