using System.Buffers.Binary;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Tls;

/// <summary>Distinguished names (RFC 5280 §4.1.2.4).</summary>
internal static class X509Name
{
    private const byte Set = 0x31;
    private const byte Utf8String = 0x0c;
    private const byte PrintableString = 0x13;
    private const byte TeletexString = 0x14;   // in practice Latin-1
    private const byte Ia5String = 0x16;
    private const byte BmpString = 0x1e;       // UTF-16, big endian

    private static ReadOnlySpan<byte> CommonName => [0x55, 0x04, 0x03];         // 2.5.4.3

    private static ReadOnlySpan<byte> OrganizationName => [0x55, 0x04, 0x0a];   // 2.5.4.10

    /// <summary>
    /// The common name of an RDNSequence, cleaned; without one the organization. The last one where there are several: it is the most
    /// specific. <see langword="null"/> for a name that has neither.
    /// </summary>
    public static string? CommonNameOf(ReadOnlySpan<byte> name)
    {
        byte tag = 0;
        ReadOnlySpan<byte> found = default;
        var isCommonName = false;
        var list = new BerReader(name);
        while (list.TryRead(Set, out var relative))
        {
            var attributes = new BerReader(relative);
            while (attributes.TryRead(BerReader.Sequence, out var attribute))
            {
                var pair = new BerReader(attribute);   // type | value
                if (!pair.TryRead(BerReader.ObjectIdentifier, out var type) || pair.Read(out var valueTag, out var value) != ParseStatus.Complete)
                {
                    continue;
                }

                var matches = type.SequenceEqual(CommonName);
                if (!value.IsEmpty && (matches || (!isCommonName && type.SequenceEqual(OrganizationName))))
                {
                    tag = valueTag;
                    found = value;
                    isCommonName = matches;
                }
            }
        }

        return found.IsEmpty ? null : Text(tag, found);
    }

    private static string? Text(byte tag, ReadOnlySpan<byte> value)
    {
        switch (tag)
        {
            case Utf8String or PrintableString or Ia5String:
                return WireText.Clean(value);
            case not (TeletexString or BmpString):
                return null;
        }

        var width = tag == BmpString ? sizeof(char) : 1;
        Span<char> characters = stackalloc char[WireText.DefaultLength + 1];   // one more shows that some were cut
        var count = Math.Min(value.Length / width, characters.Length);
        for (var i = 0; i < count; i++)
        {
            characters[i] = width == 1 ? (char)value[i] : (char)BinaryPrimitives.ReadUInt16BigEndian(value[(i * width)..]);
        }

        return count == 0 ? null : WireText.Clean(characters[..count]);
    }
}
