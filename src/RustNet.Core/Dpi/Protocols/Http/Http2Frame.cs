using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Http;

/// <summary>Frame types (RFC 9113 §6).</summary>
internal enum Http2FrameType : byte
{
    Data = 0,
    Headers = 1,
    Priority = 2,
    ResetStream = 3,
    Settings = 4,
    PushPromise = 5,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
}

/// <summary>Flags of the frames that are read (RFC 9113 §6.2, §6.5).</summary>
[Flags]
internal enum Http2Flags : byte
{
    None = 0,
    Ack = 0x01,
    EndHeaders = 0x04,
    Padded = 0x08,
    Priority = 0x20,
}

/// <summary>A frame (RFC 9113 §4.1), viewed in place.</summary>
internal readonly ref struct Http2Frame
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderLength = 9;

    private const uint StreamMask = 0x7fff_ffff;   // the high bit is reserved and to be ignored
    private const int DefaultMaxLength = 1 << 14;  // §4.2; more only where the other side has allowed it
    private const int SettingLength = 6;
    private const int MaxSettings = 32;

    /// <summary>Its type.</summary>
    public Http2FrameType Type { get; private init; }

    /// <summary>Its flags.</summary>
    public Http2Flags Flags { get; private init; }

    /// <summary>Its stream; 0 for the connection.</summary>
    public uint Stream { get; private init; }

    /// <summary>Length of the payload as the header says.</summary>
    public int Length { get; private init; }

    /// <summary>The payload, as far as it is there.</summary>
    public ReadOnlySpan<byte> Payload { get; private init; }

    /// <summary>Whether the payload is all there.</summary>
    public bool IsWhole => Payload.Length == Length;

    /// <summary>
    /// Whether type, length, stream and flags fit together. Types that are not known are to be ignored (§5.5), lengths above
    /// the default are possible for content.
    /// </summary>
    public bool IsPlausible => Type switch
    {
        Http2FrameType.Data => Stream != 0,
        Http2FrameType.Headers or Http2FrameType.PushPromise or Http2FrameType.Continuation => Stream != 0 && Length <= DefaultMaxLength,
        Http2FrameType.Priority => Stream != 0 && Length == 5,
        Http2FrameType.ResetStream => Stream != 0 && Length == 4,
        Http2FrameType.Settings => Stream == 0 && Length % SettingLength == 0 && Length <= MaxSettings * SettingLength
            && (!Flags.HasFlag(Http2Flags.Ack) || Length == 0),
        Http2FrameType.Ping => Stream == 0 && Length == 8,
        Http2FrameType.GoAway => Stream == 0 && Length is >= 8 and <= DefaultMaxLength,
        Http2FrameType.WindowUpdate => Length == 4,
        _ => Length <= DefaultMaxLength,
    };

    /// <summary>Reads a frame's header and as much of the payload as is there.</summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, out Http2Frame frame)
    {
        frame = default;
        var reader = new WireReader(bytes);
        if (!reader.TryReadUInt24(out var length)
            || !reader.TryReadByte(out var type)
            || !reader.TryReadByte(out var flags)
            || !reader.TryReadUInt32(out var stream))
        {
            return ParseStatus.Truncated;
        }

        frame = new Http2Frame
        {
            Type = (Http2FrameType)type,
            Flags = (Http2Flags)flags,
            Stream = stream & StreamMask,
            Length = length,
            Payload = reader.Rest[..Math.Min(length, reader.Remaining)],
        };
        return frame.IsPlausible ? ParseStatus.Complete : ParseStatus.Malformed;
    }

    /// <summary>
    /// Whether bytes are the SETTINGS that a server begins with (§3.4), beyond mistaking: known settings, each once and in range,
    /// then nothing or another frame. <paramref name="length"/> is that of the frame with its header.
    /// </summary>
    public static ParseStatus ParseOpeningSettings(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        if (!CouldBeOpeningSettings(bytes))
        {
            return ParseStatus.Malformed;
        }

        var status = Parse(bytes, out var frame);
        if (status != ParseStatus.Complete)
        {
            return status;
        }

        var reader = new WireReader(frame.Payload);
        var seen = 0;
        while (!reader.AtEnd)
        {
            if (!reader.TryReadUInt16(out var id) || !reader.TryReadUInt32(out var value))
            {
                return ParseStatus.Truncated;
            }

            if (!IsSetting(id, value) || (seen & (1 << id)) != 0)
            {
                return ParseStatus.Malformed;
            }

            seen |= 1 << id;
        }

        if (!frame.IsWhole)
        {
            return ParseStatus.Truncated;
        }

        length = HeaderLength + frame.Length;
        var next = bytes[length..];
        return next.IsEmpty || (Parse(next, out var following) != ParseStatus.Malformed && IsEarly(following)) ? ParseStatus.Complete : ParseStatus.Malformed;
    }

    /// <summary>What follows a server's first frame, if its header is there: an acknowledgement, the window, or an answer.</summary>
    private static bool IsEarly(in Http2Frame frame) =>
        frame.Type is Http2FrameType.Data or Http2FrameType.Settings or Http2FrameType.WindowUpdate or Http2FrameType.Headers or Http2FrameType.Ping
            or Http2FrameType.GoAway;

    /// <summary>The header of a SETTINGS frame of the connection with one setting or more and without flags, as far as it is there.</summary>
    private static bool CouldBeOpeningSettings(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> pattern = [0, 0, 0, (byte)Http2FrameType.Settings, 0, 0, 0, 0, 0];   // Length:24 | Type | Flags | Stream:32
        for (var i = 0; i < Math.Min(bytes.Length, pattern.Length); i++)
        {
            if (i == 2 ? bytes[i] == 0 || bytes[i] % SettingLength != 0 || bytes[i] > MaxSettings * SettingLength : bytes[i] != pattern[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The settings of RFC 9113 §6.5.2, RFC 8441 §3 and RFC 9218 §2.1 with their ranges.</summary>
    private static bool IsSetting(ushort id, uint value) => id switch
    {
        1 or 3 or 6 => true,                          // HEADER_TABLE_SIZE, MAX_CONCURRENT_STREAMS, MAX_HEADER_LIST_SIZE
        2 or 8 or 9 => value <= 1,                    // ENABLE_PUSH, ENABLE_CONNECT_PROTOCOL, NO_RFC7540_PRIORITIES
        4 => value <= StreamMask,                     // INITIAL_WINDOW_SIZE
        5 => value is >= 1 << 14 and < 1 << 24,       // MAX_FRAME_SIZE
        _ => false,
    };
}
