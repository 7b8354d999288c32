namespace RustNet.Core.Dpi.Protocols.Tls;

/// <summary>
/// Certificates that were read lately, with the bytes they were read from: a server shows the same one in every handshake. Each thread has its
/// own few, as of clients' fingerprints (<see cref="Ja4Memory"/>), at most 128 kB of them.
/// </summary>
internal static class CertificateMemory
{
    private const int Places = 32;
    private const int LongestKept = 4096;   // longer ones are read anew each time
    private const int Front = 64;           // has the serial number

    [ThreadStatic]
    private static Place[]? t_places;

    /// <summary>What these bytes, a certificate whole, were read as; <see langword="null"/> where they were not lately.</summary>
    public static ServerCertificate? Find(ReadOnlySpan<byte> bytes)
    {
        ref readonly var place = ref PlaceOf(bytes);
        return place.Certificate is { } known && bytes.SequenceEqual(place.Bytes) ? known : null;
    }

    /// <summary>Remembers what they were read as.</summary>
    public static void Keep(ReadOnlySpan<byte> bytes, ServerCertificate certificate)
    {
        if (bytes.Length <= LongestKept)
        {
            PlaceOf(bytes) = new Place(bytes.ToArray(), certificate);
        }
    }

    private static ref Place PlaceOf(ReadOnlySpan<byte> bytes)
    {
        t_places ??= new Place[Places];
        return ref t_places[(PlaceHash.Of(bytes[..Math.Min(Front, bytes.Length)], (ulong)bytes.Length) >> 32) % Places];
    }

    private readonly record struct Place(byte[] Bytes, ServerCertificate Certificate);
}
