namespace RustNet.Testing.Dpi;

/// <summary>What a QUIC version calls its own: number, salt of the Initial keys, key and nonce of the Retry tag.</summary>
public sealed record QuicWireVersion(long Number, string Salt, string RetryKey = "", string RetryNonce = "")
{
    /// <summary>RFC 9001 §5.2, §5.8.</summary>
    public static QuicWireVersion V1 { get; } = new(
        1, "38762cf7f55934b34d179ae6a4c80cadccbb7f0a", "be0c690b9f66575a1d766b54e368c84e", "461599d35d632bf2239825bb");

    /// <summary>RFC 9369 §3.</summary>
    public static QuicWireVersion V2 { get; } = new(
        0x6b3343cf, "0dede3def700a6db819381be6e269dcbf9bd2ed9", "8fb4b01b56ac48e260fbcbcead7ccc92", "d86969bc2d7c6d9990efb04a")
    { IsVersion2 = true };

    public static QuicWireVersion V2Draft { get; } = new(
        0x709a50c4, "a707c203a59b47184a1d62ca570406ea7ae3e5d3", "ba858dc7b43de5dbf87617ff4ab253db", "141b99c239b03e785d6a2e9f")
    { IsVersion2 = true };

    public static QuicWireVersion Draft29 { get; } = new(
        0xff00001d, "afbfec289993d24c9e9786f19c6111e04390a899", "ccce187ed09a09d05728155a6cb96be1", "e54930f97f2136f0530a8c1c");

    public static QuicWireVersion Draft27 { get; } = new(
        0xff00001b, "c3eef712c72ebb5a11a7d2432bb46365bef9f502", "4d32ecdb2a2133c841e4043df27d4430", "4d1611d05513a552c587d575");

    public static QuicWireVersion Draft23 { get; } = new(0xff000017, "c3eef712c72ebb5a11a7d2432bb46365bef9f502");

    public static QuicWireVersion Draft22 { get; } = new(0xff000016, "7fbcdb0e7c66bbe9193a96cd21519ebd7a02644a");

    public static QuicWireVersion GoogleQ050 { get; } = new(0x51303530, "504574efd066fe2f9d945cfcdbd3a7f0d3b56b45");

    public static QuicWireVersion GoogleT050 { get; } = new(0x54303530, "7ff579e5acd072915580304c43a2367c60488310");

    public static QuicWireVersion GoogleT051 { get; } = new(0x54303531, "7a4edef4e7ccee5fa4506c19124fc8ccda6e033d");

    /// <summary>Packet types and key labels of version 2 (RFC 9369 §3.2, §3.3.2).</summary>
    public bool IsVersion2 { get; init; }

    /// <summary>First byte of a long header packet, by the type number of version 1.</summary>
    public int FirstByte(int type, int low = 0) => 0xc0 | ((type + (IsVersion2 ? 1 : 0)) & 3) << 4 | low;
}
