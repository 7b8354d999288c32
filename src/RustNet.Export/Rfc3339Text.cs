using System.Globalization;
using RustNet.Core.Wire;

namespace RustNet.Export;

/// <summary>
/// Packet times as RFC 3339 text in UTC with microseconds: <c>2024-05-01T12:00:00.000001Z</c>. Remembers the last second,
/// as the times of neighbouring lines mostly share it. Not thread-safe.
/// </summary>
internal sealed class Rfc3339Text
{
    /// <summary>Bytes of every such text.</summary>
    public const int Length = 27;

    private const int SecondLength = 19;
    private readonly byte[] _second = new byte[SecondLength];
    private long _remembered = long.MinValue;

    /// <summary>Writes the <see cref="Length"/> bytes of an instant, nanoseconds since 1970 UTC; what is below a microsecond is cut.</summary>
    public void Write(long nanoseconds, Span<byte> utf8)
    {
        var second = Math.DivRem(nanoseconds, PacketTime.Second, out var rest);
        if (rest < 0)
        {
            second--;
            rest += PacketTime.Second;
        }

        if (second != _remembered)
        {
            DateTime.UnixEpoch.AddSeconds(second).TryFormat(_second, out _, "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
            _remembered = second;
        }

        _second.CopyTo(utf8);
        utf8[SecondLength] = (byte)'.';
        var microseconds = (uint)(rest / PacketTime.Microsecond);
        for (var i = Length - 2; i > SecondLength; i--)
        {
            (microseconds, var digit) = Math.DivRem(microseconds, 10);
            utf8[i] = (byte)('0' + digit);
        }

        utf8[Length - 1] = (byte)'Z';
    }
}
