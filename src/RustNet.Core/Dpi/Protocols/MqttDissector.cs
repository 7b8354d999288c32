using System.Text;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols;

/// <summary>
/// MQTT 3.1, 3.1.1 and 5.0 by a CONNECT that is right in every fixed part, on any port. The other packets are too short and too
/// loose to tell the protocol by, but for a CONNACK alone in its packet on the protocol's own port; once it is known they are
/// followed for the topics they publish.
/// </summary>
internal sealed class MqttDissector : IDissector
{
    private const int MaxLengthBytes = 4;        // MQTT 5.0 §1.5.5
    private const ushort Port = 1883;
    private const int MaxTopicLength = 256;
    private const byte Version5 = 5;
    private const byte ConnectHeader = 0x10;

    private const int UserNameFlag = 0x80;
    private const int PasswordFlag = 0x40;
    private const int WillRetainFlag = 0x20;
    private const int WillQosMask = 0x18;
    private const int WillFlag = 0x04;
    private const int ReservedFlag = 0x01;
    private const int BridgeFlag = 0x80;         // set on the level by brokers that connect to each other

    /// <summary>Control packet types (MQTT 5.0 §2.1.2).</summary>
    private enum PacketType : byte
    {
        Reserved = 0,
        Connect = 1,
        ConnAck = 2,
        Publish = 3,
        PubRel = 6,
        Subscribe = 8,
        Unsubscribe = 10,
        Auth = 15,
    }

    /// <inheritdoc/>
    public DissectorTraits Traits { get; } = new("mqtt", Transports.Tcp, [Port]) { FollowsFlow = true };

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload) => payload.Current is MqttInfo known ? DissectPacket(payload, known) : DissectConnect(payload);

    /// <summary>CONNECT (MQTT 3.1.1 §3.1, 5.0 §3.1): all that is fixed must fit, as far as it is there.</summary>
    private static Finding DissectConnect(in Payload payload)
    {
        var bytes = payload.Bytes;
        if (bytes[0] != ConnectHeader)
        {
            return bytes[0] == (byte)PacketType.ConnAck << 4 ? DissectConnAck(payload) : Finding.Malformed;
        }

        var status = ReadLength(bytes, out var headerLength, out var length);
        if (status == ParseStatus.Complete)
        {
            var body = bytes[headerLength..];
            status = ParseConnect(body.Length > length ? body[..length] : body, out var info);
            if (status == ParseStatus.Truncated && body.Length >= length)
            {
                return Finding.Malformed;
            }

            if (status == ParseStatus.Complete)
            {
                return Finding.Complete(info, headerLength + length);
            }

            if (info is not null && payload.EndsInGap)
            {
                return Finding.Truncated(info);
            }
        }

        return status == ParseStatus.Truncated ? Finding.Truncated() : Finding.Malformed;
    }

    /// <summary>CONNACK (MQTT 3.1.1 §3.2, 5.0 §3.2): flags, code, and in 5.0 properties.</summary>
    private static Finding DissectConnAck(in Payload payload)
    {
        if (!payload.HasPort(Port) || payload.FromInitiator || ReadLength(payload.Bytes, out var headerLength, out var length) != ParseStatus.Complete
            || length < 2 || length != payload.Bytes.Length - headerLength)
        {
            return Finding.Malformed;
        }

        var body = payload.Bytes[headerLength..];
        var isVersion5 = length > 2 && body[2] == length - 3 && body[1] is 0 or (>= 0x80 and <= 0x9f);
        return body[0] <= 1 && (isVersion5 || (length == 2 && body[1] <= 5))
            ? Finding.Complete(new MqttInfo { Version = isVersion5 ? "5.0" : null })
            : Finding.Malformed;
    }

    /// <param name="body">The packet behind its header, or the front of it.</param>
    /// <param name="info">Set on <see cref="ParseStatus.Complete"/>, and on <see cref="ParseStatus.Truncated"/> if the version was there.</param>
    private static ParseStatus ParseConnect(ReadOnlySpan<byte> body, out MqttInfo? info)
    {
        info = null;
        var reader = new WireReader(body);
        var name = "\0\u0004MQTT"u8;
        var oldName = "\0\u0006MQIsdp"u8;
        var isOld = body.Length > 1 && body[1] == oldName[1];
        var expected = isOld ? oldName : name;
        if (!reader.TryTake(expected.Length, out var actual))
        {
            return expected.StartsWith(body) ? ParseStatus.Truncated : ParseStatus.Malformed;
        }

        if (!actual.SequenceEqual(expected))
        {
            return ParseStatus.Malformed;
        }

        if (!reader.TryReadByte(out var level) || !reader.TryReadByte(out var flags))
        {
            return ParseStatus.Truncated;
        }

        var version = (level & ~BridgeFlag, isOld) switch
        {
            (3, true) => "3.1",
            (4, false) => "3.1.1",
            (Version5, false) => "5.0",
            _ => null,
        };
        if (version is null || !AreValid(flags, (level & ~BridgeFlag) == Version5))
        {
            return ParseStatus.Malformed;
        }

        if (!reader.TrySkip(sizeof(ushort)))   // Keep Alive
        {
            return ParseStatus.Truncated;
        }

        if ((level & ~BridgeFlag) == Version5)
        {
            var status = ReadLength(reader.Rest, 0, out var start, out var length);
            if (status != ParseStatus.Complete)
            {
                return status;
            }

            if (!reader.TrySkip(start) || !reader.TrySkip(length))
            {
                info = new MqttInfo { Version = version };
                return ParseStatus.Truncated;
            }
        }

        if (!reader.TryTakeVector16(out var clientId))
        {
            info = new MqttInfo { Version = version };
            return ParseStatus.Truncated;
        }

        info = new MqttInfo { Version = version, ClientId = clientId.IsEmpty ? null : WireText.Clean(clientId) };
        return ParseStatus.Complete;
    }

    private static bool AreValid(byte flags, bool isVersion5) =>
        (flags & ReservedFlag) == 0
        && (flags & WillQosMask) != WillQosMask
        && ((flags & WillFlag) != 0 || (flags & (WillQosMask | WillRetainFlag)) == 0)
        && ((flags & UserNameFlag) != 0 || (flags & PasswordFlag) == 0 || isVersion5);

    private static Finding DissectPacket(in Payload payload, MqttInfo known)
    {
        var bytes = payload.Bytes;
        if (payload.StartsInGap && !IsChain(bytes))
        {
            return Finding.Malformed;
        }

        var type = (PacketType)(bytes[0] >> 4);
        if (!IsValid(type, bytes[0] & 0x0f, known.Version))
        {
            return Finding.Malformed;
        }

        if (type == PacketType.Connect && known.ClientId is null && !payload.StartsInGap)
        {
            return DissectConnect(payload);
        }

        var status = ReadLength(bytes, out var headerLength, out var length);
        if (status != ParseStatus.Complete)
        {
            return status == ParseStatus.Truncated ? Finding.Truncated() : Finding.Malformed;
        }

        if (type != PacketType.Publish || payload.StartsInGap)
        {
            return Finding.Complete(null, headerLength + length);
        }

        var reader = new WireReader(bytes[headerLength..]);
        if (!reader.TryReadUInt16(out var topicLength))
        {
            return length < sizeof(ushort) ? Finding.Malformed : Finding.Truncated();
        }

        if (topicLength > length - sizeof(ushort))
        {
            return Finding.Malformed;
        }

        if (!reader.TryTake(topicLength, out var topic))
        {
            return Finding.Truncated();
        }

        return IsTopic(topic)
            ? Finding.Complete(topic.IsEmpty || IsSame(topic, known.Topic) ? null : known with { Topic = WireText.Clean(topic, MaxTopicLength) }, headerLength + length)
            : Finding.Malformed;
    }

    private static bool IsValid(PacketType type, int flags, string? version) => type switch
    {
        PacketType.Reserved => false,
        PacketType.Publish => (flags & 0x06) != 0x06,                                                 // QoS 3 is reserved
        PacketType.PubRel or PacketType.Subscribe or PacketType.Unsubscribe => flags is 0x02 or 0x00 || version is "3.1" or null,
        PacketType.Auth => flags == 0 && version == "5.0",
        _ => flags == 0 || version is "3.1" or null,
    };

    /// <summary>Whether bytes from an unknown place are whole packets to their end.</summary>
    private static bool IsChain(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        while (!bytes.IsEmpty)
        {
            if (!IsValid((PacketType)(bytes[0] >> 4), bytes[0] & 0x0f, "3.1.1") || ReadLength(bytes, out var headerLength, out var length) != ParseStatus.Complete
                || length > bytes.Length - headerLength)
            {
                return false;
            }

            bytes = bytes[(headerLength + length)..];
            count++;
        }

        return count > 0;
    }

    /// <summary>A topic name has no wildcards and no NUL (MQTT 5.0 §4.7).</summary>
    private static bool IsTopic(ReadOnlySpan<byte> topic) => !topic.ContainsAny((byte)'#', (byte)'+', (byte)0);

    /// <summary>Whether a topic is the one that is known; compares without making a text.</summary>
    private static bool IsSame(ReadOnlySpan<byte> topic, string? known)
    {
        if (known is null || topic.Length > MaxTopicLength)
        {
            return false;
        }

        Span<char> characters = stackalloc char[MaxTopicLength];
        return Encoding.UTF8.TryGetChars(topic, characters, out var length) && known.AsSpan().SequenceEqual(characters[..length]);
    }

    private static ParseStatus ReadLength(ReadOnlySpan<byte> bytes, out int headerLength, out int length) => ReadLength(bytes, 1, out headerLength, out length);

    /// <summary>A variable byte integer (MQTT 5.0 §1.5.5), least significant group first.</summary>
    /// <param name="bytes">Where it stands.</param>
    /// <param name="start">Its offset.</param>
    /// <param name="end">Offset behind it.</param>
    /// <param name="length">Its value.</param>
    private static ParseStatus ReadLength(ReadOnlySpan<byte> bytes, int start, out int end, out int length)
    {
        length = 0;
        end = start;
        for (var i = 0; i < MaxLengthBytes; i++)
        {
            if (end >= bytes.Length)
            {
                length = 0;
                return ParseStatus.Truncated;
            }

            var group = bytes[end++];
            length |= (group & 0x7f) << (7 * i);
            if ((group & 0x80) == 0)
            {
                return ParseStatus.Complete;
            }
        }

        length = 0;
        return ParseStatus.Malformed;
    }
}
