using System.Globalization;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Tls;

/// <summary>What a TLS handshake said in the clear.</summary>
internal sealed record TlsInfo() : AppInfo("tls")
{
    /// <summary>The server's choice; <see langword="null"/> until its hello was seen.</summary>
    public ushort? Version { get; init; }

    /// <summary>The highest version the client offered; <see langword="null"/> until its hello was seen.</summary>
    public ushort? VersionOffered { get; init; }

    /// <summary>The cipher suite the server chose.</summary>
    public ushort? CipherSuite { get; init; }

    /// <summary>Server name indication as it was sent, cleaned.</summary>
    public string? ServerName { get; init; }

    /// <summary>The server name where it is a valid one.</summary>
    public string? ValidServerName { get; init; }

    /// <summary>ALPN protocols the client offered, comma-separated.</summary>
    public string? ProtocolsOffered { get; init; }

    /// <summary>ALPN protocol the server chose in the clear.</summary>
    public string? ChosenProtocol { get; init; }

    /// <summary>The client's whole hello was seen.</summary>
    public bool HasClientHello { get; init; }

    /// <summary>The last server hello asked the client to try again: one more of each follows.</summary>
    public bool IsRetrying { get; init; }

    /// <inheritdoc/>
    public override string? HostName => ValidServerName;

    /// <inheritdoc/>
    public override string Summary => ChosenProtocol is { } chosen ? $"{base.Summary} ({chosen})" : base.Summary;

    /// <inheritdoc/>
    public override long? IdleTimeout => 10 * PacketTime.Minute;

    /// <inheritdoc/>
    public override IEnumerable<AppField> Fields
    {
        get
        {
            if (ServerName is not null)
            {
                yield return new("tls.sni", "Server name", ServerName);
            }

            if (Version is { } version)
            {
                yield return new("tls.version", "Version", VersionText(version));
            }
            else if (VersionOffered is { } offered)
            {
                yield return new("tls.version_offered", "Version offered", VersionText(offered));
            }

            if (CipherSuite is { } suite)
            {
                var number = string.Create(CultureInfo.InvariantCulture, $"0x{suite:x4}");
                if (TlsCipherSuites.Name(suite) is { } name)
                {
                    yield return new("tls.cipher", "Cipher suite", name);
                }

                yield return new("tls.cipher_id", "Cipher suite number", number);
            }

            if (ChosenProtocol is not null)
            {
                yield return new("tls.alpn", "ALPN", ChosenProtocol);
            }

            if (ProtocolsOffered is not null)
            {
                yield return new("tls.alpn_offered", "ALPN offered", ProtocolsOffered);
            }
        }
    }

    private static string VersionText(ushort version) =>
        TlsVersions.Name(version) ?? string.Create(CultureInfo.InvariantCulture, $"0x{version:x4}");
}
