using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Snmp;

/// <summary>Context-specific tags of the PDUs (RFC 1157 §4.1, RFC 3416 §3); <see cref="Encrypted"/> is ours.</summary>
internal enum SnmpPdu : byte
{
    Get = 0xa0,
    GetNext = 0xa1,
    Response = 0xa2,
    Set = 0xa3,
    TrapV1 = 0xa4,
    GetBulk = 0xa5,
    Inform = 0xa6,
    TrapV2 = 0xa7,
    Report = 0xa8,
    Encrypted = 0xff,
}

/// <summary>
/// A message of SNMP version 1 (RFC 1157 §4), 2c (RFC 1901), the historic 2u (RFC 1910 §4) or 3 (RFC 3412 §6, RFC 3414 §2.4), viewed in place. Every element
/// on the way to the first variable binding must be of the type and in the range that the RFC gives it.
/// </summary>
internal readonly ref struct SnmpMessage
{
    /// <summary>version field of SNMPv3.</summary>
    public const int Version3 = 3;

    private const int MaxVersion = 3;
    private const int UserBasedSecurity = 3;       // RFC 3414 §2.4
    private const int MinMessageSize = 484;        // RFC 3412 §6.3
    private const int MaxFlags = 7;                // RFC 3412 §6.4: reportable, priv, auth
    private const int PrivacyFlag = 2;
    private const int MaxEngineLength = 32;        // RFC 3411 §5, SnmpEngineID
    private const int MaxUserLength = 32;          // RFC 3414 §2.4
    private const int MaxErrorStatus = 255;        // RFC 3416 §3 names 19 of them; agents invent others
    private const int MaxGenericTrap = 6;          // RFC 1157 §4.1.6
    private const byte IpAddress = 0x40;           // RFC 1155 §6
    private const byte TimeTicks = 0x43;

    /// <summary>version: 0 for version 1, 1 for version 2c, 2 for version 2u, 3.</summary>
    public int Version { get; private init; }

    /// <summary>Kind of PDU.</summary>
    public SnmpPdu Pdu { get; private init; }

    /// <summary>community, a secret; in version 2u its parameters.</summary>
    public ReadOnlySpan<byte> Community { get; private init; }

    /// <summary>msgAuthoritativeEngineID.</summary>
    public ReadOnlySpan<byte> Engine { get; private init; }

    /// <summary>msgUserName.</summary>
    public ReadOnlySpan<byte> User { get; private init; }

    /// <summary>Contents of the first variable's name, or of a version 1 trap's enterprise.</summary>
    public ReadOnlySpan<byte> Oid { get; private init; }

    /// <summary>error-status; 0 where the PDU has none.</summary>
    public int ErrorStatus { get; private init; }

    /// <summary>
    /// Reads a message. On <see cref="ParseStatus.Truncated"/> the PDU's kind and all before it is there and right, and nothing of the PDU
    /// that is not whole.
    /// </summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, out SnmpMessage message)
    {
        message = default;
        var outer = new BerReader(bytes);
        var status = outer.Read(out var tag, out var contents);
        if (status == ParseStatus.Malformed || tag != BerReader.Sequence || !outer.AtEnd)
        {
            return ParseStatus.Malformed;
        }

        var reader = new BerReader(contents);
        if (!reader.TryReadInteger(out var version) || version is < 0 or > MaxVersion)
        {
            return ParseStatus.Malformed;
        }

        var inner = version == Version3 ? ParseVersion3(ref reader, out message) : ParseCommunity(ref reader, (int)version, out message);
        return inner == ParseStatus.Complete && status == ParseStatus.Complete && !reader.AtEnd ? ParseStatus.Malformed
            : inner == ParseStatus.Complete ? status
            : inner == ParseStatus.Truncated && status == ParseStatus.Complete ? ParseStatus.Malformed   // an element beyond the one around it
            : inner;
    }

    private static ParseStatus ParseCommunity(scoped ref BerReader reader, int version, out SnmpMessage message)
    {
        message = default;
        return reader.TryRead(BerReader.OctetString, out var community)
            ? ParsePdu(ref reader, new SnmpMessage { Version = version, Community = community }, out message)
            : ParseStatus.Malformed;
    }

    private static ParseStatus ParseVersion3(scoped ref BerReader reader, out SnmpMessage message)
    {
        message = default;
        if (!reader.TryRead(BerReader.Sequence, out var header) || !reader.TryRead(BerReader.OctetString, out var security))
        {
            return ParseStatus.Malformed;
        }

        // msgID | msgMaxSize | msgFlags | msgSecurityModel
        var fields = new BerReader(header);
        if (!fields.TryReadInteger(out var id) || id < 0 || !fields.TryReadInteger(out var size) || size < MinMessageSize
            || !fields.TryRead(BerReader.OctetString, out var flags) || flags.Length != 1 || flags[0] > MaxFlags
            || !fields.TryReadInteger(out var model) || model < 1 || !fields.AtEnd)
        {
            return ParseStatus.Malformed;
        }

        var begun = new SnmpMessage { Version = Version3 };
        if (model == UserBasedSecurity && !TryParseUser(security, ref begun))
        {
            return ParseStatus.Malformed;
        }

        if ((flags[0] & PrivacyFlag) != 0)
        {
            var encrypted = reader.Read(out var tag, out _);
            message = begun with { Pdu = SnmpPdu.Encrypted };
            return encrypted != ParseStatus.Malformed && tag == BerReader.OctetString ? encrypted : ParseStatus.Malformed;
        }

        var status = reader.Read(out var scopedTag, out var scoped);
        var inside = new BerReader(scoped);   // contextEngineID | contextName | data
        if (status == ParseStatus.Malformed || scopedTag != BerReader.Sequence
            || !inside.TryRead(BerReader.OctetString, out _) || !inside.TryRead(BerReader.OctetString, out _))
        {
            return ParseStatus.Malformed;
        }

        var inner = ParsePdu(ref inside, begun, out message);
        return inner == ParseStatus.Truncated && status == ParseStatus.Complete ? ParseStatus.Malformed
            : inner == ParseStatus.Complete ? status
            : inner;
    }

    /// <summary>msgAuthoritativeEngineID | Boots | Time | msgUserName | msgAuthenticationParameters | msgPrivacyParameters (RFC 3414 §2.4).</summary>
    private static bool TryParseUser(ReadOnlySpan<byte> security, scoped ref SnmpMessage message)
    {
        var outer = new BerReader(security);
        if (!outer.TryRead(BerReader.Sequence, out var contents) || !outer.AtEnd)
        {
            return false;
        }

        var reader = new BerReader(contents);
        if (!reader.TryRead(BerReader.OctetString, out var engine) || engine.Length > MaxEngineLength
            || !reader.TryReadInteger(out _) || !reader.TryReadInteger(out _)
            || !reader.TryRead(BerReader.OctetString, out var user) || user.Length > MaxUserLength
            || !reader.TryRead(BerReader.OctetString, out _) || !reader.TryRead(BerReader.OctetString, out _) || !reader.AtEnd)
        {
            return false;
        }

        message = message with { Engine = engine, User = user };
        return true;
    }

    private static ParseStatus ParsePdu(scoped ref BerReader reader, scoped in SnmpMessage begun, out SnmpMessage message)
    {
        message = default;
        var status = reader.Read(out var tag, out var contents);
        if (status == ParseStatus.Malformed || tag is < (byte)SnmpPdu.Get or > (byte)SnmpPdu.Report
            || (begun.Version == 0 && tag > (byte)SnmpPdu.TrapV1) || (begun.Version != 0 && tag == (byte)SnmpPdu.TrapV1))
        {
            return ParseStatus.Malformed;
        }

        message = begun with { Pdu = (SnmpPdu)tag };
        if (status == ParseStatus.Truncated)
        {
            return ParseStatus.Truncated;
        }

        var fields = new BerReader(contents);
        var error = 0;
        var fits = message.Pdu == SnmpPdu.TrapV1 ? TryParseTrap(fields, out var oid) : TryParseRequest(fields, message.Pdu, out oid, out error);
        message = fits ? message with { Oid = oid, ErrorStatus = error } : default;
        return fits ? ParseStatus.Complete : ParseStatus.Malformed;
    }

    /// <summary>request-id | error-status | error-index | variable-bindings; in a bulk request the middle two are counts.</summary>
    private static bool TryParseRequest(BerReader reader, SnmpPdu pdu, out ReadOnlySpan<byte> oid, out int errorStatus)
    {
        oid = default;
        errorStatus = 0;
        if (!reader.TryReadInteger(out _) || !reader.TryReadInteger(out var error) || !reader.TryReadInteger(out var index) || index < 0 || error < 0
            || !reader.TryRead(BerReader.Sequence, out var bindings) || !reader.AtEnd
            || (pdu != SnmpPdu.GetBulk && error > MaxErrorStatus))
        {
            return false;
        }

        errorStatus = pdu == SnmpPdu.GetBulk ? 0 : (int)error;
        if (bindings.IsEmpty)
        {
            return true;
        }

        var first = new BerReader(bindings);
        if (!first.TryRead(BerReader.Sequence, out var binding))
        {
            return false;
        }

        var pair = new BerReader(binding);   // name | value
        return pair.TryRead(BerReader.ObjectIdentifier, out oid) && IsWhole(oid) && pair.Read(out _, out _) == ParseStatus.Complete && pair.AtEnd;
    }

    /// <summary>An object identifier has a component, and its last one ends (X.690 §8.19.2).</summary>
    private static bool IsWhole(ReadOnlySpan<byte> oid) => oid is [.., < 0x80];

    /// <summary>enterprise | agent-addr | generic-trap | specific-trap | time-stamp | variable-bindings (RFC 1157 §4.1.6).</summary>
    private static bool TryParseTrap(BerReader reader, out ReadOnlySpan<byte> enterprise) =>
        reader.TryRead(BerReader.ObjectIdentifier, out enterprise) && IsWhole(enterprise)
        && reader.TryRead(IpAddress, out var agent) && agent.Length == 4
        && reader.TryReadInteger(out var generic) && generic is >= 0 and <= MaxGenericTrap
        && reader.TryReadInteger(out _) && reader.TryRead(TimeTicks, out _)
        && reader.TryRead(BerReader.Sequence, out _) && reader.AtEnd;
}
