using System.Globalization;
using RustNet.Core.Flows;

namespace RustNet.Core.Dpi.Protocols.Icmp;

/// <summary>What went wrong, and with which packet.</summary>
internal readonly record struct IcmpError(bool IsIPv6, byte Type, byte? Code, uint Number, QuotedPacket? About)
{
    /// <summary>Maximum transmission unit of the next hop (RFC 1191 §4, RFC 4443 §3.2), or <see langword="null"/>.</summary>
    public uint? Mtu => Number != 0 && (IsIPv6 ? Type == 2 : (Type, Code) is (3, 4)) ? Number : null;

    /// <summary>The router to take instead (RFC 792), or <see langword="null"/>.</summary>
    public string? Gateway => !IsIPv6 && Type == 5 && Number != 0 ? FlowText.Address(FlowText.FromIPv4(Number)) : null;

    /// <summary>Place in the quoted packet that is wrong (RFC 792, RFC 4443 §3.4), or <see langword="null"/>.</summary>
    public uint? Pointer => Number != 0 && (IsIPv6 ? Type == 4 : (Type, Code) is (12, 0)) ? Number : null;

    /// <summary>Reads an error; <paramref name="header"/> must be one.</summary>
    public static IcmpError Read(in IcmpHeader header)
    {
        uint number = (header.IsIPv6, header.Type, header.Code) switch
        {
            (false, 3, 4) => header.Number & 0xffff,            // unused:16 | Next-Hop MTU:16
            (false, 5, _) => header.Number,                     // Gateway Internet Address
            (false, 12, 0) => header.Number >> 24,              // Pointer:8 | unused
            (true, 2 or 4, _) => header.Number,                 // MTU; Pointer
            _ => 0,
        };

        var quote = header.Body;
        var quoteLength = (header.IsIPv6, header.Type) switch
        {
            (false, 3 or 11 or 12) => header.Field.IsEmpty ? 0 : header.Field[1] * sizeof(uint),    // RFC 4884 §4: in words; extensions follow
            (true, 1 or 3) => header.Field.IsEmpty ? 0 : header.Field[0] * sizeof(ulong),
            _ => 0,
        };
        if (quoteLength > 0 && quoteLength < quote.Length)
        {
            quote = quote[..quoteLength];
        }

        return new IcmpError(
            header.IsIPv6, header.Type, header.Code, number, QuotedPacket.TryParse(quote, header.IsIPv6, out var about) ? about : null);
    }
}

/// <summary>An ICMP or ICMPv6 error (RFC 792, RFC 1122 §3.2.2, RFC 4443 §3): the last one between two addresses.</summary>
internal sealed record IcmpErrorInfo(string Protocol, IcmpError Error) : MessageInfo(Protocol)
{
    /// <inheritdoc/>
    public override string DisplayName => FlowText.ProtocolLabel(Protocol);

    /// <inheritdoc/>
    public override string Summary
    {
        get
        {
            var what = Error.Gateway is { } gateway ? $"redirect to {gateway}"
                : Error.Mtu is { } mtu ? string.Create(CultureInfo.InvariantCulture, $"{CodeName ?? TypeName}, MTU {mtu}")
                : Error.Type == 5 && !Error.IsIPv6 ? TypeName
                : CodeName ?? TypeName;
            return Error.About is { } about ? $"{what}: {about.Target}" : what;
        }
    }

    /// <inheritdoc/>
    public override void AddFields(List<AppField> fields)
    {
        fields.Add(new("icmp.type", "Type", TypeName));
        if (CodeName is { } code)
        {
            fields.Add(new("icmp.code", "Code", code));
        }

        if (Error.About is { } about)
        {
            fields.Add(new("icmp.about", "About", about.ToString()));
        }

        if (Error.Mtu is { } mtu)
        {
            fields.Add(new("icmp.mtu", "MTU", mtu.ToString(CultureInfo.InvariantCulture)));
        }

        if (Error.Gateway is { } gateway)
        {
            fields.Add(new("icmp.gateway", "Gateway", gateway));
        }

        if (Error.Pointer is { } pointer)
        {
            fields.Add(new("icmp.pointer", "Pointer", pointer.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private string TypeName => IcmpNames.OfType(Error.IsIPv6, Error.Type);

    private string? CodeName => Error.Code is { } code ? IcmpNames.OfCode(Error.IsIPv6, Error.Type, code) : null;

    /// <inheritdoc/>
    protected override bool Says(in Payload payload)
    {
        var header = new IcmpHeader(payload);
        return header.Type == Error.Type && header.Code == Error.Code && IcmpError.Read(header) == Error;
    }
}
