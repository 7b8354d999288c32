using System.Buffers;

namespace RustNet.Core.Dpi.Protocols.BitTorrent;

/// <summary>Reads bencoded values (BEP 3) front to back without recursion. A failed read answers <see langword="false"/>.</summary>
internal ref struct Bencode(ReadOnlySpan<byte> bytes)
{
    private static readonly SearchValues<byte> s_integer = SearchValues.Create("-0123456789"u8);

    private const int MaxDepth = 16;
    private const int MaxDigits = 6;
    private const int MaxIntegerLength = 21;

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>True when everything has been read.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>Steps over one byte if it is the next.</summary>
    public bool TryTake(char expected)
    {
        if (_rest.IsEmpty || _rest[0] != expected)
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }

    /// <summary>Whether the next value is a dictionary.</summary>
    public readonly bool IsAtDictionary => !_rest.IsEmpty && _rest[0] == 'd';

    /// <summary>Takes a byte string.</summary>
    public bool TryTakeString(out ReadOnlySpan<byte> text)
    {
        text = default;
        var length = 0;
        var digits = 0;
        while (digits < _rest.Length && digits < MaxDigits && char.IsAsciiDigit((char)_rest[digits]))
        {
            length = (length * 10) + _rest[digits++] - '0';
        }

        if (digits == 0 || digits >= _rest.Length || _rest[digits] != ':' || length > _rest.Length - digits - 1)
        {
            return false;
        }

        text = _rest.Slice(digits + 1, length);
        _rest = _rest[(digits + 1 + length)..];
        return true;
    }

    /// <summary>Takes a value of any kind, as it stands.</summary>
    public bool TryTakeValue(out ReadOnlySpan<byte> value)
    {
        var start = _rest;
        var depth = 0;
        value = default;
        do
        {
            if (_rest.IsEmpty)
            {
                return false;
            }

            switch (_rest[0])
            {
                case (byte)'d' or (byte)'l' when depth < MaxDepth:
                    depth++;
                    _rest = _rest[1..];
                    break;
                case (byte)'e' when depth > 0:
                    depth--;
                    _rest = _rest[1..];
                    break;
                case (byte)'i':
                    var end = _rest.IndexOf((byte)'e');
                    if (end is < 2 or > MaxIntegerLength || _rest[1..end].ContainsAnyExcept(s_integer))
                    {
                        return false;
                    }

                    _rest = _rest[(end + 1)..];
                    break;
                default:
                    if (!TryTakeString(out _))
                    {
                        return false;
                    }

                    break;
            }
        }
        while (depth > 0);

        value = start[..(start.Length - _rest.Length)];
        return true;
    }
}
