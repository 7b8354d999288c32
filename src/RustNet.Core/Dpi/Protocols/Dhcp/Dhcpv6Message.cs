using System.Buffers.Binary;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Dhcp;

/// <summary>Options that are read (RFC 8415 §21; RFC 4704).</summary>
internal enum Dhcpv6Option : ushort
{
    ClientIdentifier = 1,
    ServerIdentifier = 2,
    NonTemporaryAddresses = 3,
    Address = 5,
    RelayMessage = 9,
    VendorClass = 16,
    ClientName = 39,
    PrefixDelegation = 25,
    Prefix = 26,
}

/// <summary>A message of a client or server (RFC 8415 §8), perhaps unpacked from those of relays (§9), viewed in place.</summary>
internal readonly ref struct Dhcpv6Message
{
    /// <summary>RELAY-FORW.</summary>
    public const byte RelayForward = 12;

    /// <summary>RELAY-REPL.</summary>
    public const byte RelayReply = 13;

    private const int MaxType = 36;               // IANA DHCPv6 Message Types
    private const int MaxOption = 200;            // IANA DHCPv6 Option Codes has 150 of them
    private const int HeaderLength = 4;           // msg-type | transaction-id
    private const int RelayHeaderLength = 34;     // msg-type | hop-count | link-address | peer-address
    private const int MaxHops = 32;               // RFC 8415 §7.6, HOP_COUNT_LIMIT is 8; it was 32 in RFC 3315
    private const int MaxRelays = 4;
    private const int MinDuidLength = 3;
    private const int MaxDuidLength = 130;        // §11.1
    private const int MaxDuidType = 4;            // §11.1, RFC 6355

    private Dhcpv6Message(byte type, ReadOnlySpan<byte> options)
    {
        Type = type;
        OptionBytes = options;
    }

    /// <summary>msg-type of the outermost message.</summary>
    public byte Type { get; private init; }

    /// <summary>True when relays have passed it on.</summary>
    public bool IsRelayed { get; private init; }

    /// <summary>True when a client or server names itself by a well-formed DUID (§11), which hardly happens by chance.</summary>
    public bool HasIdentifier { get; private init; }

    /// <summary>Options of the innermost message.</summary>
    public ReadOnlySpan<byte> OptionBytes { get; }

    /// <summary>Reads a message; the options must fill it to its end, or be cut (<paramref name="isCut"/>).</summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, bool isCut, out Dhcpv6Message message)
    {
        message = default;
        var outermost = default(byte);
        var rest = bytes;
        for (var relays = 0; relays <= MaxRelays; relays++)
        {
            if (rest.Length < HeaderLength)
            {
                return ParseStatus.Truncated;
            }

            var type = rest[0];
            outermost = relays == 0 ? type : outermost;
            if (type is 0 or > MaxType)
            {
                return ParseStatus.Malformed;
            }

            if (type is not (RelayForward or RelayReply))
            {
                return ParseOptions(rest[HeaderLength..], isCut, outermost, relays > 0, out message);
            }

            if (rest.Length < RelayHeaderLength)
            {
                return ParseStatus.Truncated;
            }

            if (rest[1] > MaxHops)
            {
                return ParseStatus.Malformed;
            }

            var options = new OptionReader(rest[RelayHeaderLength..]);
            rest = default;
            while (options.TryRead(out var option, out var value))
            {
                rest = option == Dhcpv6Option.RelayMessage ? value : rest;
            }

            if (!options.AtEnd && !isCut)
            {
                return ParseStatus.Malformed;
            }
        }

        return ParseStatus.Malformed;
    }

    /// <summary>Steps through the options.</summary>
    public OptionReader Options() => new(OptionBytes);

    private static ParseStatus ParseOptions(ReadOnlySpan<byte> bytes, bool isCut, byte type, bool isRelayed, out Dhcpv6Message message)
    {
        message = default;
        var hasIdentifier = false;
        var options = new OptionReader(bytes);
        while (options.TryRead(out var option, out var value))
        {
            if ((ushort)option is 0 or > MaxOption)
            {
                return ParseStatus.Malformed;
            }

            if (option is Dhcpv6Option.ClientIdentifier or Dhcpv6Option.ServerIdentifier)
            {
                if (!IsDuid(value))
                {
                    return ParseStatus.Malformed;
                }

                hasIdentifier = true;
            }
        }

        if (!options.AtEnd && !isCut)
        {
            return ParseStatus.Malformed;
        }

        message = new Dhcpv6Message(type, bytes) { IsRelayed = isRelayed, HasIdentifier = hasIdentifier };
        return ParseStatus.Complete;
    }

    private static bool IsDuid(ReadOnlySpan<byte> value) =>
        value.Length is >= MinDuidLength and <= MaxDuidLength && BinaryPrimitives.ReadUInt16BigEndian(value) is >= 1 and <= MaxDuidType;

    /// <summary>Reads options one by one; stops at the first that is not whole.</summary>
    public ref struct OptionReader(ReadOnlySpan<byte> bytes)
    {
        private WireReader _reader = new(bytes);

        /// <summary>True when all bytes were options.</summary>
        public readonly bool AtEnd => _reader.AtEnd;

        /// <summary>The next option.</summary>
        public bool TryRead(out Dhcpv6Option option, out ReadOnlySpan<byte> value)
        {
            var start = _reader;
            value = default;
            if (!_reader.TryReadUInt16(out var code) || !_reader.TryTakeVector16(out value))
            {
                _reader = start;
                option = default;
                return false;
            }

            option = (Dhcpv6Option)code;
            return true;
        }
    }
}
