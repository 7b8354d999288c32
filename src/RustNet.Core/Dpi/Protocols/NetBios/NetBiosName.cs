using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.NetBios;

/// <summary>
/// NetBIOS names in their first-level encoding (RFC 1001 §14.1): sixteen bytes as 32 letters A to P in one label, which a scope may
/// follow. The sixteenth byte says what kind of service has the name.
/// </summary>
internal readonly ref struct NetBiosName
{
    private const int Length = 16;
    private const int LabelLength = 2 * Length;
    private const int MaxLabelLength = 63;
    private const int PointerKind = 0xc0;
    private const int MaxScopeLength = 255;

    private readonly ReadOnlySpan<byte> _letters;

    private NetBiosName(ReadOnlySpan<byte> letters) => _letters = letters;

    /// <summary>Reads a name with its scope. It cannot be a pointer; a scope may end in one (RFC 1002 §4.1).</summary>
    public static ParseStatus Parse(scoped ref WireReader reader, out NetBiosName name)
    {
        name = default;
        var attempt = reader;
        if (!attempt.TryReadByte(out var length))
        {
            return ParseStatus.Truncated;
        }

        if (length != LabelLength)
        {
            return ParseStatus.Malformed;
        }

        if (!attempt.TryTake(LabelLength, out var letters))
        {
            return attempt.Rest.ContainsAnyExceptInRange((byte)'A', (byte)'P') ? ParseStatus.Malformed : ParseStatus.Truncated;
        }

        if (letters.ContainsAnyExceptInRange((byte)'A', (byte)'P'))
        {
            return ParseStatus.Malformed;
        }

        for (var total = 0; total <= MaxScopeLength; total += length + 1)
        {
            if (!attempt.TryReadByte(out length))
            {
                return ParseStatus.Truncated;
            }

            if (length == 0 || (length & PointerKind) == PointerKind)
            {
                if (length != 0 && !attempt.TrySkip(1))
                {
                    return ParseStatus.Truncated;
                }

                name = new NetBiosName(letters);
                reader = attempt;
                return ParseStatus.Complete;
            }

            if (length > MaxLabelLength)
            {
                return ParseStatus.Malformed;
            }

            if (!attempt.TrySkip(length))
            {
                return ParseStatus.Truncated;
            }
        }

        return ParseStatus.Malformed;
    }

    /// <summary>The name and the kind of service, such as <c>WORKGROUP&lt;1D&gt;</c>.</summary>
    public string Text()
    {
        Span<byte> bytes = stackalloc byte[Length];
        Decode(bytes);
        return $"{WireText.Clean(Trim(bytes))}<{bytes[^1]:X2}>";
    }

    /// <summary>The name without the kind, if a host could have it; else <see langword="null"/>.</summary>
    public string? HostText()
    {
        Span<byte> bytes = stackalloc byte[Length];
        Decode(bytes);
        return WireText.TryHostName(Trim(bytes), out var host) ? host : null;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> bytes) => bytes[..(Length - 1)].TrimEnd(" \0"u8);

    private void Decode(Span<byte> bytes)
    {
        for (var i = 0; i < Length; i++)
        {
            bytes[i] = (byte)((_letters[2 * i] - 'A') << 4 | (_letters[(2 * i) + 1] - 'A'));
        }
    }
}
