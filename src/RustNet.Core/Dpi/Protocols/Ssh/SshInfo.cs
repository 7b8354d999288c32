using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Ssh;

/// <summary>How far an SSH connection has come; the names are those of <see cref="AppInfo.Phase"/> (SPEC §6).</summary>
internal enum SshPhase : byte
{
    /// <summary>Identification strings are being exchanged.</summary>
    Banner,

    /// <summary>Algorithms and keys are being agreed on.</summary>
    KeyExchange,

    /// <summary>Both sides encrypt; the user has not been let in yet, as far as lengths tell.</summary>
    Authentication,

    /// <summary>The user has been let in.</summary>
    Established,
}

/// <summary>The identification strings of an SSH connection, what was agreed on, and how far it has come.</summary>
internal sealed record SshInfo : AppInfo
{
    // Order of SshPhase
    private static readonly string[] s_phases = ["BANNER", "KEYEXCHANGE", "AUTHENTICATION", "ESTABLISHED"];

    /// <summary>Every <see cref="Phase"/>.</summary>
    public static IEnumerable<string> Phases => s_phases;

    /// <inheritdoc/>
    public override string Protocol => "ssh";

    /// <summary>The initiator's identification string, whole, without the line end.</summary>
    public string? Client { get; init; }

    /// <summary>The responder's identification string, whole, without the line end.</summary>
    public string? Server { get; init; }

    /// <summary>Key exchange method agreed on.</summary>
    public string? KeyExchange { get; init; }

    /// <summary>Cipher agreed on from server to client.</summary>
    public string? Cipher { get; init; }

    /// <summary>How far it has come; never goes back.</summary>
    public SshPhase Stage { get; init; }

    /// <summary>True when one side can only speak SSH-1: then both do.</summary>
    public bool IsVersion1 => IsOld(Client) || IsOld(Server);

    /// <inheritdoc/>
    public override string Summary => Software is { } software ? $"SSH {software}" : DisplayName;

    /// <inheritdoc/>
    public override string Phase => s_phases[(int)Stage];

    /// <inheritdoc/>
    public override long? IdleTimeout => 30 * PacketTime.Minute;

    /// <inheritdoc/>
    public override void AddFields(List<AppField> fields)
    {
        fields.Add(new("ssh.phase", "Phase", Phase));
        if (Version is { } version)
        {
            fields.Add(new("ssh.version", "Version", version));
        }

        if (Software is { } software)
        {
            fields.Add(new("ssh.software", "Software", software));
        }

        if (Client is not null)
        {
            fields.Add(new("ssh.client", "Client", Client));
        }

        if (Server is not null)
        {
            fields.Add(new("ssh.server", "Server", Server));
        }

        if (KeyExchange is not null)
        {
            fields.Add(new("ssh.kex", "Key exchange", KeyExchange));
        }

        if (Cipher is not null)
        {
            fields.Add(new("ssh.cipher", "Cipher", Cipher));
        }
    }

    /// <summary>Protocol version in use: that of the older side; 1.99 stands for both (RFC 4253 §5.1) and says nothing alone.</summary>
    private string? Version => (VersionOf(Client), VersionOf(Server)) switch
    {
        (null or "1.99", null or "1.99") => Client is null || Server is null ? null : "2.0",
        (null or "1.99", var server) => server,
        (var client, null or "1.99") => client,
        var (client, server) => string.CompareOrdinal(client, server) < 0 ? client : server,
    };

    /// <summary>The server's software version (RFC 4253 §4.2).</summary>
    private string? Software
    {
        get
        {
            if (Server is null)
            {
                return null;
            }

            var software = Server[(Server.IndexOf('-', SshBanner.Prefix.Length) + 1)..];
            var comment = software.IndexOf(' ');
            software = comment < 0 ? software : software[..comment];
            return software.Length > 0 ? software : null;
        }
    }

    private static string? VersionOf(string? banner) =>
        banner?[SshBanner.Prefix.Length..banner.IndexOf('-', SshBanner.Prefix.Length)];

    // Asked for every packet.
    private static bool IsOld(string? banner)
    {
        var version = banner is null ? default : banner.AsSpan(SshBanner.Prefix.Length);
        return version.StartsWith("1.") && !version.StartsWith("1.99-");
    }
}
