using System.Buffers.Binary;
using System.Text;

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

    public InterfaceOptions(ReadOnlySpan<byte> options, bool bigEndian)
    {
        while (options.Length >= OptionHeaderLength)
        {
            var code = ReadUInt16(options, bigEndian);
            int length = ReadUInt16(options[2..], bigEndian);
            options = options[OptionHeaderLength..];
            if (code == EndOfOptions || length > options.Length)
            {
                return;
            }

            var value = options[..length];
            switch (code)
            {
                case NameCode when length is > 0 and <= MaximumNameLength:
                    Name = PrintableName(value);
                    break;
                case ResolutionCode when length == sizeof(byte):
                    Resolution = value[0];
                    break;
                case OffsetCode when length == sizeof(long):
                    OffsetSeconds = bigEndian ? BinaryPrimitives.ReadInt64BigEndian(value) : BinaryPrimitives.ReadInt64LittleEndian(value);
                    break;
            }

            options = options[Math.Min(length + 3 & ~3, options.Length)..];
        }
    }

    /// <summary>if_name without control characters, or <see langword="null"/>.</summary>
    public string? Name { get; }

    /// <summary>The if_tsresol octet, or <see langword="null"/>.</summary>
    public byte? Resolution { get; }

    /// <summary>if_tsoffset: seconds to add to every time.</summary>
    public long OffsetSeconds { get; }

    private static string? PrintableName(ReadOnlySpan<byte> value)
    {
        // The name reaches the screen, and the file may come from anyone.
        var characters = Encoding.UTF8.GetString(value).Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && c != '\uFFFD').ToArray();
        return characters.Length == 0 ? null : new string(characters);
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
