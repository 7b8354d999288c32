using RustNet.Core.Dpi;

namespace RustNet.Capture.Files;

/// <summary>The options of an Interface Description Block that matter here (draft-ietf-opsawg-pcapng §4.2); a damaged list ends where the damage is.</summary>
internal readonly ref struct InterfaceOptions
{
    private const ushort EndOfOptions = 0;
    private const ushort NameCode = 2;                  // if_name
    private const ushort ResolutionCode = 9;            // if_tsresol
    private const ushort OffsetCode = 14;               // if_tsoffset
    private const int OptionHeaderLength = 4;           // code:16 | length:16
    private const int MaximumNameLength = 256;

    public InterfaceOptions(ReadOnlySpan<byte> options, ByteOrder order)
    {
        while (options.Length >= OptionHeaderLength)
        {
            var code = order.ReadUInt16(options);
            int length = order.ReadUInt16(options[2..]);
            options = options[OptionHeaderLength..];
            if (code == EndOfOptions || length > options.Length)
            {
                return;
            }

            var value = options[..length];
            switch (code)
            {
                case NameCode when length is > 0 and <= MaximumNameLength:
                    Name = NameFrom(value);
                    break;
                case ResolutionCode when length == sizeof(byte):
                    Resolution = value[0];
                    break;
                case OffsetCode when length == sizeof(long):
                    OffsetSeconds = order.ReadInt64(value);
                    break;
            }

            options = options[Math.Min(length + 3 & ~3, options.Length)..];
        }
    }

    /// <summary>if_name, harmless on a screen, or <see langword="null"/>.</summary>
    public string? Name { get; }

    /// <summary>The if_tsresol octet, or <see langword="null"/>.</summary>
    public byte? Resolution { get; }

    /// <summary>if_tsoffset: seconds to add to every time.</summary>
    public long OffsetSeconds { get; }

    // The name reaches the screen, and the file may come from anyone. Some writers end it with a zero.
    private static string? NameFrom(ReadOnlySpan<byte> value)
    {
        var end = value.IndexOf((byte)0);
        var name = WireText.Clean(end < 0 ? value : value[..end], MaximumNameLength);
        return name.Length == 0 ? null : name;
    }
}
