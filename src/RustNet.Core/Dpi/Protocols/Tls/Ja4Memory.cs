using System.Runtime.InteropServices;

namespace RustNet.Core.Dpi.Protocols.Tls;

/// <summary>
/// A fingerprint that was made lately, with what it was made from. A machine runs a few dozen TLS clients at most, and each of them says the same
/// in every hello; what is hashed for the first is only compared for the next. Each thread has its own few: a capture thread asks for one per
/// connection, and must not wait for another.
/// </summary>
internal struct Ja4Memory
{
    private const int Places = 512;
    private const int LongestLists = 192;   // longer ones are made anew each time

    [ThreadStatic]
    private static Ja4Memory[]? t_places;

    private ushort[]? _lists;
    private int _length;
    private int _suites;
    private int _extensions;

    /// <summary>The fingerprint; <see langword="null"/> while nothing was kept.</summary>
    public string? Fingerprint { get; private set; }

    /// <summary>The one place of this thread where a client with these lists is remembered, or another one that shares it.</summary>
    public static ref Ja4Memory Of(ReadOnlySpan<char> front, ReadOnlySpan<ushort> lists, int suites, int extensions)
    {
        t_places ??= new Ja4Memory[Places];
        var hash = PlaceHash.Of(MemoryMarshal.AsBytes(front), (ulong)(uint)suites << 32 | (uint)extensions);
        return ref t_places[(PlaceHash.Of(MemoryMarshal.AsBytes(lists), hash) >> 32) % Places];
    }

    /// <summary>True when <see cref="Fingerprint"/> is that of these lists behind this front.</summary>
    public readonly bool Matches(ReadOnlySpan<char> front, ReadOnlySpan<ushort> lists, int suites, int extensions) =>
        Fingerprint is not null && suites == _suites && extensions == _extensions
        && lists.SequenceEqual(_lists.AsSpan(0, _length)) && Fingerprint.AsSpan().StartsWith(front);

    /// <summary>Takes the place for a fingerprint, and answers it.</summary>
    public string Keep(ReadOnlySpan<ushort> lists, int suites, int extensions, string fingerprint)
    {
        if (lists.Length <= LongestLists)
        {
            _lists ??= new ushort[LongestLists];
            lists.CopyTo(_lists);
            (_length, _suites, _extensions, Fingerprint) = (lists.Length, suites, extensions, fingerprint);
        }

        return fingerprint;
    }
}
