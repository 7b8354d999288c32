using System.Buffers.Binary;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Tls;

/// <content>What the hellos say, as facts.</content>
internal sealed partial class TlsDissector
{
    private const int MaxProtocolsLength = 256;
    private const int MaxProtocols = 16;

    /// <summary>Of every flow that is TLS and has not said more.</summary>
    private static readonly TlsInfo s_nothing = new();

    /// <summary>What is known after a ServerHello.</summary>
    /// <param name="known">What was known before.</param>
    /// <param name="hello">The hello.</param>
    /// <param name="isClientInitiator">Which side has turned out to be the client, where that matters.</param>
    internal static TlsInfo WithServerHello(TlsInfo? known, in TlsServerHello hello, bool? isClientInitiator = null)
    {
        var info = known ?? s_nothing;
        return info with
        {
            Version = hello.Version,
            CipherSuite = hello.CipherSuite,
            ChosenProtocol = hello.ProtocolName.IsEmpty ? null : WireText.Clean(hello.ProtocolName),
            IsRetrying = hello.IsRetryRequest,
            Resumption = ResumptionBy(info, hello),
            IsClientInitiator = isClientInitiator,
        };
    }

    /// <summary>What is known after a ClientHello, or after the part of one that <paramref name="isWhole"/> denies.</summary>
    /// <param name="known">What was known before.</param>
    /// <param name="hello">The hello.</param>
    /// <param name="isWhole">Whether all of it was there.</param>
    /// <param name="transport">What carried it, as <see cref="Ja4"/> names it.</param>
    /// <param name="isClientInitiator">Which side has turned out to be the client, where that matters.</param>
    internal static TlsInfo WithClientHello(
        TlsInfo? known, in TlsClientHello hello, bool isWhole, char transport = Ja4.Tcp, bool? isClientInitiator = null)
    {
        var name = hello.ServerName;
        var cleaned = name.IsEmpty ? null : WireText.Clean(name);
        return (known ?? s_nothing) with
        {
            VersionOffered = HighestVersion(hello),
            ServerName = cleaned,
            ValidServerName = WireText.TryHostName(name, out var valid, cleaned) ? valid : null,
            ProtocolsOffered = ProtocolList(hello.ProtocolNames),
            HasClientHello = isWhole,
            IsClientInitiator = isClientInitiator,
            SessionOffered = NumberOf(hello.SessionId),
            HasTicket = hello.HasTicket,
            Encrypted = hello.Encrypted,
            Ja4 = isWhole ? Ja4.Of(hello, transport) : null,
        };
    }

    /// <summary>What the ServerHello itself tells of resumption (RFC 8446 §4.2.11, RFC 5246 §7.4.1.3, RFC 5077 §3.4).</summary>
    private static TlsResumption ResumptionBy(TlsInfo info, in TlsServerHello hello)
    {
        if (TlsVersions.Rank(hello.Version) >= TlsVersions.Tls13)
        {
            return hello.HasPreSharedKey ? TlsResumption.PreSharedKey : TlsResumption.None;
        }

        // A hello cut short may have had a ticket in the part that was not seen.
        return !info.HasClientHello || hello.SessionId.IsEmpty || NumberOf(hello.SessionId) != info.SessionOffered ? TlsResumption.None
            : info.HasTicket ? TlsResumption.Ticket
            : TlsResumption.SessionId;
    }

    /// <summary>A number for a session id, so that it need not be kept (FNV-1a); 0 for none.</summary>
    private static ulong NumberOf(ReadOnlySpan<byte> sessionId)
    {
        const ulong Offset = 0xcbf2_9ce4_8422_2325;
        const ulong Prime = 0x0000_0100_0000_01b3;
        if (sessionId.IsEmpty)
        {
            return 0;
        }

        var number = Offset;
        foreach (var octet in sessionId)
        {
            number = (number ^ octet) * Prime;
        }

        return number;
    }

    private static ushort HighestVersion(in TlsClientHello hello)
    {
        var highest = (ushort)0;
        for (var list = hello.SupportedVersions; list.Length >= 2; list = list[2..])
        {
            var version = BinaryPrimitives.ReadUInt16BigEndian(list);
            if (!TlsVersions.IsGrease(version) && TlsVersions.Name(version) is not null && TlsVersions.Rank(version) > TlsVersions.Rank(highest))
            {
                highest = version;
            }
        }

        return highest == 0 ? hello.LegacyVersion : highest;
    }

    /// <summary>ALPN names joined by commas, without GREASE (RFC 8701 §3).</summary>
    private static string? ProtocolList(ReadOnlySpan<byte> names)
    {
        if (names.SequenceEqual("\u0002h2\u0008http/1.1"u8))
        {
            return "h2,http/1.1";   // what nearly every browser and library offers
        }

        string? text = null;
        var reader = new WireReader(names);
        for (var count = 0; count < MaxProtocols && !(text?.Length >= MaxProtocolsLength) && reader.TryTakeVector8(out var name); count++)
        {
            if (name.IsEmpty || TlsVersions.IsGrease(name))
            {
                continue;
            }

            text = text is null ? WireText.Clean(name) : $"{text},{WireText.Clean(name)}";
        }

        return text;
    }
}
