using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RustNet.Core.Flows;

namespace RustNet.Host.Linux.Proc;

/// <summary>Reads the addresses of a network namespace from its <c>net/fib_trie</c> and <c>net/if_inet6</c>. Never throws.</summary>
internal static class NamespaceAddresses
{
    private const int Most = 4096;

    /// <summary>
    /// Adds the IPv4 addresses: in the routing trie each stands on a line of its own, and the next line calls it a local host.
    /// </summary>
    public static void AddIPv4(ReadOnlySpan<byte> fibTrie, HashSet<UInt128> into)
    {
        UInt128? last = null;
        foreach (var range in fibTrie.Split((byte)'\n'))
        {
            // "        |-- 127.0.0.1" | "           /32 host LOCAL"
            var line = fibTrie[range].Trim((byte)' ');
            if (line.StartsWith("|-- "u8))
            {
                last = TryIPv4(line["|-- "u8.Length..], out var address) ? address : null;
            }
            else if (last is { } local && line.SequenceEqual("/32 host LOCAL"u8) && into.Count < Most)
            {
                into.Add(local);
            }
        }
    }

    /// <summary>Adds the IPv6 addresses.</summary>
    public static void AddIPv6(ReadOnlySpan<byte> interfaces, HashSet<UInt128> into)
    {
        foreach (var range in interfaces.Split((byte)'\n'))
        {
            // address (32 digits) index prefix-length scope flags name
            var address = new Fields(interfaces[range]).Next();
            if (address.Length == 32 && into.Count < Most
                && UInt128.TryParse(address, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                into.Add(value);
            }
        }
    }

    private static bool TryIPv4(ReadOnlySpan<byte> text, out UInt128 address)
    {
        address = default;
        Span<char> characters = stackalloc char[15];
        if (text.Length > characters.Length
            || !Encoding.ASCII.TryGetChars(text, characters, out var length)
            || !IPAddress.TryParse(characters[..length], out var parsed)
            || parsed.AddressFamily != AddressFamily.InterNetwork)
        {
            return false;
        }

        address = FlowText.FromIPAddress(parsed);
        return true;
    }
}
