using System.Runtime.InteropServices;
using RustNet.Capture.Live.Interop;

namespace RustNet.Capture.Tests.Live;

public class PacketHeaderTests
{
    private const long Nanosecond = 1;
    private const long Microsecond = 1_000;

    [Theory]
    [InlineData(1_700_000_000, 123_456, Microsecond, 1_700_000_000_123_456_000)]
    [InlineData(1_700_000_000, 999_999_999, Nanosecond, 1_700_000_000_999_999_999)]
    [InlineData(0, 0, Nanosecond, 0)]
    public void Timestamp_is_nanoseconds_since_1970(int seconds, int fraction, long unit, long expected) =>
        WithHeader(seconds, fraction, 60, 60, header => Assert.Equal(expected, PacketHeader.Timestamp(header, unit)));

    [Fact]
    public void Lengths_are_read_behind_the_time() => WithHeader(1, 2, 96, 1514, header =>
    {
        Assert.Equal(96, PacketHeader.CapturedLength(header));
        Assert.Equal(1514, PacketHeader.WireLength(header));
    });

    [Fact]
    public void WireLength_is_never_below_zero() =>
        WithHeader(1, 2, 0, uint.MaxValue, header => Assert.Equal(int.MaxValue, PacketHeader.WireLength(header)));

    private static void WithHeader(int seconds, int fraction, uint captured, uint wire, Action<nint> assert)
    {
        var header = Marshal.AllocHGlobal(PacketHeader.Length);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Marshal.WriteInt32(header, seconds);
                Marshal.WriteInt32(header, sizeof(int), fraction);
            }
            else
            {
                Marshal.WriteIntPtr(header, seconds);
                Marshal.WriteIntPtr(header, nint.Size, fraction);
            }

            Marshal.WriteInt32(header, PacketHeader.TimeLength, (int)captured);
            Marshal.WriteInt32(header, PacketHeader.TimeLength + sizeof(int), unchecked((int)wire));
            assert(header);
        }
        finally
        {
            Marshal.FreeHGlobal(header);
        }
    }
}
