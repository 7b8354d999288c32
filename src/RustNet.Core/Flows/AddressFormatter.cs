using System.Numerics;

namespace RustNet.Core.Flows;

/// <summary>
/// Writes addresses as text without allocating, to UTF-8 or UTF-16 alike (both are ASCII here). IPv6 as RFC 5952 has it:
/// lower case, no leading zeros, the first longest run of at least two zero fields as <c>::</c>; the deprecated
/// IPv4-compatible form <c>::192.0.2.1</c> in mixed notation, as inet_ntop writes it.
/// </summary>
internal static class AddressFormatter
{
    private const int FieldCount = 8;

    /// <summary>Writes the address; <paramref name="destination"/> must hold <see cref="FlowText.MaxAddressLength"/> characters.</summary>
    /// <returns>Number of characters written.</returns>
    public static int Write<TChar>(UInt128 address, Span<TChar> destination) where TChar : unmanaged, IBinaryInteger<TChar>
    {
        if (FlowText.IsIPv4(address))
        {
            return WriteIPv4((uint)address, destination);
        }

        Span<ushort> fields = stackalloc ushort[FieldCount];
        for (var i = 0; i < FieldCount; i++)
        {
            fields[i] = (ushort)(address >> (16 * (FieldCount - 1 - i)));
        }

        FindZeroRun(fields, out var runStart, out var runLength);
        if (runStart == 0 && runLength == 6)
        {
            destination[0] = destination[1] = TChar.CreateTruncating(':');
            return 2 + WriteIPv4((uint)address, destination[2..]);
        }

        return WriteFields(fields, runStart, runLength, destination);
    }

    /// <summary>Writes address and port; <paramref name="destination"/> must hold <see cref="FlowText.MaxEndpointLength"/> characters.</summary>
    /// <returns>Number of characters written.</returns>
    public static int Write<TChar>(UInt128 address, ushort port, Span<TChar> destination) where TChar : unmanaged, IBinaryInteger<TChar>
    {
        int at;
        if (FlowText.IsIPv4(address))
        {
            at = WriteIPv4((uint)address, destination);
        }
        else
        {
            destination[0] = TChar.CreateTruncating('[');
            at = 1 + Write(address, destination[1..]);
            destination[at++] = TChar.CreateTruncating(']');
        }

        destination[at++] = TChar.CreateTruncating(':');
        return at + WriteDecimal(port, destination[at..]);
    }

    private static int WriteIPv4<TChar>(uint address, Span<TChar> destination) where TChar : unmanaged, IBinaryInteger<TChar>
    {
        var at = WriteDecimal(address >> 24, destination);
        for (var shift = 16; shift >= 0; shift -= 8)
        {
            destination[at++] = TChar.CreateTruncating('.');
            at += WriteDecimal((address >> shift) & 0xff, destination[at..]);
        }

        return at;
    }

    private static int WriteFields<TChar>(ReadOnlySpan<ushort> fields, int runStart, int runLength, Span<TChar> destination)
        where TChar : unmanaged, IBinaryInteger<TChar>
    {
        var colon = TChar.CreateTruncating(':');
        var at = 0;
        for (var i = 0; i < fields.Length; i++)
        {
            if (i == runStart)
            {
                destination[at++] = colon;
                destination[at++] = colon;
                i += runLength - 1;
                continue;
            }

            if (i > 0 && i != runStart + runLength)
            {
                destination[at++] = colon;
            }

            at += WriteHexadecimal(fields[i], destination[at..]);
        }

        return at;
    }

    /// <summary>The first longest run of zero fields; (-1, 0) where none has two (RFC 5952 §4.2.2, §4.2.3).</summary>
    private static void FindZeroRun(ReadOnlySpan<ushort> fields, out int start, out int length)
    {
        (start, length) = (-1, 0);
        for (var i = 0; i < fields.Length; i++)
        {
            var end = i;
            while (end < fields.Length && fields[end] == 0)
            {
                end++;
            }

            if (end - i >= 2 && end - i > length)
            {
                (start, length) = (i, end - i);
            }

            i = end;
        }
    }

    private static int WriteDecimal<TChar>(uint value, Span<TChar> destination) where TChar : unmanaged, IBinaryInteger<TChar>
    {
        var digits = value < 10 ? 1 : value < 100 ? 2 : value < 1_000 ? 3 : value < 10_000 ? 4 : 5;
        for (var i = digits - 1; i >= 0; i--)
        {
            (value, var digit) = Math.DivRem(value, 10);
            destination[i] = TChar.CreateTruncating('0' + digit);
        }

        return digits;
    }

    private static int WriteHexadecimal<TChar>(ushort value, Span<TChar> destination) where TChar : unmanaged, IBinaryInteger<TChar>
    {
        var digits = value < 0x10 ? 1 : value < 0x100 ? 2 : value < 0x1000 ? 3 : 4;
        for (var i = 0; i < digits; i++)
        {
            var nibble = (value >> (4 * (digits - 1 - i))) & 0xf;
            destination[i] = TChar.CreateTruncating(nibble < 10 ? '0' + nibble : 'a' + nibble - 10);
        }

        return digits;
    }
}
