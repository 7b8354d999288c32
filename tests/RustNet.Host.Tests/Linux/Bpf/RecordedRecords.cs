namespace RustNet.Host.Tests.Linux.Bpf;

/// <summary>
/// Records as the kernel (6.18) wrote them for a process of Python that listened, connected to itself and sent a datagram;
/// process 18667, started 13130.5 s after boot. Behind the zero that ends the executable's name lies what was there before.
/// </summary>
internal static class RecordedRecords
{
    private const string Owner =
        "eb480000e248000000000000000040000100000000000000f81bab2ef10b0000707974686f6e33000000000000000000"
        + "707974686f6e332e313100346537343863633131303663653533653766656635";

    /// <summary>127.0.0.1:57498 connects to 127.0.0.1:40961.</summary>
    public static byte[] Connected { get; } = Convert.FromHexString(Owner
        + "00000000000000000000ffff7f00000100000000000000000000ffff7f0000019ae001a006000201f9ffffef00010000"
        + "e67c8245f10b00000810000000000000");

    /// <summary>The datagram from [::1]:40962, a socket without a peer.</summary>
    public static byte[] Used { get; } = Convert.FromHexString(Owner
        + "000000000000000000000000000000010000000000000000000000000000000002a0000011000a07f9ffffef01030000"
        + "e0b78645f10b00000910000000000000");

    /// <summary>The listening socket and the connected one, as the snapshot has them.</summary>
    public static byte[] Sockets { get; } = Convert.FromHexString(
        "eb48000000000000f81bab2ef10b00000710000000000000"
        + "00000000000000000000ffff7f00000100000000000000000000ffff0000000001a000000600020af9ffffef00000000"
        + "eb48000000000000f81bab2ef10b00000810000000000000"
        + "00000000000000000000ffff7f00000100000000000000000000ffff7f0000019ae001a006000201f9ffffef00000000");
}
