using System.Buffers.Binary;
using System.Net;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Stun;

/// <summary>Message classes (RFC 8489 §5), and channel data, which is no message (RFC 8656 §12).</summary>
internal enum StunClass : byte
{
    Request = 0,
    Indication = 1,
    SuccessResponse = 2,
    ErrorResponse = 3,
    ChannelData = 4,
}

/// <summary>Attributes that are read (IANA STUN Attributes; MagicCookie is of MS-TURN §2.2.2.1).</summary>
internal enum StunAttribute : ushort
{
    MappedAddress = 0x0001,
    ResponseAddress = 0x0002,
    ChangeRequest = 0x0003,
    SourceAddress = 0x0004,
    ChangedAddress = 0x0005,
    Username = 0x0006,
    Password = 0x0007,
    MessageIntegrity = 0x0008,
    ErrorCode = 0x0009,
    UnknownAttributes = 0x000a,
    ReflectedFrom = 0x000b,
    MagicCookie = 0x000f,
    Realm = 0x0014,
    RealmOfMicrosoft = 0x0015,
    XorRelayedAddress = 0x0016,
    XorMappedAddress = 0x0020,
    EarlyXorMappedAddress = 0x8020,
    Software = 0x8022,
}

/// <summary>A STUN message (RFC 8489 §5, RFC 3489 §11.1), viewed in place.</summary>
internal readonly ref struct StunMessage
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderLength = 20;

    /// <summary>Magic cookie (RFC 8489 §5).</summary>
    public const uint Cookie = 0x2112_a442;

    private const uint MicrosoftCookie = 0x72c6_4bc6;   // MS-TURN §2.2.2.1
    private const int CookieOffset = 4;
    private const int MaxClassicMethod = 2;             // RFC 3489 §11.1: Binding, Shared Secret

    private readonly ReadOnlySpan<byte> _header;

    private StunMessage(ReadOnlySpan<byte> header, ReadOnlySpan<byte> attributes, int length)
    {
        _header = header;
        AttributeBytes = attributes;
        Length = length;
        int type = BinaryPrimitives.ReadUInt16BigEndian(header);
        Class = (StunClass)(type >> 7 & 2 | type >> 4 & 1);
        Method = (ushort)(type >> 2 & 0xf80 | type >> 1 & 0x70 | type & 0xf);
    }

    /// <summary>Class.</summary>
    public StunClass Class { get; }

    /// <summary>Method.</summary>
    public ushort Method { get; }

    /// <summary>Bytes of the whole message.</summary>
    public int Length { get; }

    /// <summary>The attributes, as far as they are there.</summary>
    public ReadOnlySpan<byte> AttributeBytes { get; }

    /// <summary>Its place in a transaction, by the transaction ID (in RFC 3489 the 32 bits of the cookie belong to it).</summary>
    public Exchange Exchange
    {
        get
        {
            var id = BinaryPrimitives.ReadUInt64BigEndian(_header[CookieOffset..]) ^ BinaryPrimitives.ReadUInt64BigEndian(_header[^sizeof(ulong)..]);
            return Class switch
            {
                StunClass.Request => Exchange.Request(id),
                StunClass.SuccessResponse or StunClass.ErrorResponse => Exchange.Response(id),
                _ => default,
            };
        }
    }

    /// <summary>True when all of it is there.</summary>
    public bool IsWhole => HeaderLength + AttributeBytes.Length == Length;

    /// <summary>True for a message since RFC 5389, which cannot be mistaken.</summary>
    public bool HasCookie => BinaryPrimitives.ReadUInt32BigEndian(_header[CookieOffset..]) == Cookie;

    /// <summary>True for the TURN of Microsoft, before and after the cookie: it does not fill attributes up to four bytes (MS-TURN §2.2.2).</summary>
    public bool IsMicrosoft => AttributeBytes.Length >= 8
        && BinaryPrimitives.ReadUInt32BigEndian(AttributeBytes) == ((uint)StunAttribute.MagicCookie << 16 | sizeof(uint))
        && BinaryPrimitives.ReadUInt32BigEndian(AttributeBytes[4..]) == MicrosoftCookie;

    /// <summary>Whether bytes, be they ever so few, may be the start of a message with the cookie.</summary>
    public static bool CanStart(ReadOnlySpan<byte> bytes)
    {
        Span<byte> cookie = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(cookie, Cookie);
        return (bytes.Length < 1 || bytes[0] < 0x40)
            && (bytes.Length <= CookieOffset || cookie.StartsWith(bytes[CookieOffset..Math.Min(bytes.Length, CookieOffset + sizeof(uint))]));
    }

    /// <summary>Reads a message at the front of bytes; its attributes are what there is of them.</summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, out StunMessage message)
    {
        message = default;
        if (bytes.Length < HeaderLength)
        {
            return ParseStatus.Truncated;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (bytes[0] >= 0x40)
        {
            return ParseStatus.Malformed;
        }

        var rest = bytes[HeaderLength..];
        message = new StunMessage(bytes[..HeaderLength], rest[..Math.Min(rest.Length, length)], HeaderLength + length);
        return ParseStatus.Complete;
    }

    /// <summary>Steps through the attributes.</summary>
    public AttributeReader Attributes() => new(AttributeBytes, isPadded: Length % 4 == 0 && !IsMicrosoft);

    /// <summary>
    /// Whether a message without the cookie has one of the types of RFC 3489 and attributes that fill it to the last byte, or is
    /// of the early TURN of Microsoft, which has a cookie as first attribute. Rare enough where STUN is expected.
    /// </summary>
    public bool HasClassicForm
    {
        get
        {
            if (IsMicrosoft)
            {
                return true;
            }

            var attributes = Attributes();
            while (attributes.TryRead(out _, out _))
            {
            }

            return Length % 4 == 0 && attributes.AtEnd && Method is >= 1 and <= MaxClassicMethod && Class != StunClass.Indication;
        }
    }

    /// <summary>
    /// Whether a message of <see cref="HasClassicForm"/> cannot be mistaken: every attribute is one of RFC 3489 §11.2 with its
    /// size, there is at least one, and a response has what it must have.
    /// </summary>
    public bool IsTellingClassic
    {
        get
        {
            if (IsMicrosoft || AttributeBytes.IsEmpty)
            {
                return !AttributeBytes.IsEmpty;
            }

            var (hasMapped, hasError) = (false, false);
            var attributes = Attributes();
            while (attributes.TryRead(out var type, out var value))
            {
                if (!IsClassicAttribute(type, value))
                {
                    return false;
                }

                hasMapped |= type == StunAttribute.MappedAddress;
                hasError |= type == StunAttribute.ErrorCode;
            }

            return Class switch
            {
                StunClass.SuccessResponse => hasMapped || Method != 1,
                StunClass.ErrorResponse => hasError,
                _ => !hasMapped && !hasError,
            };
        }
    }

    /// <summary>An address attribute as endpoint (RFC 8489 §14.1, §14.2), or <see langword="null"/>.</summary>
    public string? EndpointOf(ReadOnlySpan<byte> value, bool isXored)
    {
        var reader = new WireReader(value);
        if (!reader.TrySkip(1) || !reader.TryReadByte(out var family) || !reader.TryReadUInt16(out var port)
            || reader.Remaining != (family == 1 ? 4 : family == 2 ? 16 : -1))
        {
            return null;
        }

        Span<byte> address = stackalloc byte[16];
        address = address[..reader.Remaining];
        reader.Rest.CopyTo(address);
        if (isXored)
        {
            port ^= BinaryPrimitives.ReadUInt16BigEndian(_header[CookieOffset..]);
            for (var i = 0; i < address.Length; i++)
            {
                address[i] ^= _header[CookieOffset + i];
            }
        }

        return new IPEndPoint(new IPAddress(address), port).ToString();
    }

    private static bool IsClassicAttribute(StunAttribute type, ReadOnlySpan<byte> value) => type switch
    {
        StunAttribute.MappedAddress or StunAttribute.ResponseAddress or StunAttribute.SourceAddress or StunAttribute.ChangedAddress
            or StunAttribute.ReflectedFrom => value is [_, 1, _, _, _, _, _, _],          // 0 or ignored | Family:8 | Port:16 | Address:32
        StunAttribute.ChangeRequest => value is [0, 0, 0, var flags] && (flags & ~6) == 0,   // change IP, change port
        StunAttribute.MessageIntegrity => value.Length == 20,
        StunAttribute.ErrorCode => value.Length >= 4 && (value[2] & 7) is >= 1 and <= 6 && value[3] < 100,
        StunAttribute.Username or StunAttribute.Password or StunAttribute.UnknownAttributes => value.Length % 4 == 0,
        // Comprehension is optional from 0x8000 on; servers put the later XOR-MAPPED-ADDRESS and their name there.
        StunAttribute.EarlyXorMappedAddress or (StunAttribute)0x8021 or StunAttribute.Software => value.Length % 4 == 0,
        _ => false,
    };

    /// <summary>Reads attributes one by one; stops at the first that is not whole.</summary>
    public ref struct AttributeReader(ReadOnlySpan<byte> bytes, bool isPadded)
    {
        private readonly int _padding = isPadded ? 3 : 0;
        private WireReader _reader = new(bytes);

        /// <summary>True when all bytes were attributes.</summary>
        public readonly bool AtEnd => _reader.AtEnd;

        /// <summary>The next attribute and its value without the padding.</summary>
        public bool TryRead(out StunAttribute type, out ReadOnlySpan<byte> value)
        {
            var start = _reader;
            type = default;
            value = default;
            if (!_reader.TryReadUInt16(out var number) || !_reader.TryTakeVector16(out value)
                || !_reader.TrySkip(Math.Min(-value.Length & _padding, _reader.Remaining)))
            {
                _reader = start;
                return false;
            }

            type = (StunAttribute)number;
            return true;
        }
    }
}
