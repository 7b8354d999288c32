using System.Buffers.Binary;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Dns;

/// <summary>
/// A DNS message (RFC 1035 §4), checked and viewed in place: valid only while the payload is. Also the format of mDNS and
/// LLMNR, so it says nothing about which of them it is.
/// </summary>
internal readonly ref struct DnsMessage
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderLength = 12;

    private const int QuestionFixedLength = 4;   // QTYPE | QCLASS
    private const ushort ResponseFlag = 0x8000;
    private const int OpcodeShift = 11;
    private const int OpcodeMask = 0xf;
    private const ushort ReservedFlag = 0x0040;
    private const int ResponseCodeMask = 0xf;
    private const int ExtendedCodeShift = 24;

    private readonly ReadOnlySpan<byte> _bytes;

    private DnsMessage(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>ID.</summary>
    public ushort Id { get; private init; }

    /// <summary>The second 16 bits: QR, Opcode, AA, TC, RD, RA, Z, AD, CD, RCODE.</summary>
    public ushort Flags { get; private init; }

    /// <summary>QDCOUNT.</summary>
    public int QuestionCount { get; private init; }

    /// <summary>ANCOUNT.</summary>
    public int AnswerCount { get; private init; }

    /// <summary>NSCOUNT.</summary>
    public int AuthorityCount { get; private init; }

    /// <summary>ARCOUNT.</summary>
    public int AdditionalCount { get; private init; }

    /// <summary>QTYPE of the first question.</summary>
    public ushort QuestionType { get; private init; }

    /// <summary>QCLASS of the first question.</summary>
    public ushort QuestionClass { get; private init; }

    /// <summary>Whether a first question is there, whole.</summary>
    public bool HasQuestion { get; private init; }

    /// <summary>Where the answers begin.</summary>
    public int AnswersOffset { get; private init; }

    /// <summary>RCODE with the upper bits of an OPT record (RFC 6891 §6.1.3).</summary>
    public int ResponseCode { get; private init; }

    /// <summary>Bytes behind the last record.</summary>
    public int TrailingLength { get; private init; }

    /// <summary>Its place in the exchange of a query and its response (RFC 1035 §4.1.1).</summary>
    public Exchange Exchange => IsResponse ? Exchange.Response(Id) : Exchange.Request(Id);

    /// <summary>True for a response.</summary>
    public bool IsResponse => (Flags & ResponseFlag) != 0;

    /// <summary>Opcode (RFC 6895 §2.2).</summary>
    public int Opcode => Flags >> OpcodeShift & OpcodeMask;

    /// <summary>The bit that must be zero.</summary>
    public bool HasReservedFlag => (Flags & ReservedFlag) != 0;

    /// <summary>The first question's name, as <see cref="DnsName.Text"/> gives it.</summary>
    public string QuestionName => DnsName.Text(_bytes, HeaderLength);

    /// <summary>The first question's name where it is readable text, else <see langword="null"/>.</summary>
    public string? ReadableQuestion => DnsName.ReadableText(_bytes, HeaderLength);

    /// <summary>Whether the first question's name is visible ASCII.</summary>
    public bool HasPlainQuestion => DnsName.IsPlain(_bytes, HeaderLength);

    /// <summary>Whether the first question asks for one of the names.</summary>
    public bool AsksFor(params ReadOnlySpan<string> names) => DnsName.Matches(_bytes, HeaderLength, names);

    /// <summary>
    /// Reads a message. On <see cref="ParseStatus.Truncated"/> the header is set, if it was there, and the question too if
    /// <see cref="HasQuestion"/>; the records are good as far as they go.
    /// </summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, out DnsMessage message)
    {
        message = default;
        if (bytes.Length < HeaderLength)
        {
            return ParseStatus.Truncated;
        }

        message = new DnsMessage(bytes)
        {
            Id = BinaryPrimitives.ReadUInt16BigEndian(bytes),
            Flags = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            QuestionCount = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]),
            AnswerCount = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]),
            AuthorityCount = BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]),
            AdditionalCount = BinaryPrimitives.ReadUInt16BigEndian(bytes[10..]),
            ResponseCode = bytes[3] & ResponseCodeMask,
        };
        var offset = HeaderLength;
        var status = ParseQuestions(bytes, ref offset, ref message);
        if (status == ParseStatus.Complete)
        {
            message = message with { AnswersOffset = offset };
            status = ParseRecords(bytes, ref offset, ref message);
        }

        if (status == ParseStatus.Complete)
        {
            message = message with { TrailingLength = bytes.Length - offset };
        }
        else if (status == ParseStatus.Malformed)
        {
            message = default;
        }

        return status;
    }

    /// <summary>Steps through the names of the questions, in order.</summary>
    public QuestionReader Questions() => new(_bytes, QuestionCount);

    /// <summary>Steps through the answer records, in order.</summary>
    public AnswerReader Answers() => new(_bytes, AnswersOffset, AnswerCount);

    private static ParseStatus ParseQuestions(ReadOnlySpan<byte> bytes, ref int offset, ref DnsMessage message)
    {
        for (var i = 0; i < message.QuestionCount; i++)
        {
            var status = DnsName.Skip(bytes, ref offset);
            if (status != ParseStatus.Complete)
            {
                return status;
            }

            if (bytes.Length - offset < QuestionFixedLength)
            {
                return ParseStatus.Truncated;
            }

            if (i == 0)
            {
                message = message with
                {
                    QuestionType = BinaryPrimitives.ReadUInt16BigEndian(bytes[offset..]),
                    QuestionClass = BinaryPrimitives.ReadUInt16BigEndian(bytes[(offset + 2)..]),
                    HasQuestion = true,
                };
            }

            offset += QuestionFixedLength;
        }

        return ParseStatus.Complete;
    }

    private static ParseStatus ParseRecords(ReadOnlySpan<byte> bytes, ref int offset, ref DnsMessage message)
    {
        var count = message.AnswerCount + message.AuthorityCount + message.AdditionalCount;
        for (var i = 0; i < count; i++)
        {
            var status = DnsRecord.Parse(bytes, ref offset, out var record);
            if (status != ParseStatus.Complete)
            {
                return status;
            }

            if (record.Type == (ushort)DnsType.Opt)
            {
                // EXTENDED-RCODE, the upper eight bits | VERSION | DO, Z
                message = message with { ResponseCode = message.ResponseCode | (int)(record.TimeToLive >> ExtendedCodeShift) << 4 };
            }
        }

        return ParseStatus.Complete;
    }

    /// <summary>Reads questions one by one; stops at the first that is not whole.</summary>
    public ref struct QuestionReader(ReadOnlySpan<byte> bytes, int count)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _offset = HeaderLength;
        private int _left = count;

        /// <summary>The name of the next question, as <see cref="DnsName.Text"/> gives it.</summary>
        public bool TryRead(out string name)
        {
            name = "";
            var start = _offset;
            if (_left-- <= 0 || DnsName.Skip(_bytes, ref _offset) != ParseStatus.Complete || _bytes.Length - _offset < QuestionFixedLength)
            {
                _left = 0;
                return false;
            }

            _offset += QuestionFixedLength;
            name = DnsName.Text(_bytes, start);
            return true;
        }
    }

    /// <summary>Reads answers one by one; stops at the first that is not whole.</summary>
    public ref struct AnswerReader(ReadOnlySpan<byte> bytes, int offset, int count)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _offset = offset;
        private int _left = count;

        /// <summary>The next answer.</summary>
        public bool TryRead(out DnsRecord record)
        {
            record = default;
            return _offset > 0 && _left-- > 0 && DnsRecord.Parse(_bytes, ref _offset, out record) == ParseStatus.Complete;
        }
    }
}
