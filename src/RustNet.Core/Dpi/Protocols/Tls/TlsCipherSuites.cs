using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace RustNet.Core.Dpi.Protocols.Tls;

/// <summary>Names of cipher suites as the IANA TLS Cipher Suites registry has them, from SSL 3.0 to TLS 1.3.</summary>
internal static partial class TlsCipherSuites
{
    private const int NumberDigits = 4;

    private static readonly Lazy<FrozenDictionary<ushort, string>> s_names = new(Read);

    /// <summary>Number of suites with a name.</summary>
    public static int Count => s_names.Value.Count;

    /// <summary>The registered name, or <see langword="null"/>. One string per suite for the life of the program.</summary>
    public static string? Name(ushort suite) => s_names.Value.GetValueOrDefault(suite);

    private static FrozenDictionary<ushort, string> Read()
    {
        var names = new Dictionary<ushort, string>();
        var registry = Registry;
        foreach (var range in registry.Split((byte)'\n'))
        {
            var line = registry[range];
            names.Add(
                ushort.Parse(line[..NumberDigits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                Encoding.ASCII.GetString(line[(NumberDigits + 1)..]));
        }

        return names.ToFrozenDictionary();
    }
}
