namespace RustNet.Host;

/// <summary>What a socket bound to an address receives. Pure.</summary>
internal static class BoundAddress
{
    private static readonly UInt128 s_anyIPv4 = (UInt128)0xffff << 32;

    /// <summary>True for <c>0.0.0.0</c> and <c>::</c>.</summary>
    public static bool IsAny(UInt128 address) => address == UInt128.Zero || address == s_anyIPv4;

    /// <summary>How well packets to an address reach a socket that is bound to <paramref name="local"/>: 0 not at all, more is closer.</summary>
    public static int Fit(UInt128 local, UInt128 destination)
    {
        if (local == destination)
        {
            return 4;
        }

        var isIPv4 = destination >> 32 == 0xffff;
        if (local == s_anyIPv4)
        {
            return isIPv4 ? 3 : 0;
        }

        // An IPv6 socket on any address takes IPv4 too, where no IPv4 socket does.
        return local != UInt128.Zero ? 0 : isIPv4 ? 2 : 3;
    }
}
