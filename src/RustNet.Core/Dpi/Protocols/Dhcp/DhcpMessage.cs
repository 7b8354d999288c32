using System.Buffers.Binary;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Dhcp;

/// <summary>Options that are read (RFC 2132; RFC 4702).</summary>
internal enum DhcpOption : byte
{
    Pad = 0,
    HostName = 12,
    RequestedAddress = 50,
    Overload = 52,
    MessageType = 53,
    ServerIdentifier = 54,
    VendorClass = 60,
    ClientName = 81,
    End = 255,
}

/// <summary>A BOOTP message (RFC 951 §3) with the options of DHCP (RFC 2131 §2), viewed in place.</summary>
internal readonly ref struct DhcpMessage
{
    /// <summary>Bytes before the vendor area.</summary>
    public const int FixedLength = 236;

    private const uint Cookie = 0x6382_5363;      // RFC 2131 §3
    private const int CertainLength = 44;         // to the end of chaddr
    private const int MinBootpLength = 300;       // RFC 951 §3, with its vendor area
    private const int MaxHops = 16;               // RFC 1542 §4.1.1
    private const byte Ethernet = 1;
    private const int EthernetLength = 6;
    private const int HardwareAddressLength = 16;
    private const int HardwareAddressOffset = 28;
    private const int ServerNameOffset = 44;
    private const int FileOffset = 108;
    private const int FlagsOffset = 10;
    private const int ClientAddressOffset = 12;
    private const int YourAddressOffset = 16;

    private readonly ReadOnlySpan<byte> _bytes;

    private DhcpMessage(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>True when it is cut, or shorter than BOOTP allows: what it does not say it may have said.</summary>
    public bool IsShort { get; private init; }

    /// <summary>True for op BOOTREPLY.</summary>
    public bool IsReply => _bytes[0] == 2;

    /// <summary>chaddr, without its padding.</summary>
    public ReadOnlySpan<byte> HardwareAddress => _bytes.Slice(HardwareAddressOffset, _bytes[2]);

    /// <summary>ciaddr.</summary>
    public uint ClientAddress => BinaryPrimitives.ReadUInt32BigEndian(_bytes[ClientAddressOffset..]);

    /// <summary>yiaddr.</summary>
    public uint YourAddress => BinaryPrimitives.ReadUInt32BigEndian(_bytes[YourAddressOffset..]);

    /// <summary>Whether the magic cookie says that options follow.</summary>
    public bool HasCookie => _bytes.Length >= FixedLength + sizeof(uint) && BinaryPrimitives.ReadUInt32BigEndian(_bytes[FixedLength..]) == Cookie;

    /// <summary>Reads a message, or as much as is certain of one that is cut (<paramref name="isCut"/>).</summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, bool isCut, out DhcpMessage message)
    {
        message = default;
        if (bytes.Length < CertainLength)
        {
            return ParseStatus.Truncated;
        }

        var (operation, length) = (bytes[0], bytes[2]);
        if (operation is not (1 or 2) || length > HardwareAddressLength)
        {
            return ParseStatus.Malformed;
        }

        var candidate = new DhcpMessage(bytes) { IsShort = isCut || bytes.Length < MinBootpLength };
        if (!candidate.HasCookie)
        {
            if (bytes.Length < FixedLength && !isCut)
            {
                return ParseStatus.Truncated;
            }

            if (!candidate.IsPlainBootp || (!isCut && bytes.Length < MinBootpLength))
            {
                return ParseStatus.Malformed;
            }
        }

        message = candidate;
        return ParseStatus.Complete;
    }

    /// <summary>Steps through the options, those in file and sname (option overload, RFC 2132 §9.3) included.</summary>
    public OptionReader Options() => HasCookie ? new OptionReader(_bytes) : default;

    /// <summary>What tells a message without a cookie: Ethernet, no flag but broadcast, and padding of zeros.</summary>
    private bool IsPlainBootp => _bytes[1] == Ethernet && _bytes[2] == EthernetLength && _bytes[3] <= MaxHops
        && (BinaryPrimitives.ReadUInt16BigEndian(_bytes[FlagsOffset..]) & 0x7fff) == 0
        && _bytes[(HardwareAddressOffset + EthernetLength)..ServerNameOffset].IndexOfAnyExcept((byte)0) < 0
        && _bytes.Slice(HardwareAddressOffset, EthernetLength).IndexOfAnyExcept((byte)0) >= 0;

    /// <summary>Reads options one by one; stops at the first that is not whole.</summary>
    public ref struct OptionReader(ReadOnlySpan<byte> message)
    {
        private readonly ReadOnlySpan<byte> _message = message;
        private WireReader _reader = new(message[(FixedLength + sizeof(uint))..]);
        private int _overload;

        /// <summary>The next option but padding and overload.</summary>
        public bool TryRead(out DhcpOption option, out ReadOnlySpan<byte> value)
        {
            value = default;
            while (true)
            {
                option = default;
                if (_reader.TryReadByte(out var code) && code != (byte)DhcpOption.End)
                {
                    option = (DhcpOption)code;
                    if (option == DhcpOption.Pad)
                    {
                        continue;
                    }

                    if (!_reader.TryTakeVector8(out value))
                    {
                        return false;
                    }

                    if (option != DhcpOption.Overload)
                    {
                        return true;
                    }

                    _overload |= value is [var areas] ? areas & 3 : 0;
                    continue;
                }

                if (!TryGoOn())
                {
                    return false;
                }
            }
        }

        /// <summary>Goes on in the file field, then in sname; an overload in one of them can only name the other, so each is read once.</summary>
        private bool TryGoOn()
        {
            if ((_overload & 1) != 0 && (_overload & 4) == 0)
            {
                _overload |= 4;
                _reader = new WireReader(_message[FileOffset..FixedLength]);
                return true;
            }

            if ((_overload & 2) != 0 && (_overload & 8) == 0)
            {
                _overload |= 8;
                _reader = new WireReader(_message[ServerNameOffset..FileOffset]);
                return true;
            }

            return false;
        }
    }
}
