using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>Frames that tell something (RFC 9000 §19), whatever number a version gives them.</summary>
internal enum QuicFrameKind : byte
{
    Crypto,
    ConnectionClose,
}

/// <summary>A frame of interest in an Initial packet; its spans are views of the payload.</summary>
internal readonly ref struct QuicFrame
{
    public QuicFrameKind Kind { get; init; }

    /// <summary>CRYPTO: place in the stream of handshake bytes.</summary>
    public ulong Offset { get; init; }

    /// <summary>CRYPTO: the handshake bytes. CONNECTION_CLOSE: the reason phrase.</summary>
    public ReadOnlySpan<byte> Data { get; init; }

    /// <summary>CONNECTION_CLOSE: error code.</summary>
    public ulong ErrorCode { get; init; }

    /// <summary>CONNECTION_CLOSE: the application closed, not the transport.</summary>
    public bool IsApplicationClose { get; init; }
}

/// <summary>Walks over the frames of an Initial packet (RFC 9000 §12.4: PADDING, PING, ACK, CRYPTO, CONNECTION_CLOSE). Stops at any other.</summary>
internal ref struct QuicFrames(ReadOnlySpan<byte> payload, bool isGoogle)
{
    private const byte Padding = 0x00;
    private const byte Ping = 0x01;
    private const byte Ack = 0x02;
    private const byte AckWithEcn = 0x03;
    private const byte Crypto = 0x06;
    private const byte ConnectionClose = 0x1c;
    private const byte ApplicationClose = 0x1d;
    private const ulong ApplicationError = 0x0c;   // an application's close, told before its keys are there (RFC 9000 §10.2.3)

    private const byte GooglePing = 0x07;
    private const byte GoogleCrypto = 0x08;

    private WireReader _reader = new(payload);

    /// <summary>The next frame of interest; <see langword="false"/> at the end, or where the rest cannot be read.</summary>
    public bool TryRead(out QuicFrame frame)
    {
        frame = default;
        while (true)
        {
            var padding = _reader.Rest.IndexOfAnyExcept(Padding);
            if (padding < 0 || !_reader.TrySkip(padding) || !_reader.TryReadByte(out var type))
            {
                return false;
            }

            if (isGoogle)
            {
                if (type == GooglePing)
                {
                    continue;
                }

                return type == GoogleCrypto && TryReadCrypto(out frame);
            }

            switch (type)
            {
                case Ping:
                    continue;
                case Ack or AckWithEcn when TrySkipAck(type == AckWithEcn):
                    continue;
                case Crypto:
                    return TryReadCrypto(out frame);
                case ConnectionClose or ApplicationClose:
                    return TryReadClose(type == ApplicationClose, out frame);
                default:
                    return false;
            }
        }
    }

    private bool TryReadCrypto(out QuicFrame frame)
    {
        frame = default;
        if (!_reader.TryReadVarint(out var offset) || !_reader.TryTakeVarintVector(out var data))
        {
            return false;
        }

        frame = new QuicFrame { Kind = QuicFrameKind.Crypto, Offset = offset, Data = data };
        return true;
    }

    private bool TryReadClose(bool byApplication, out QuicFrame frame)
    {
        frame = default;
        if (!_reader.TryReadVarint(out var code)
            || (!byApplication && !_reader.TryReadVarint(out _))   // the type of the frame that was at fault
            || !_reader.TryTakeVarintVector(out var reason))
        {
            return false;
        }

        frame = new QuicFrame
        {
            Kind = QuicFrameKind.ConnectionClose,
            Data = reason,
            ErrorCode = code,
            IsApplicationClose = byApplication || code == ApplicationError,
        };
        return true;
    }

    private bool TrySkipAck(bool hasEcn)
    {
        // Largest acknowledged | delay | range count | first range | (gap, length)* | three ECN counts
        if (!_reader.TryReadVarint(out _) || !_reader.TryReadVarint(out _) || !_reader.TryReadVarint(out var ranges) || !_reader.TryReadVarint(out _))
        {
            return false;
        }

        for (; ranges > 0; ranges--)
        {
            if (!_reader.TryReadVarint(out _) || !_reader.TryReadVarint(out _))
            {
                return false;
            }
        }

        return !hasEcn || (_reader.TryReadVarint(out _) && _reader.TryReadVarint(out _) && _reader.TryReadVarint(out _));
    }
}
