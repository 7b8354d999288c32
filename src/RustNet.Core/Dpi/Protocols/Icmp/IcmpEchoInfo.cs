using System.Globalization;
using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Icmp;

/// <summary>A run of echo requests and whether they are answered (RFC 792, RFC 4443 §4). What counts on in it is not followed.</summary>
/// <param name="Protocol">As <see cref="AppInfo.Protocol"/>.</param>
/// <param name="Identifier">The run's identifier; <see langword="null"/> where the message was cut before it.</param>
/// <param name="HasRequest">A request has been seen.</param>
/// <param name="HasReply">A reply has been seen.</param>
internal sealed record IcmpEchoInfo(string Protocol, ushort? Identifier, bool HasRequest, bool HasReply) : MessageInfo(Protocol)
{
    private const byte ReplyType = 0;
    private const byte ReplyTypeV6 = 129;

    /// <inheritdoc/>
    public override string DisplayName => FlowText.ProtocolLabel(Protocol);

    /// <inheritdoc/>
    public override string Summary => Identifier is { } identifier ? string.Create(CultureInfo.InvariantCulture, $"Echo id {identifier}") : "Echo";

    /// <inheritdoc/>
    public override void AddFields(List<AppField> fields)
    {
        fields.Add(new("icmp.type", "Type", HasRequest && HasReply ? "echo request, echo reply" : HasReply ? "echo reply" : "echo request"));
        if (Identifier is { } identifier)
        {
            fields.Add(new("icmp.id", "Identifier", identifier.ToString(CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>The facts after an echo message.</summary>
    public static IcmpEchoInfo After(in Payload payload, string protocol)
    {
        var (identifier, isReply) = Read(payload);
        var known = payload.Current as IcmpEchoInfo;
        var isSameRun = known is not null && known.Identifier == identifier;
        return new IcmpEchoInfo(protocol, identifier, !isReply || (isSameRun && known!.HasRequest), isReply || (isSameRun && known!.HasReply));
    }

    /// <inheritdoc/>
    protected override bool Says(in Payload payload)
    {
        if (!IcmpEcho.IsEcho(payload.Transport == Transports.IcmpV6, payload.Bytes[0]))
        {
            return false;
        }

        var (identifier, isReply) = Read(payload);
        return identifier == Identifier && (isReply ? HasReply : HasRequest);
    }

    private static (ushort? Identifier, bool IsReply) Read(in Payload payload)
    {
        var protocol = payload.Transport == Transports.IcmpV6 ? IpProtocol.IcmpV6 : IpProtocol.Icmp;
        return IcmpEcho.TryRead(protocol, payload.Bytes, out var echo)
            ? (echo.Identifier, echo.IsReply)
            : (null, payload.Bytes[0] is ReplyType or ReplyTypeV6);
    }

    /// <summary>What pairs a request with its reply: identifier and sequence number; nothing for other messages.</summary>
    public static Exchange ExchangeOf(IpProtocol protocol, ReadOnlySpan<byte> message)
    {
        if (!IcmpEcho.TryRead(protocol, message, out var echo))
        {
            return default;
        }

        var id = (uint)echo.Identifier << 16 | echo.Sequence;
        return echo.IsReply ? Exchange.Response(id) : Exchange.Request(id);
    }
}
