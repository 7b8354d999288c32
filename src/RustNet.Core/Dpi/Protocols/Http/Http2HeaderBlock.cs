using System.Buffers;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Http;

/// <summary>
/// A header block: the fragment of a HEADERS frame and those of the CONTINUATION frames behind it (RFC 9113 §4.3). A view of one
/// frame, or rented memory where there are several: to be disposed.
/// </summary>
internal ref struct Http2HeaderBlock
{
    private const int MaxLength = 32 * 1024;
    private const int PriorityLength = 5;   // E:1 | Stream Dependency:31 | Weight:8

    private byte[]? _rented;

    /// <summary>The block, or the front of it that is there.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>
    /// Reads the block of the HEADERS frame at the front. <see cref="ParseStatus.Truncated"/> when it goes on beyond the bytes; what is there of
    /// its first frame is then given.
    /// </summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, out Http2HeaderBlock block)
    {
        block = default;
        if (Http2Frame.Parse(bytes, out var frame) != ParseStatus.Complete || !TryTakeFragment(frame, out var fragment))
        {
            return ParseStatus.Malformed;
        }

        block.Bytes = fragment;
        if (!frame.IsWhole)
        {
            return ParseStatus.Truncated;
        }

        if (frame.Flags.HasFlag(Http2Flags.EndHeaders))
        {
            return ParseStatus.Complete;
        }

        var status = Measure(bytes, frame.Stream, out var frames);
        if (status == ParseStatus.Complete)
        {
            block.Join(fragment, bytes[(Http2Frame.HeaderLength + frame.Length)..], frames - 1);
        }

        return status;
    }

    /// <summary>Gives rented memory back.</summary>
    public void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            Bytes = default;
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>The fragment without padding and priority (§6.2), as far as it is there.</summary>
    private static bool TryTakeFragment(scoped in Http2Frame frame, out ReadOnlySpan<byte> fragment)
    {
        fragment = frame.Payload;
        var padding = 0;
        if (frame.Flags.HasFlag(Http2Flags.Padded))
        {
            if (fragment.IsEmpty)
            {
                return !frame.IsWhole;
            }

            padding = fragment[0];
            fragment = fragment[1..];
        }

        if (frame.Flags.HasFlag(Http2Flags.Priority))
        {
            if (fragment.Length < PriorityLength)
            {
                fragment = default;
                return !frame.IsWhole;
            }

            fragment = fragment[PriorityLength..];
        }

        if (!frame.IsWhole)
        {
            // How much of it is padding cannot be told from the front.
            fragment = padding == 0 ? fragment : default;
            return true;
        }

        if (padding > fragment.Length)
        {
            return false;
        }

        fragment = fragment[..^padding];
        return true;
    }

    /// <summary>Counts the frames up to the one that ends the block; nothing else may stand between (§6.10).</summary>
    private static ParseStatus Measure(ReadOnlySpan<byte> bytes, uint stream, out int frames)
    {
        frames = 0;
        var position = 0;
        while (true)
        {
            var status = Http2Frame.Parse(bytes[position..], out var frame);
            if (status != ParseStatus.Complete)
            {
                return status;
            }

            position += Http2Frame.HeaderLength + frame.Length;
            if (frame.Stream != stream || (frames > 0 && frame.Type != Http2FrameType.Continuation) || position > MaxLength)
            {
                return ParseStatus.Malformed;
            }

            if (!frame.IsWhole)
            {
                return ParseStatus.Truncated;
            }

            frames++;
            if (frame.Flags.HasFlag(Http2Flags.EndHeaders))
            {
                return ParseStatus.Complete;
            }
        }
    }

    private void Join(scoped ReadOnlySpan<byte> first, scoped ReadOnlySpan<byte> rest, int continuations)
    {
        _rented = ArrayPool<byte>.Shared.Rent(first.Length + rest.Length);
        first.CopyTo(_rented);
        var length = first.Length;
        for (; continuations > 0 && Http2Frame.Parse(rest, out var frame) == ParseStatus.Complete; continuations--)
        {
            frame.Payload.CopyTo(_rented.AsSpan(length));
            length += frame.Payload.Length;
            rest = rest[(Http2Frame.HeaderLength + frame.Payload.Length)..];
        }

        Bytes = _rented.AsSpan(0, length);
    }
}
