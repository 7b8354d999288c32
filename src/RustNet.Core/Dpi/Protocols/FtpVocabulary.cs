using System.Text;

namespace RustNet.Core.Dpi.Protocols;

/// <summary>What a line of a control connection says about its protocol.</summary>
internal enum FtpVerdict : byte
{
    /// <summary>Not FTP.</summary>
    No,

    /// <summary>FTP, but protocols of the same family would say it too.</summary>
    Perhaps,

    /// <summary>Only FTP says this.</summary>
    Yes,
}

/// <summary>
/// Commands and replies of FTP (RFC 959, 2228, 2389, 2428, 3659, 7151) and which of them tell it from SMTP, POP3 and NNTP, whose
/// lines look the same.
/// </summary>
internal static class FtpVocabulary
{
    private const int MaxVerbLength = 4;
    private const int CodeLength = 3;

    private static readonly string[] s_shared =
    [
        "USER", "PASS", "ACCT", "QUIT", "REIN", "NOOP", "HELP", "STAT", "HOST", "SITE", "REST", "RETR", "LIST", "STOR", "STOU", "APPE", "ALLO",
        "RNFR", "RNTO", "ABOR", "DELE", "RMD", "MKD", "NLST", "MODE", "STRU", "SMNT", "LANG", "CCC", "MIC", "CONF", "ENC", "ADAT", "XMKD", "XRMD",
        "MFMT", "LPRT", "LPSV",
    ];

    private static readonly string[] s_own =
    [
        "PASV", "EPSV", "PORT", "EPRT", "SYST", "FEAT", "TYPE", "CWD", "CDUP", "PWD", "XPWD", "XCWD", "XCUP", "SIZE", "MDTM", "MLSD", "MLST",
        "PBSZ", "PROT", "AUTH", "OPTS", "CLNT",
    ];

    /// <summary>Splits a command line. <paramref name="verb"/> is one of the known ones or <see langword="null"/>.</summary>
    public static FtpVerdict JudgeCommand(ReadOnlySpan<byte> line, out string? verb, out ReadOnlySpan<byte> argument)
    {
        var space = line.IndexOf((byte)' ');
        var word = space < 0 ? line : line[..space];
        argument = space < 0 ? default : line[(space + 1)..].Trim((byte)' ');
        verb = null;
        if (word.Length is < 3 or > MaxVerbLength || line.ContainsAnyInRange((byte)0, (byte)8))
        {
            return FtpVerdict.No;
        }

        if ((verb = Find(s_own, word)) is not null)
        {
            return IsOwn(verb, argument) ? FtpVerdict.Yes : FtpVerdict.No;
        }

        return (verb = Find(s_shared, word)) is not null ? FtpVerdict.Perhaps : FtpVerdict.No;
    }

    /// <summary>Whether bytes without a line end may become a command that is known.</summary>
    public static bool CouldBecomeCommand(ReadOnlySpan<byte> bytes)
    {
        var space = bytes.IndexOf((byte)' ');
        var word = (space < 0 ? bytes : bytes[..space]).TrimEnd((byte)'\r');
        return space < 0
            ? word.Length <= MaxVerbLength && (StartsAny(s_own, word) || StartsAny(s_shared, word))
            : Find(s_own, word) is not null || Find(s_shared, word) is not null;
    }

    /// <summary>Splits a reply line, <c>code SP text</c> or <c>code-text</c> (RFC 959 §4.2).</summary>
    public static bool TryReadReply(ReadOnlySpan<byte> line, out int code, out ReadOnlySpan<byte> text)
    {
        code = 0;
        text = default;
        if (line.Length < CodeLength || !CouldBecomeReply(line) || line.ContainsAnyInRange((byte)0, (byte)8))
        {
            return false;
        }

        code = ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + (line[2] - '0');
        text = line.Length > CodeLength ? line[(CodeLength + 1)..] : default;
        return true;
    }

    /// <summary>Whether a reply ends with this line: <c>code-</c> means that more lines follow (RFC 959 §4.2).</summary>
    public static bool IsLastLine(ReadOnlySpan<byte> line) => line.Length <= CodeLength || line[CodeLength] != '-';

    /// <summary>Whether bytes are, or may become, the front of a reply.</summary>
    public static bool CouldBecomeReply(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < Math.Min(bytes.Length, CodeLength); i++)
        {
            if (bytes[i] < '0' || bytes[i] > (i == 0 ? '6' : i == 1 ? '5' : '9') || (i == 0 && bytes[i] == '0'))
            {
                return false;
            }
        }

        return bytes.Length <= CodeLength || bytes[CodeLength] is (byte)' ' or (byte)'-' or (byte)'\r';
    }

    /// <summary>What the first reply of a server says.</summary>
    public static FtpVerdict JudgeGreeting(int code, ReadOnlySpan<byte> text) =>
        code is not (220 or 120 or 421 or 500 or 530 or 550) || text.IndexOf("SMTP"u8) >= 0 || text.IndexOf("NNTP"u8) >= 0 ? FtpVerdict.No
        : text.IndexOf("FTP"u8) >= 0 || text.IndexOf("FileZilla"u8) >= 0 ? FtpVerdict.Yes
        : FtpVerdict.Perhaps;

    /// <summary>What a later reply says, where the greeting fits.</summary>
    public static FtpVerdict JudgeReply(int code, ReadOnlySpan<byte> text) => code switch
    {
        331 or 332 or 230 or 232 or 234 or 227 or 228 or 229 or 257 or 215 or 150 or 125 or 226 or 350 => FtpVerdict.Yes,
        220 or 120 => JudgeGreeting(code, text),
        200 or 202 or 211 or 212 or 213 or 214 or 221 or 421 or 425 or 426 or (>= 450 and <= 452) or (>= 500 and <= 504) or (>= 530 and <= 536)
            or (>= 550 and <= 553) => FtpVerdict.Perhaps,
        _ => FtpVerdict.No,   // 235, 250, 251, 252, 334, 354 are SMTP's
    };

    /// <summary>A reply that announces where the data connection is (RFC 959 §4.1.2, RFC 2428 §3): nothing else looks like it.</summary>
    public static bool AnnouncesPort(int code, ReadOnlySpan<byte> text) =>
        (code == 227 && Count(text, (byte)',') == 5) || (code == 229 && text.IndexOf("(|||"u8) >= 0);

    private static bool IsOwn(string verb, ReadOnlySpan<byte> argument) => verb switch
    {
        "PORT" => Count(argument, (byte)',') == 5,
        "EPRT" => argument.Length > 1 && argument[0] == argument[^1] && Count(argument, argument[0]) == 4,
        "TYPE" => argument.Length is 1 or 3 && (argument[0] | 0x20) is 'a' or 'i' or 'e' or 'l',
        "AUTH" => Ascii.EqualsIgnoreCase(argument, "TLS"u8) || Ascii.EqualsIgnoreCase(argument, "SSL"u8)
            || Ascii.EqualsIgnoreCase(argument, "TLS-C"u8) || Ascii.EqualsIgnoreCase(argument, "TLS-P"u8),
        "PASV" or "SYST" or "CDUP" or "PWD" or "XPWD" or "XCUP" => argument.IsEmpty,
        "CWD" or "XCWD" or "SIZE" or "MDTM" or "PBSZ" or "PROT" or "OPTS" or "CLNT" => !argument.IsEmpty,
        _ => true,
    };

    private static string? Find(string[] verbs, ReadOnlySpan<byte> word)
    {
        foreach (var verb in verbs)
        {
            if (Ascii.EqualsIgnoreCase(word, verb))
            {
                return verb;
            }
        }

        return null;
    }

    private static bool StartsAny(string[] verbs, ReadOnlySpan<byte> word)
    {
        foreach (var verb in verbs)
        {
            if (word.Length <= verb.Length && Ascii.EqualsIgnoreCase(word, verb.AsSpan(0, word.Length)))
            {
                return true;
            }
        }

        return false;
    }

    private static int Count(ReadOnlySpan<byte> text, byte value) => text.Count(value);
}
