namespace RustNet.Testing.Dpi;

/// <summary>A time message (RFC 5905 §7.3, figure 8); times are whole seconds since 1900.</summary>
public sealed class NtpBytes
{
    public int Version { get; init; } = 4;

    public int Mode { get; init; } = 3;

    public int Stratum { get; init; }

    public int Poll { get; init; } = 6;

    public int Precision { get; init; } = -20;

    /// <summary>Reference ID, eight hexadecimal digits.</summary>
    public string Reference { get; init; } = "00000000";

    public uint Origin { get; init; }

    public uint Receive { get; init; }

    public uint Transmit { get; init; } = 0xe000_0000;

    public byte[] ToArray() => new WireBytes().U8(Version << 3 | Mode).U8(Stratum).U8(Poll).U8(Precision)
        .U32(0).U32(0).Hex(Reference).U64(0)
        .U32(Origin).U32(0).U32(Receive).U32(0).U32(Transmit).U32(0).ToArray();
}
