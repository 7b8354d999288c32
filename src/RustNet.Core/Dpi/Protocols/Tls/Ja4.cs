using System.Buffers.Binary;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Tls;

/// <summary>
/// JA4, FoxIO's fingerprint of a TLS client: what its hello offers, in an order that the client's shuffling does not change.
/// <c>t13d1516h2_8daaf6152771_e5627efa2ab1</c>: transport, version, name or address, counts and ALPN; hash of the cipher suites; hash of
/// the extensions and signature algorithms. Pure; allocates nothing but the result, and not that for a client seen lately
/// (<see cref="Ja4Memory"/>).
/// </summary>
internal static class Ja4
{
    /// <summary>TLS over TCP.</summary>
    public const char Tcp = 't';

    /// <summary>QUIC.</summary>
    public const char Quic = 'q';

    // No client has so many of anything; who sends more wants to keep us busy and gets no fingerprint.
    private const int MaxItems = 256;
    private const int MaxCount = 99;      // what two digits can say
    private const int ItemLength = 5;     // four digits and what parts them
    private const int FrontLength = 10;
    private const int HashLength = 12;
    private const int Length = FrontLength + 1 + HashLength + 1 + HashLength;
    private const byte HexLetterOffset = 'a' - '0' - 10;

    /// <summary>The fingerprint of a whole hello; <see langword="null"/> where it lists more than any client does.</summary>
    /// <param name="hello">The hello; all of it must have been there.</param>
    /// <param name="transport"><see cref="Tcp"/> or <see cref="Quic"/>.</param>
    public static string? Of(in TlsClientHello hello, char transport)
    {
        // One behind the other, so that together they are what the client is remembered by.
        var room = Room(hello.CipherSuites) + Room(hello.Extensions) + Room(hello.SignatureAlgorithms);
        Span<ushort> lists = stackalloc ushort[room];
        var suites = lists[..Room(hello.CipherSuites)];
        if (!TryCollect(hello.CipherSuites, ref suites))
        {
            return null;
        }

        var extensions = lists.Slice(suites.Length, Room(hello.Extensions));
        if (!TryCollectExtensions(hello.Extensions, ref extensions, out var count, out var hasName))
        {
            return null;
        }

        var algorithms = lists.Slice(suites.Length + extensions.Length, Room(hello.SignatureAlgorithms));
        if (!TryCollect(hello.SignatureAlgorithms, ref algorithms))
        {
            return null;
        }

        lists = lists[..(suites.Length + extensions.Length + algorithms.Length)];
        Sort(suites);
        Sort(extensions);
        Span<char> front = stackalloc char[FrontLength];
        front[0] = transport;
        VersionOf(hello).CopyTo(front[1..]);
        front[3] = hasName ? 'd' : 'i';   // a domain, or an address
        WriteCount(suites.Length, front[4..]);
        WriteCount(count, front[6..]);
        WriteProtocol(FirstProtocol(hello.ProtocolNames), front[8..]);
        ref var memory = ref Ja4Memory.Of(front, lists, suites.Length, extensions.Length);
        return memory.Matches(front, lists, suites.Length, extensions.Length)
            ? memory.Fingerprint
            : memory.Keep(lists, suites.Length, extensions.Length, Write(front, suites, extensions, algorithms));
    }

    private static string Write(ReadOnlySpan<char> front, ReadOnlySpan<ushort> suites, ReadOnlySpan<ushort> extensions, ReadOnlySpan<ushort> algorithms)
    {
        Span<char> text = stackalloc char[Length];
        front.CopyTo(text);
        text[FrontLength] = text[FrontLength + 1 + HashLength] = '_';
        WriteHashes(suites, extensions, algorithms, text[(FrontLength + 1)..], text[(FrontLength + HashLength + 2)..]);
        return new string(text);
    }

    private static int Room(ReadOnlySpan<byte> list) => Math.Min(MaxItems, list.Length / sizeof(ushort));

    private static bool TryCollect(ReadOnlySpan<byte> list, ref Span<ushort> items)
    {
        var count = 0;
        for (; list.Length >= sizeof(ushort); list = list[sizeof(ushort)..])
        {
            var item = BinaryPrimitives.ReadUInt16BigEndian(list);
            if (TlsVersions.IsGrease(item))
            {
                continue;
            }

            if (count == items.Length)
            {
                return false;
            }

            items[count++] = item;
        }

        items = items[..count];
        return true;
    }

    /// <summary>The extensions to hash; the count has those too that the first part tells already.</summary>
    private static bool TryCollectExtensions(ReadOnlySpan<byte> list, ref Span<ushort> items, out int count, out bool hasName)
    {
        const int headerLength = 2 * sizeof(ushort);   // type and length
        var kept = 0;
        count = 0;
        hasName = false;
        while (list.Length >= headerLength && BinaryPrimitives.ReadUInt16BigEndian(list[sizeof(ushort)..]) is var length && length <= list.Length - headerLength)
        {
            var type = BinaryPrimitives.ReadUInt16BigEndian(list);
            list = list[(headerLength + length)..];
            if (TlsVersions.IsGrease(type))
            {
                continue;
            }

            count++;
            hasName |= type == (ushort)TlsExtensionType.ServerName;
            if ((TlsExtensionType)type is TlsExtensionType.ServerName or TlsExtensionType.ApplicationLayerProtocolNegotiation)
            {
                continue;
            }

            if (kept == items.Length)
            {
                return false;
            }

            items[kept++] = type;
        }

        items = items[..kept];
        return true;
    }

    /// <summary>The highest number in supported_versions, else legacy_version.</summary>
    private static ReadOnlySpan<char> VersionOf(in TlsClientHello hello)
    {
        ushort version = 0;
        for (var list = hello.SupportedVersions; list.Length >= sizeof(ushort); list = list[sizeof(ushort)..])
        {
            var offered = BinaryPrimitives.ReadUInt16BigEndian(list);
            if (!TlsVersions.IsGrease(offered))
            {
                version = Math.Max(version, offered);
            }
        }

        return (version == 0 ? hello.LegacyVersion : version) switch
        {
            TlsVersions.Tls13 => "13",
            TlsVersions.Tls12 => "12",
            TlsVersions.Tls11 => "11",
            TlsVersions.Tls10 => "10",
            TlsVersions.Ssl3 => "s3",
            TlsVersions.Ssl2 => "s2",
            _ => "00",
        };
    }

    private static ReadOnlySpan<byte> FirstProtocol(ReadOnlySpan<byte> names)
    {
        var reader = new WireReader(names);
        while (reader.TryTakeVector8(out var name))
        {
            if (!TlsVersions.IsGrease(name))
            {
                return name;
            }
        }

        return default;
    }

    /// <summary>First and last character of the ALPN name, or of its hexadecimal digits where one of them is neither letter nor digit.</summary>
    private static void WriteProtocol(ReadOnlySpan<byte> name, Span<char> text)
    {
        if (name.IsEmpty)
        {
            (text[0], text[1]) = ('0', '0');
        }
        else if (char.IsAsciiLetterOrDigit((char)name[0]) && char.IsAsciiLetterOrDigit((char)name[^1]))
        {
            (text[0], text[1]) = ((char)name[0], (char)name[^1]);
        }
        else
        {
            (text[0], text[1]) = ((char)HexDigit(name[0] >> 4), (char)HexDigit(name[^1] & 0xf));
        }
    }

    private static void WriteCount(int count, Span<char> text)
    {
        var (tens, ones) = Math.DivRem(Math.Min(count, MaxCount), 10);
        (text[0], text[1]) = ((char)('0' + tens), (char)('0' + ones));
    }

    /// <summary>
    /// Twelve digits each of the SHA-256 of the suites, sorted, and of the extensions, sorted, with the algorithms in their order behind
    /// them; zeros where there are none to sort.
    /// </summary>
    private static void WriteHashes(
        ReadOnlySpan<ushort> suites, ReadOnlySpan<ushort> extensions, ReadOnlySpan<ushort> algorithms, Span<char> ofSuites, Span<char> ofExtensions)
    {
        Span<byte> first = stackalloc byte[suites.Length * ItemLength + Sha256Lanes.RoomForPadding];
        Span<byte> second = stackalloc byte[(extensions.Length + algorithms.Length) * ItemLength + 1 + Sha256Lanes.RoomForPadding];
        var firstLength = WriteItems(suites, first);
        var secondLength = WriteItems(extensions, second);
        if (!algorithms.IsEmpty)
        {
            second[secondLength++] = (byte)'_';
            secondLength += WriteItems(algorithms, second[secondLength..]);
        }

        Span<uint> firstHash = stackalloc uint[2];
        Span<uint> secondHash = stackalloc uint[2];
        Sha256Lanes.HashTwo(first, firstLength, second, secondLength, firstHash, secondHash);
        WriteHash(suites.IsEmpty, firstHash, ofSuites);
        WriteHash(extensions.IsEmpty, secondHash, ofExtensions);
    }

    // A few dozen items at most of clients: the library's way makes an object for each call.
    private static void Sort(Span<ushort> items)
    {
        for (var end = 1; end < items.Length; end++)
        {
            var item = items[end];
            var place = end;
            for (; place > 0 && items[place - 1] > item; place--)
            {
                items[place] = items[place - 1];
            }

            items[place] = item;
        }
    }

    private static void WriteHash(bool isEmpty, ReadOnlySpan<uint> hash, Span<char> text)
    {
        for (var i = 0; i < HashLength; i++)
        {
            var word = hash[i / 8];
            text[i] = isEmpty ? '0' : (char)HexDigit((int)(word >> (28 - 4 * (i % 8))) & 0xf);
        }
    }

    private static int WriteItems(ReadOnlySpan<ushort> items, Span<byte> text)
    {
        var length = 0;
        foreach (var item in items)
        {
            if (length > 0)
            {
                text[length++] = (byte)',';
            }

            for (var shift = 12; shift >= 0; shift -= 4)
            {
                text[length++] = HexDigit(item >> shift & 0xf);
            }
        }

        return length;
    }

    private static byte HexDigit(int value) => (byte)('0' + value + (value > 9 ? HexLetterOffset : 0));
}
