using System.Text;
using RustNet.Core.Dpi.Protocols.Http;

namespace RustNet.Core.Dpi.Protocols;

/// <summary>
/// FTP control connections (RFC 959), by the commands and replies that SMTP, POP3 and NNTP do not share. A 220 greeting alone
/// decides only where it says FTP, or where nothing speaks against it on FTP's own port. The data connections that PASV, EPSV, PORT
/// and EPRT announce are flows of their own and take their name from here. After AUTH the connection is handed over to TLS.
/// </summary>
internal sealed class FtpDissector : IDissector
{
    private const ushort Port = 21;
    private const int MaxUndecided = 4096;   // bytes of a direction that wait for a line that decides
    private const int MaxLineLength = 4096;
    private const int AuthAccepted = 234;    // RFC 2228 §5
    private const int Greeting = 220;
    private const int SystemType = 215;
    private const byte TelnetCommands = 0xf0;

    /// <inheritdoc/>
    public DissectorTraits Traits { get; } = new("ftp", Transports.Tcp, [Port]) { FollowsFlow = true, Names = ["ftp", FtpInfo.DataName] };

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload) => payload.Current is FtpInfo known ? Follow(payload, known) : Recognise(payload);

    private static Finding Recognise(in Payload payload)
    {
        var bytes = payload.Bytes;
        var areReplies = bytes.Length > 0 && bytes[0] is >= (byte)'1' and <= (byte)'6';
        var position = 0;
        var isFirst = true;
        while (HttpHead.TryTakeLine(bytes, ref position, out var line))
        {
            var verdict = areReplies ? JudgeReply(payload, line, isFirst) : JudgeCommand(payload, line);
            if (verdict == FtpVerdict.Yes)
            {
                // From the first line on, now that it is known how to read them.
                return Follow(payload, new FtpInfo { RepliesFromInitiator = payload.FromInitiator == areReplies });
            }

            if (verdict == FtpVerdict.No || payload.StartsInGap)
            {
                return Finding.Malformed;
            }

            isFirst = false;
        }

        var rest = bytes[position..];
        var mayGoOn = areReplies
            ? !payload.StartsInGap && (!isFirst || FtpVocabulary.CouldBecomeReply(rest))
            : rest.IsEmpty || FtpVocabulary.CouldBecomeCommand(rest);
        return mayGoOn && bytes.Length < MaxUndecided ? Finding.Truncated() : Finding.Malformed;
    }

    private static FtpVerdict JudgeReply(in Payload payload, ReadOnlySpan<byte> line, bool isFirst)
    {
        if (!FtpVocabulary.TryReadReply(line, out var code, out var text))
        {
            // Text inside a reply of several lines.
            return isFirst || line.ContainsAnyInRange((byte)0, (byte)8) ? FtpVerdict.No : FtpVerdict.Perhaps;
        }

        if (payload.StartsInGap && !payload.HasPort(Port))
        {
            return FtpVocabulary.AnnouncesPort(code, text) ? FtpVerdict.Yes : FtpVerdict.No;
        }

        var verdict = isFirst && !payload.StartsInGap ? FtpVocabulary.JudgeGreeting(code, text) : FtpVocabulary.JudgeReply(code, text);
        return verdict == FtpVerdict.Perhaps && payload.HasPort(Port) ? FtpVerdict.Yes : verdict;
    }

    private static FtpVerdict JudgeCommand(in Payload payload, ReadOnlySpan<byte> line)
    {
        var verdict = FtpVocabulary.JudgeCommand(line, out _, out _);
        return verdict == FtpVerdict.Perhaps && payload.HasPort(Port) ? FtpVerdict.Yes : verdict;
    }

    /// <summary>One line of a connection that is known to be FTP.</summary>
    private static Finding Follow(in Payload payload, FtpInfo known)
    {
        var bytes = payload.Bytes;
        var position = 0;
        while (position + 1 < bytes.Length && bytes[position] >= TelnetCommands)
        {
            position += 2;   // IAC IP, IAC DM before ABOR (RFC 959 §4.1.3)
        }

        if (!HttpHead.TryTakeLine(bytes, ref position, out var line))
        {
            return bytes.Length - position < MaxLineLength ? Finding.Truncated() : Finding.Malformed;
        }

        return payload.FromInitiator == known.RepliesFromInitiator
            ? OnReply(payload, known, line, position)
            : OnCommand(payload, known, line, position);
    }

    private static Finding OnCommand(in Payload payload, FtpInfo known, ReadOnlySpan<byte> line, int length)
    {
        var verdict = FtpVocabulary.JudgeCommand(line, out var verb, out var argument);
        if (verb is null || (payload.StartsInGap && verdict == FtpVerdict.No))
        {
            // An extension, or no longer FTP.
            return payload.StartsInGap || !IsPlain(line) ? Finding.Malformed : Complete(payload, known, known, length);
        }

        var info = known.Command == verb ? known : known with { Command = verb };
        if (verb == "USER" && !argument.IsEmpty && !Equals(argument, info.User))
        {
            info = info with { User = WireText.Clean(argument) };
        }
        else if (verb == "AUTH" && verdict == FtpVerdict.Yes && !Equals(argument, info.Security))
        {
            info = info with { Security = WireText.Clean(argument) };
        }

        var finding = Complete(payload, known, info, length);
        return FtpDataPort.TryReadCommand(verb, argument, out var port) ? finding with { Announces = Data(payload, port) } : finding;
    }

    private static Finding OnReply(in Payload payload, FtpInfo known, ReadOnlySpan<byte> line, int length)
    {
        if (!FtpVocabulary.TryReadReply(line, out var code, out var text))
        {
            return payload.StartsInGap || !IsPlain(line) ? Finding.Malformed : Complete(payload, known, known, length);
        }

        var info = known;
        if (code == Greeting && string.IsNullOrEmpty(known.Server) && known.Reply is 0 or 120 or Greeting)
        {
            info = info with { Server = WireText.Clean(TrimDecoration(text)) };
        }
        else if (code == SystemType && known.SystemName is null && known.Command is "SYST" or null)
        {
            info = info with { SystemName = WireText.Clean(text.Trim((byte)' ')) };
        }

        info = info.Reply == code ? info : info with { Reply = code };
        if (code == AuthAccepted && FtpVocabulary.IsLastLine(line))
        {
            return Finding.Complete(info, length, Interest.HandOver);
        }

        var finding = Complete(payload, known, info, length);
        return FtpDataPort.TryReadReply(code, text, out var port) ? finding with { Announces = Data(payload, port) } : finding;
    }

    /// <summary>Whoever names a port listens at it.</summary>
    private static AnnouncedFlow Data(in Payload payload, ushort port) => new(payload.FromInitiator, port, FtpInfo.Data);

    private static Finding Complete(in Payload payload, FtpInfo known, FtpInfo info, int length) =>
        Finding.Complete(ReferenceEquals(info, known) && payload.Current is not null ? null : info, length);

    /// <summary>Greetings stand in parentheses, or between dashes and stars.</summary>
    private static ReadOnlySpan<byte> TrimDecoration(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" -=*"u8);
        return text.Length > 2 && text[0] == '(' && text[^1] == ')' ? text[1..^1] : text;
    }

    private static bool IsPlain(ReadOnlySpan<byte> line) => !line.ContainsAnyInRange((byte)0, (byte)8);

    private static bool Equals(ReadOnlySpan<byte> bytes, string? text) => text is not null && Ascii.Equals(bytes, text);
}
