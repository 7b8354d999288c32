using RustNet.Core.Flows;

namespace RustNet.Core.Dpi.Protocols.Ntp;

/// <summary>Who asked whom for the time, and how good the answering clock is.</summary>
/// <param name="Version">Version of the first message.</param>
internal sealed record NtpInfo(byte Version) : AppInfo
{
    private const int ModeCount = 8;

    // Order and names of NtpMode
    private static readonly string[] s_modes =
        ["reserved", "symmetric active", "symmetric passive", "client", "server", "broadcast", "control", "private"];

    /// <summary>Names of the modes in <see cref="Modes"/>, for each value that came.</summary>
    private static readonly string?[] s_modeLists = new string?[1 << ModeCount];

    private static readonly string[] s_states =
    [
        "NTP", "NTP_SYMMETRIC_ACTIVE", "NTP_SYMMETRIC_PASSIVE", "NTP_REQUEST", "NTP_RESPONSE", "NTP_BROADCAST", "NTP_CONTROL", "NTP_PRIVATE",
    ];

    /// <summary>Every <see cref="TransportState"/>; the reserved mode is never answered.</summary>
    public static IEnumerable<string> States => s_states.Skip(1);

    /// <inheritdoc/>
    public override string Protocol => "ntp";

    /// <summary>The same facts after each mode, so that following a busy flow allocates nothing.</summary>
    private NtpInfo?[]? _variants;

    /// <summary>Mode of the last message.</summary>
    public NtpMode Mode { get; private init; }

    /// <summary>Stratum of the clock that answers; <see langword="null"/> until it did.</summary>
    public byte? Stratum { get; private init; }

    /// <summary>Its reference.</summary>
    public uint ReferenceId { get; private init; }

    /// <summary>One bit for every mode seen.</summary>
    private byte Modes { get; init; }

    private bool IsClockOfResponder { get; init; }

    /// <inheritdoc/>
    public override string TransportState => s_states[(int)Mode];

    /// <inheritdoc/>
    public override void AddFields(List<AppField> fields)
    {
        fields.Add(new("ntp.version", "Version", RecentText.Number(Version)));
        fields.Add(new("ntp.mode", "Mode", ModeNames));
        if (Stratum is { } stratum)
        {
            fields.Add(new("ntp.stratum", "Stratum", RecentText.Number(stratum)));
            if (ReferenceText(stratum) is { } reference)
            {
                fields.Add(new("ntp.reference", "Reference", reference));
            }
        }
    }

    // Two threads that make the same one at a time lose nothing.
    private string ModeNames => s_modeLists[Modes] ??= string.Join(", ", s_modes.Where((_, mode) => (Modes >> mode & 1) != 0));

    /// <summary>The facts after a control or private message.</summary>
    public NtpInfo With(NtpMode mode)
    {
        if ((Modes >> (int)mode & 1) == 0)
        {
            return this with { Mode = mode, Modes = (byte)(Modes | 1 << (int)mode), _variants = null };
        }

        if (mode == Mode)
        {
            return this;
        }

        _variants ??= new NtpInfo?[ModeCount];
        _variants[(int)Mode] = this;
        return _variants[(int)mode] ??= this with { Mode = mode };
    }

    /// <summary>The facts after a time message. Of two peers the responder's clock is the one shown.</summary>
    public NtpInfo With(in NtpPacket packet, bool fromInitiator)
    {
        var tells = packet.Mode != NtpMode.Client && (!fromInitiator || !IsClockOfResponder);
        var isNews = tells && (Stratum != packet.Stratum || ReferenceId != packet.ReferenceId || (!fromInitiator && !IsClockOfResponder));
        var info = isNews
            ? this with
            {
                Stratum = packet.Stratum,
                ReferenceId = packet.ReferenceId,
                IsClockOfResponder = !fromInitiator,
                _variants = null,
            }
            : this;
        return info.With(packet.Mode);
    }

    /// <summary>A kiss code or a clock's name in letters for strata 0 and 1, else the address it is synchronised to (§7.3, figure 12).</summary>
    private string? ReferenceText(byte stratum)
    {
        Span<byte> bytes = [(byte)(ReferenceId >> 24), (byte)(ReferenceId >> 16), (byte)(ReferenceId >> 8), (byte)ReferenceId];
        if (ReferenceId == 0)
        {
            return null;
        }

        var name = bytes.TrimEnd("\0 "u8);
        return stratum <= 1 && !name.IsEmpty && !name.ContainsAnyExceptInRange((byte)0x21, (byte)0x7e)
            ? WireText.Clean(name)
            : FlowText.Address(bytes);
    }
}
