using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;

namespace RustNet.Core.Dpi.Protocols.Stun;

/// <summary>
/// What a flow is told about itself through STUN and TURN. The first messages are read in full, later ones only for what
/// they are, so that the checks that keep a call alive cost nothing.
/// </summary>
internal sealed record StunInfo : AppInfo
{
    private const int ClassCount = 5;
    private const int MaxMethods = 8;
    private const int MaxRead = 16;
    private const int MaxSoftware = 2;
    private const ushort FirstTurnMethod = 3;   // Allocate
    private const ushort LastTurnMethod = 0xc;

    // Order of StunClass
    private static readonly string[] s_classes = ["request", "indication", "success response", "error response", "channel data"];
    private static readonly string[] s_states = ["STUN_REQUEST", "STUN_INDICATION", "STUN_RESPONSE", "STUN_ERROR", "TURN_DATA"];

    /// <summary>Every <see cref="TransportState"/>.</summary>
    public static IEnumerable<string> States => s_states;

    /// <inheritdoc/>
    public override string Protocol => "stun";

    /// <summary>The same facts after each class of message, so that following a busy flow allocates nothing.</summary>
    private StunInfo?[]? _variants;

    /// <summary>Class of the last message.</summary>
    public StunClass Class { get; private init; }

    /// <summary>Methods seen, in order.</summary>
    public ImmutableArray<ushort> Methods { get; private init; } = [];

    /// <summary>USERNAME of the first message that has one.</summary>
    public string? Username { get; private init; }

    /// <summary>REALM.</summary>
    public string? Realm { get; private init; }

    /// <summary>SOFTWARE of either side.</summary>
    public ImmutableArray<string> Software { get; private init; } = [];

    /// <summary>The address that the other side sees, from the first response that tells it.</summary>
    public string? Mapped { get; private init; }

    /// <summary>The address at the relay.</summary>
    public string? Relayed { get; private init; }

    /// <summary>Code and reason of an error that no success has followed.</summary>
    public string? Error { get; private init; }

    /// <summary>A message without the magic cookie (RFC 3489).</summary>
    public bool IsClassic { get; init; }

    /// <summary>TCP with a length before every message (RFC 4571), as ICE uses it.</summary>
    public bool IsFramed { get; init; }

    /// <summary>True when a relay was asked for: channel data may follow.</summary>
    public bool IsTurn => Methods.AsSpan().ContainsAnyInRange(FirstTurnMethod, LastTurnMethod);

    private byte Classes { get; init; }

    private int ReadCount { get; init; }

    /// <inheritdoc/>
    public override string Summary => Methods.IsEmpty ? DisplayName : $"{DisplayName} {MethodName(Methods[^1])}";

    /// <inheritdoc/>
    public override string TransportState => s_states[(int)Class];

    /// <inheritdoc/>
    public override void AddFields(List<AppField> fields)
    {
        fields.Add(new("stun.method", "Method", string.Join(", ", Methods.Select(MethodName))));
        fields.Add(new("stun.class", "Class", string.Join(", ", s_classes.Where((_, value) => (Classes >> value & 1) != 0))));
        fields.Add(new("stun.version", "Version", IsClassic ? "RFC 3489" : "RFC 8489"));
        if (Username is not null)
        {
            fields.Add(new("stun.username", "User name", Username));
        }

        if (Realm is not null)
        {
            fields.Add(new("stun.realm", "Realm", Realm));
        }

        if (!Software.IsEmpty)
        {
            fields.Add(new("stun.software", "Software", string.Join(", ", Software)));
        }

        if (Mapped is not null)
        {
            fields.Add(new("stun.mapped", "Mapped address", Mapped));
        }

        if (Relayed is not null)
        {
            fields.Add(new("stun.relayed", "Relayed address", Relayed));
        }

        if (Error is not null)
        {
            fields.Add(new("stun.error", "Error", Error));
        }
    }

    /// <summary>The facts after one more message; the same object, or its other state, where nothing is new.</summary>
    public StunInfo With(in StunMessage message)
    {
        var isNewMethod = !Methods.Contains(message.Method) && Methods.Length < MaxMethods;
        return !isNewMethod && ReadCount >= MaxRead ? With(message.Class) : Read(message, isNewMethod);
    }

    /// <summary>The facts after a message of a class that tells nothing else.</summary>
    public StunInfo With(StunClass value)
    {
        if ((Classes >> (int)value & 1) == 0)
        {
            return this with { Class = value, Classes = (byte)(Classes | 1 << (int)value), _variants = null };
        }

        if (value == Class)
        {
            return this;
        }

        _variants ??= new StunInfo?[ClassCount];
        _variants[(int)Class] = this;
        return _variants[(int)value] ??= this with { Class = value };
    }

    private StunInfo Read(in StunMessage message, bool isNewMethod)
    {
        string? username = null, realm = null, software = null, mapped = null, relayed = null, error = null;
        var attributes = message.Attributes();
        while (attributes.TryRead(out var type, out var value))
        {
            switch (type)
            {
                case StunAttribute.Username:
                    username = Text(value);
                    break;
                // MS-TURN §2.2.2 has the numbers of realm and nonce the other way round, and gives the relayed address as mapped.
                case StunAttribute.Realm when !message.IsMicrosoft:
                case StunAttribute.RealmOfMicrosoft when message.IsMicrosoft:
                    realm = Text(value);
                    break;
                case StunAttribute.Software:
                    software = Text(value);
                    break;
                case StunAttribute.XorMappedAddress when message.HasCookie:
                    mapped = message.EndpointOf(value, true) ?? mapped;
                    break;
                case StunAttribute.EarlyXorMappedAddress:
                    mapped = message.EndpointOf(value, true) ?? mapped;
                    break;
                case StunAttribute.MappedAddress when message.IsMicrosoft && message.Method == FirstTurnMethod:
                    relayed = message.EndpointOf(value, false);
                    break;
                case StunAttribute.MappedAddress:
                    mapped ??= message.EndpointOf(value, false);
                    break;
                case StunAttribute.XorRelayedAddress when message.HasCookie:
                    relayed = message.EndpointOf(value, true);
                    break;
                case StunAttribute.ErrorCode when value.Length >= sizeof(uint):
                    error = ErrorText(value);
                    break;
            }
        }

        return this with
        {
            Class = message.Class,
            Classes = (byte)(Classes | 1 << (int)message.Class),
            Methods = isNewMethod ? Methods.Add(message.Method) : Methods,
            Username = Username ?? username,
            Realm = Realm ?? realm,
            Software = software is null || Software.Contains(software) || Software.Length >= MaxSoftware ? Software : Software.Add(software),
            Mapped = Mapped ?? (message.Class == StunClass.SuccessResponse ? mapped : null),
            Relayed = Relayed ?? relayed,
            Error = message.Class switch { StunClass.ErrorResponse => error, StunClass.SuccessResponse => null, _ => Error },
            ReadCount = ReadCount + 1,
            _variants = null,
        };
    }

    /// <summary>Text that old clients fill up with zeros; <see langword="null"/> for a token that is no text.</summary>
    private static string? Text(ReadOnlySpan<byte> value)
    {
        var text = WireText.Clean(value.TrimEnd((byte)0));
        return text.Length == 0 || text.Contains('\ufffd') ? null : text;
    }

    /// <summary>Reserved:21 | Class:3 | Number:8 | Reason Phrase (RFC 8489 §14.8).</summary>
    private static string ErrorText(ReadOnlySpan<byte> value)
    {
        var number = BinaryPrimitives.ReadUInt32BigEndian(value);
        var code = (int)((number >> 8 & 7) * 100 + (number & 0xff));
        return string.Create(CultureInfo.InvariantCulture, $"{code} {Text(value[sizeof(uint)..])}").TrimEnd();
    }

    /// <summary>IANA STUN Methods; unlisted numbers stay numbers.</summary>
    private static string MethodName(ushort method) => method switch
    {
        0x001 => "Binding",
        0x002 => "SharedSecret",
        0x003 => "Allocate",
        0x004 => "Refresh",
        0x006 => "Send",
        0x007 => "Data",
        0x008 => "CreatePermission",
        0x009 => "ChannelBind",
        0x00a => "Connect",
        0x00b => "ConnectionBind",
        0x00c => "ConnectionAttempt",
        0x080 => "GOOG-PING",
        _ => string.Create(CultureInfo.InvariantCulture, $"0x{method:x3}"),
    };
}
