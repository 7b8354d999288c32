using System.Globalization;
using RustNet.Core.Flows;

namespace RustNet.Core.Dpi.Protocols.Arp;

/// <summary>
/// Who asks for whom, and which hardware has which address. What one message tells stays while others come, so that a
/// question repeated, and its answer, change nothing.
/// </summary>
internal sealed record ArpInfo : AppInfo
{
    private const int OperationBits = 32;

    // IANA "ARP Parameters", operation codes from 0 on
    private static readonly string[] s_operations =
    [
        "reserved", "request", "reply", "reverse request", "reverse reply", "dynamic reverse request", "dynamic reverse reply",
        "dynamic reverse error", "inverse request", "inverse reply", "NAK",
    ];

    /// <inheritdoc/>
    public override string Protocol => "arp";

    /// <summary>One bit for every operation seen that has one.</summary>
    private uint Operations { get; init; }

    /// <summary>The last operation.</summary>
    private ArpOperation Operation { get; init; }

    private uint SenderAddress { get; init; }

    private byte[]? SenderHardware { get; init; }

    private uint TargetAddress { get; init; }

    private byte[]? TargetHardware { get; init; }

    /// <summary>What either had before another message named another hardware for it.</summary>
    private byte[]? FormerHardware { get; init; }

    private bool IsTargetHeard { get; init; }

    /// <inheritdoc/>
    public override bool IsApplication => false;

    /// <summary>RFC 5227 §1.1: a question for an address by somebody who has none yet.</summary>
    private bool IsProbe => SenderAddress == 0 && TargetAddress != 0 && Has(ArpOperation.Request);

    /// <summary>RFC 5227 §3: somebody tells his own address unasked.</summary>
    private bool IsGratuitous => SenderAddress == TargetAddress && SenderAddress != 0;

    /// <inheritdoc/>
    public override string Summary =>
        Operation is not (ArpOperation.Request or ArpOperation.Reply) ? OtherSummary
        : IsGratuitous ? $"{Text(SenderAddress)} is at {Text(SenderHardware)} (announced)"
        : IsTargetHeard ? $"{Text(TargetAddress)} is at {Text(TargetHardware)}"
        : IsProbe ? $"who has {Text(TargetAddress)}? (probe)"
        : $"who has {Text(TargetAddress)}?";

    /// <inheritdoc/>
    public override void AddFields(List<AppField> fields)
    {
        fields.Add(new("arp.operation", "Operations", OperationsText));
        if (IsProbe || IsGratuitous)
        {
            fields.Add(new("arp.use", "Use", IsProbe ? "probe" : "gratuitous"));
        }

        fields.Add(new("arp.sender_ip", "Sender", Text(SenderAddress)));
        if (SenderHardware is not null)
        {
            fields.Add(new("arp.sender_mac", "Sender MAC", Text(SenderHardware)));
        }

        fields.Add(new("arp.target_ip", "Target", Text(TargetAddress)));
        if (TargetHardware is not null)
        {
            fields.Add(new("arp.target_mac", "Target MAC", Text(TargetHardware)));
        }

        if (FormerHardware is not null)
        {
            fields.Add(new("arp.former_mac", "Former MAC", Text(FormerHardware)));
        }
    }

    /// <summary>The facts after a message; <paramref name="known"/> itself where it tells nothing new.</summary>
    public static ArpInfo After(ArpInfo? known, in ArpPacket packet)
    {
        // The sender is who asks: of an answer that is its target.
        var (asker, asked) = packet.IsAnswer ? (packet.TargetAddress, packet.SenderAddress) : (packet.SenderAddress, packet.TargetAddress);
        var facts = known is not null && known.IsAbout(asker, asked) ? known : new ArpInfo { SenderAddress = asker, TargetAddress = asked };
        facts = facts.WithOperation(packet.Operation);
        var isFromTarget = packet.IsAnswer == (facts.SenderAddress == asker) && !facts.IsGratuitous;
        facts = facts.WithHardware(isFromTarget, packet.SenderHardware, isItsOwn: true);
        return packet.Operation == ArpOperation.Request || facts.IsGratuitous
            ? facts
            : facts.WithHardware(!isFromTarget, packet.TargetHardware, isItsOwn: false);
    }

    private bool IsAbout(uint asker, uint asked) =>
        (asker == SenderAddress && asked == TargetAddress) || (asked == SenderAddress && asker == TargetAddress);

    private ArpInfo WithOperation(ArpOperation operation)
    {
        var bit = (int)operation < OperationBits ? 1u << (int)operation : 0;

        // Requests and replies take turns; what they say stays the same.
        var isSameKind = operation == Operation || (operation is ArpOperation.Request or ArpOperation.Reply && Operation is ArpOperation.Request or ArpOperation.Reply);
        return isSameKind && (Operations & bit) == bit ? this : this with { Operation = operation, Operations = Operations | bit };
    }

    /// <summary>What a message says of the hardware of one side. Who speaks of himself knows best.</summary>
    private ArpInfo WithHardware(bool isTarget, ReadOnlySpan<byte> hardware, bool isItsOwn)
    {
        var known = isTarget ? TargetHardware : SenderHardware;
        var isHeard = IsTargetHeard || (isTarget && isItsOwn);
        if (!IsAddress(hardware) || (known is not null && (!isItsOwn || hardware.SequenceEqual(known))))
        {
            return isHeard == IsTargetHeard || known is null ? this : this with { IsTargetHeard = true };
        }

        var former = known ?? FormerHardware;
        var copy = hardware.ToArray();
        return isTarget
            ? this with { TargetHardware = copy, FormerHardware = former, IsTargetHeard = isHeard }
            : this with { SenderHardware = copy, FormerHardware = former };
    }

    // Nothing, zeros and ones stand for an address that is not known.
    private static bool IsAddress(ReadOnlySpan<byte> hardware) =>
        hardware.ContainsAnyExcept((byte)0) && hardware.ContainsAnyExcept((byte)0xff);

    private bool Has(ArpOperation operation) => (Operations >> (int)operation & 1) != 0;

    private string OperationsText
    {
        get
        {
            var names = string.Join(", ", s_operations.Where((_, operation) => (Operations >> operation & 1) != 0));
            return names.Length > 0 ? names : Name(Operation);
        }
    }

    private string OtherSummary => (Operation, TargetHardware, SenderHardware) switch
    {
        (ArpOperation.ReverseRequest, { } hardware, _) => $"which address has {Text(hardware)}?",
        (ArpOperation.ReverseReply, _, { } hardware) => $"{Text(hardware)} has {Text(SenderAddress)}",
        _ => $"ARP {Name(Operation)}",
    };

    private static string Name(ArpOperation operation) =>
        (int)operation < s_operations.Length ? s_operations[(int)operation] : ((int)operation).ToString(CultureInfo.InvariantCulture);

    private static string Text(uint address) => FlowText.Address(FlowText.FromIPv4(address));

    private static string Text(byte[]? hardware) => hardware is null ? "an unknown address" : LinkAddressText.Of(hardware);
}
