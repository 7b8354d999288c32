using System.Globalization;

namespace RustNet.Core.Dpi.Protocols;

/// <summary>What the control connection of an FTP session told, or that a connection carries its data. A password is never kept.</summary>
internal sealed record FtpInfo : AppInfo
{
    /// <summary>What a data connection is called.</summary>
    public const string DataName = "FTP data";

    /// <inheritdoc/>
    public override string Protocol => "ftp";

    /// <summary>A data connection, whatever is sent over it.</summary>
    public static FtpInfo Data { get; } = new() { IsData = true };

    /// <summary>True for a data connection, of which nothing else is known.</summary>
    public bool IsData { get; private init; }

    /// <summary>True when the connection's initiator is the side that answers (the roles were taken from the content).</summary>
    public bool RepliesFromInitiator { get; init; }

    /// <summary>Argument of the last USER.</summary>
    public string? User { get; init; }

    /// <summary>Verb of the last command.</summary>
    public string? Command { get; init; }

    /// <summary>Code of the last reply; 0 while none was seen.</summary>
    public int Reply { get; init; }

    /// <summary>Text of the greeting.</summary>
    public string? Server { get; init; }

    /// <summary>Answer to SYST.</summary>
    public string? SystemName { get; init; }

    /// <summary>Mechanism that AUTH asked for.</summary>
    public string? Security { get; init; }

    /// <inheritdoc/>
    public override string DisplayName => IsData ? DataName : base.DisplayName;

    /// <inheritdoc/>
    public override string Summary => User is null ? DisplayName : $"FTP {User}";

    /// <inheritdoc/>
    public override void AddFields(List<AppField> fields)
    {
        if (IsData)
        {
            fields.Add(new("ftp.channel", "Channel", "data"));
        }

        if (!string.IsNullOrEmpty(User))
        {
            fields.Add(new("ftp.user", "User", User));
        }

        if (Command is not null)
        {
            fields.Add(new("ftp.command", "Last command", Command));
        }

        if (Reply > 0)
        {
            fields.Add(new("ftp.reply", "Last reply", Reply.ToString(CultureInfo.InvariantCulture)));
        }

        if (!string.IsNullOrEmpty(Server))
        {
            fields.Add(new("ftp.server", "Server", Server));
        }

        if (!string.IsNullOrEmpty(SystemName))
        {
            fields.Add(new("ftp.system", "System", SystemName));
        }

        if (Security is not null)
        {
            fields.Add(new("ftp.auth", "Security", Security));
        }
    }
}
