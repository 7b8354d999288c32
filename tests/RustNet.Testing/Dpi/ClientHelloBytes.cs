namespace RustNet.Testing.Dpi;

/// <summary>TLS ClientHellos (RFC 8446 §4.1.2) as a modern client sends them, or with parts left out.</summary>
public sealed class ClientHelloBytes
{
    /// <summary>Server name; none when empty.</summary>
    public string ServerName { get; init; } = "";

    /// <summary>ALPN protocols; none when empty.</summary>
    public IReadOnlyList<string> Protocols { get; init; } = [];

    /// <summary>supported_versions; none when empty.</summary>
    public IReadOnlyList<int> Versions { get; init; } = [0x0304, 0x0303];

    public int LegacyVersion { get; init; } = 0x0303;

    /// <summary>Whether GREASE values (RFC 8701) stand among suites, versions, extensions.</summary>
    public bool Grease { get; init; }

    /// <summary>Length of a padding extension; 0 for none.</summary>
    public int Padding { get; init; }

    /// <summary>The session to resume.</summary>
    public byte[] SessionId { get; init; } = TlsBytes.Random(2);

    /// <summary>cipher_suites.</summary>
    public IReadOnlyList<int> Suites { get; init; } = [0x1301, 0x1302, 0xc02f, 0x009c];

    /// <summary>signature_algorithms; none when empty.</summary>
    public IReadOnlyList<int> SignatureAlgorithms { get; init; } = [];

    /// <summary>More extensions, by type and contents, after the others.</summary>
    public IReadOnlyList<(int Type, byte[] Data)> Extensions { get; init; } = [];

    /// <summary>The hello as one handshake record.</summary>
    public static byte[] WithSni(string serverName, params string[] protocols) =>
        new ClientHelloBytes { ServerName = serverName, Protocols = protocols }.Record();

    /// <summary>The handshake message with its header.</summary>
    public byte[] Message()
    {
        var suites = new WireBytes();
        var versions = new WireBytes();
        var extensions = new WireBytes();
        if (Grease)
        {
            suites.U16(0x2a2a);
            versions.U16(0xfafa);
            extensions.U16(0x3a3a).U16(0);
        }

        suites.Append(List(Suites));
        foreach (var version in Versions)
        {
            versions.U16(version);
        }

        if (ServerName.Length > 0)
        {
            var name = new WireBytes().U8(0).Vector16(new WireBytes().Text(ServerName).ToArray()).ToArray();
            extensions.U16(0).Vector16(new WireBytes().Vector16(name).ToArray());
        }

        extensions.U16(10).Vector16(new WireBytes().Vector16(new WireBytes().U16(29).U16(23).ToArray()).ToArray());
        if (Protocols.Count > 0)
        {
            var names = new WireBytes();
            foreach (var protocol in Protocols)
            {
                names.Vector8(new WireBytes().Text(protocol).ToArray());
            }

            extensions.U16(16).Vector16(new WireBytes().Vector16(names.ToArray()).ToArray());
        }

        if (Versions.Count > 0)
        {
            extensions.U16(43).Vector16(new WireBytes().Vector8(versions.ToArray()).ToArray());
        }

        if (SignatureAlgorithms.Count > 0)
        {
            extensions.U16(13).Vector16(new WireBytes().Vector16(List(SignatureAlgorithms)).ToArray());
        }

        foreach (var (type, data) in Extensions)
        {
            extensions.U16(type).Vector16(data);
        }

        if (Padding > 0)
        {
            extensions.U16(21).Vector16(new byte[Padding]);
        }

        var body = new WireBytes()
            .U16(LegacyVersion)
            .Append(TlsBytes.Random(1))
            .Vector8(SessionId)
            .Vector16(suites.ToArray())
            .Vector8([0])
            .Vector16(extensions.ToArray())
            .ToArray();
        return TlsBytes.Handshake(1, body);
    }

    /// <summary>The hello as one handshake record.</summary>
    public byte[] Record() => TlsBytes.Record(22, Message(), 0x0301);

    private static byte[] List(IEnumerable<int> values)
    {
        var list = new WireBytes();
        foreach (var value in values)
        {
            list.U16(value);
        }

        return list.ToArray();
    }
}
