using System.Globalization;
using System.Text;
using RustNet.Core.Wire;

namespace RustNet.Core.Names;

/// <summary>
/// Service names by port and transport (IANA Service Name and Transport Protocol Port Number Registry). A name is a hint
/// from the number alone, never a claim about what the connection carries. Safe from any thread.
/// </summary>
public static class ServiceNames
{
    /// <summary>The name registered for the port, or <see langword="null"/>. Constant time; the same string every time, never allocates.</summary>
    public static string? Find(IpProtocol protocol, ushort port) => protocol switch
    {
        IpProtocol.Tcp => Tables.Tcp.Find(port),
        IpProtocol.Udp => Tables.Udp.Find(port),
        IpProtocol.Sctp => Tables.Sctp.Find(port),
        _ => null,
    };

    /// <summary>Made on first use, all three in one pass over the registry (well under a millisecond).</summary>
    private static class Tables
    {
        public static PortTable Tcp { get; } = new();

        public static PortTable Udp { get; } = new();

        public static PortTable Sctp { get; } = new();

        static Tables()
        {
            var lines = ServiceRegistry.Lines;
            while (!lines.IsEmpty)
            {
                var end = lines.IndexOf((byte)'\n');
                var line = end < 0 ? lines : lines[..end];
                lines = end < 0 ? default : lines[(end + 1)..];

                var afterPort = line.IndexOf((byte)' ');
                var port = ushort.Parse(line[..afterPort], NumberStyles.None, CultureInfo.InvariantCulture);
                var rest = line[(afterPort + 1)..];
                var afterTransports = rest.IndexOf((byte)' ');
                var name = Encoding.ASCII.GetString(rest[(afterTransports + 1)..]);
                foreach (var transport in rest[..afterTransports])
                {
                    (transport switch { (byte)'t' => Tcp, (byte)'u' => Udp, _ => Sctp }).Add(port, name);
                }
            }
        }
    }

    /// <summary>Names in pages of 256 ports: most pages of the range do not exist.</summary>
    private sealed class PortTable
    {
        private readonly string?[]?[] _pages = new string?[256][];

        public string? Find(ushort port) => _pages[port >> 8]?[port & 0xff];

        public void Add(ushort port, string name) => (_pages[port >> 8] ??= new string?[256])[port & 0xff] = name;
    }
}
