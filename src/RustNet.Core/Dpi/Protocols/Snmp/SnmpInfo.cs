using System.Globalization;
using System.Text;

namespace RustNet.Core.Dpi.Protocols.Snmp;

/// <summary>What a manager asks an agent, or an agent reports. The community is a secret and is never shown whole.</summary>
/// <param name="Version">Field of the first message.</param>
internal sealed record SnmpInfo(int Version) : AppInfo
{
    private const int MaxRead = 16;
    private const int MaxOidComponents = 64;
    private const int MinCommunityForHint = 4;
    private const int LastCommunityVersion = 1;
    private const SnmpPdu FirstPdu = SnmpPdu.Get;

    // From Get on; the last is Encrypted
    private static readonly string[] s_pdus =
        ["get", "get-next", "response", "set", "trap", "get-bulk", "inform", "trap", "report", "encrypted"];

    private static readonly string[] s_states =
    [
        "SNMP_GET", "SNMP_GET_NEXT", "SNMP_RESPONSE", "SNMP_SET", "SNMP_TRAP", "SNMP_GET_BULK", "SNMP_INFORM", "SNMP_TRAP", "SNMP_REPORT", "SNMP_ENCRYPTED",
    ];

    /// <summary>Every <see cref="TransportState"/>.</summary>
    public static IEnumerable<string> States => s_states;

    // RFC 3416 §3, error-status
    private static readonly string[] s_errors =
    [
        "noError", "tooBig", "noSuchName", "badValue", "readOnly", "genErr", "noAccess", "wrongType", "wrongLength", "wrongEncoding", "wrongValue",
        "noCreation", "inconsistentValue", "resourceUnavailable", "commitFailed", "undoFailed", "authorizationError", "notWritable", "inconsistentName",
    ];

    /// <inheritdoc/>
    public override string Protocol => "snmp";

    /// <summary>The same facts after each kind of PDU, so that following a busy flow allocates nothing.</summary>
    private SnmpInfo?[]? _variants;

    /// <summary>Place of the last PDU's kind among <c>s_pdus</c>.</summary>
    private int Pdu { get; init; }

    private int Pdus { get; init; }

    private int ReadCount { get; init; }

    /// <summary>A hint at the community.</summary>
    public string? Community { get; private init; }

    /// <summary>User of version 3.</summary>
    public string? User { get; private init; }

    /// <summary>Engine of version 3 in hexadecimal digits.</summary>
    public string? Engine { get; private init; }

    /// <summary>The first object asked for or reported.</summary>
    public string? Oid { get; private init; }

    /// <summary>The first error.</summary>
    public string? Error { get; private init; }

    private string VersionText => Version switch { 0 => "v1", 1 => "v2c", 2 => "v2u", _ => "v3" };

    /// <inheritdoc/>
    public override string Summary => Oid is null ? $"{DisplayName} {VersionText}" : $"{DisplayName} {VersionText} {Oid}";

    /// <inheritdoc/>
    public override string TransportState => s_states[Pdu];

    /// <inheritdoc/>
    public override void AddFields(List<AppField> fields)
    {
        fields.Add(new("snmp.version", "Version", VersionText));
        fields.Add(new("snmp.pdu", "PDU", string.Join(", ", s_pdus.Where((_, pdu) => (Pdus >> pdu & 1) != 0).Distinct())));
        if (Oid is not null)
        {
            fields.Add(new("snmp.oid", "First object", Oid));
        }

        if (Error is not null)
        {
            fields.Add(new("snmp.error", "Error", Error));
        }

        if (Community is not null)
        {
            fields.Add(new("snmp.community", "Community", Community));
        }

        if (User is not null)
        {
            fields.Add(new("snmp.user", "User name", User));
        }

        if (Engine is not null)
        {
            fields.Add(new("snmp.engine", "Engine ID", Engine));
        }
    }

    /// <summary>The facts after one more message; <paramref name="known"/> itself, or its other state, where nothing is new.</summary>
    public static SnmpInfo After(SnmpInfo? known, in SnmpMessage message)
    {
        var pdu = message.Pdu == SnmpPdu.Encrypted ? s_pdus.Length - 1 : message.Pdu - FirstPdu;
        known ??= new SnmpInfo(message.Version);
        if (known.ReadCount >= MaxRead)
        {
            return known.InState(pdu);
        }

        return known with
        {
            Pdu = pdu,
            Pdus = known.Pdus | 1 << pdu,
            Oid = known.Oid ?? (message.Oid.IsEmpty ? null : OidText(message.Oid)),
            Error = known.Error ?? (message.ErrorStatus > 0 ? ErrorText(message.ErrorStatus) : null),
            Community = known.Community ?? (message.Version > LastCommunityVersion ? null : Hint(message.Community)),
            User = known.User ?? (message.User.IsEmpty ? null : WireText.Clean(message.User)),
            Engine = known.Engine ?? (message.Engine.IsEmpty ? null : Convert.ToHexStringLower(message.Engine)),
            ReadCount = known.ReadCount + 1,
            _variants = null,
        };
    }

    private SnmpInfo InState(int pdu)
    {
        if ((Pdus >> pdu & 1) == 0)
        {
            return this with { Pdu = pdu, Pdus = Pdus | 1 << pdu, _variants = null };
        }

        if (pdu == Pdu)
        {
            return this;
        }

        _variants ??= new SnmpInfo?[s_pdus.Length];
        _variants[Pdu] = this;
        return _variants[pdu] ??= this with { Pdu = pdu };
    }

    private static string ErrorText(int status) =>
        status < s_errors.Length ? s_errors[status] : status.ToString(CultureInfo.InvariantCulture);

    /// <summary>Enough to tell two communities apart, too little to use one.</summary>
    private static string Hint(ReadOnlySpan<byte> community) => community.IsEmpty
        ? "empty"
        : string.Create(CultureInfo.InvariantCulture,
            $"{(community.Length >= MinCommunityForHint ? WireText.Clean(community[..1]) : "")}*** ({community.Length} characters)");

    /// <summary>Object identifier (X.690 §8.19): base 128, the first two components in one number.</summary>
    private static string OidText(ReadOnlySpan<byte> contents)
    {
        var text = new StringBuilder();
        var number = 0ul;
        var count = 0;
        foreach (var octet in contents)
        {
            if (count >= MaxOidComponents)
            {
                return text.Append('…').ToString();
            }

            number = number << 7 | (uint)octet & 0x7f;
            if ((octet & 0x80) != 0)
            {
                continue;
            }

            if (count++ == 0)
            {
                var top = Math.Min(number / 40, 2);
                text.Append(CultureInfo.InvariantCulture, $"{top}.{number - top * 40}");
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $".{number}");
            }

            number = 0;
        }

        return text.ToString();
    }
}
