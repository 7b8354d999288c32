using System.Text;
using RustNet.Core.Dpi.Protocols.Http;

namespace RustNet.Core.Dpi.Protocols;

/// <summary>
/// SSDP (UPnP Device Architecture 2.0 §1) by its start line, on any port: HTTP messages in datagrams whose target is <c>*</c>, or
/// responses that have an ST or USN field (on its own port also without: nothing else sends HTTP/1 in datagrams there).
/// </summary>
internal sealed class SsdpDissector : IDissector
{
    private const ushort Port = 1900;
    private const int MaxTargets = 4;

    /// <inheritdoc/>
    public DissectorTraits Traits { get; } = new("ssdp", Transports.Udp, [Port]) { States = static () => SsdpInfo.States };

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload)
    {
        var bytes = payload.Bytes;
        var position = 0;
        if (!StartsAlike(bytes) || !HttpHead.TryTakeLine(bytes, ref position, out var line) || !TryReadKind(line, out var kind))
        {
            return Finding.Malformed;
        }

        var fields = default(Fields);
        while (HttpHead.TryTakeLine(bytes, ref position, out line) && !line.IsEmpty)
        {
            var colon = line.IndexOf((byte)':');
            if (colon > 0)
            {
                fields.Take(line[..colon].TrimEnd((byte)' '), line[(colon + 1)..].Trim(" \t"u8));
            }
        }

        if (kind == SsdpKind.Response && fields.Target.IsEmpty && fields.ServiceName.IsEmpty && !payload.HasPort(Port))
        {
            return Finding.Malformed;
        }

        var known = payload.Current as SsdpInfo;
        var info = Merge(known, kind, fields);
        return Finding.Complete(ReferenceEquals(info, known) ? null : info);
    }

    private static bool StartsAlike(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("M-SEARCH * HTTP/1."u8) || bytes.StartsWith("NOTIFY * HTTP/1."u8) || bytes.StartsWith("HTTP/1."u8);

    private static bool TryReadKind(ReadOnlySpan<byte> line, out SsdpKind kind)
    {
        kind = line[0] switch
        {
            (byte)'M' => SsdpKind.Search,
            (byte)'N' => SsdpKind.Notify,
            _ => SsdpKind.Response,
        };
        return kind == SsdpKind.Response
            ? HttpStartLine.TryReadStatus(line, out _, out _)
            : line.TrimEnd((byte)' ')[^2] == '.' && char.IsAsciiDigit((char)line.TrimEnd((byte)' ')[^1]);
    }

    private static SsdpInfo Merge(SsdpInfo? known, SsdpKind kind, in Fields fields)
    {
        var info = known ?? new SsdpInfo { Kind = kind };
        if (info.Kind != kind)
        {
            info = info with { Kind = kind };
        }

        if (!fields.Target.IsEmpty && info.Targets.Length < MaxTargets && !IsAmong(fields.Target, info))
        {
            info = info with { Targets = info.Targets.Add(WireText.Clean(fields.Target)) };
        }

        if (IsNew(fields.SubType, info.SubType) || IsNew(fields.Server, info.Server) || IsNew(fields.UserAgent, info.UserAgent)
            || IsNew(fields.ServiceName, info.ServiceName) || IsNew(fields.Location, info.Location))
        {
            info = info with
            {
                SubType = info.SubType ?? Text(fields.SubType),
                Server = info.Server ?? Text(fields.Server),
                UserAgent = info.UserAgent ?? Text(fields.UserAgent),
                ServiceName = info.ServiceName ?? Text(fields.ServiceName),
                Location = info.Location ?? Text(fields.Location),
            };
        }

        return info;
    }

    private static bool IsAmong(ReadOnlySpan<byte> target, SsdpInfo info)
    {
        foreach (var known in info.Targets)
        {
            if (Ascii.Equals(target, known))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNew(ReadOnlySpan<byte> value, string? known) => known is null && !value.IsEmpty;

    private static string? Text(ReadOnlySpan<byte> value) => value.IsEmpty ? null : WireText.Clean(value);

    /// <summary>The header fields that are kept, viewed in place.</summary>
    private ref struct Fields
    {
        public ReadOnlySpan<byte> Target { get; private set; }

        public ReadOnlySpan<byte> SubType { get; private set; }

        public ReadOnlySpan<byte> Server { get; private set; }

        public ReadOnlySpan<byte> UserAgent { get; private set; }

        public ReadOnlySpan<byte> ServiceName { get; private set; }

        public ReadOnlySpan<byte> Location { get; private set; }

        public void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
        {
            if (Ascii.EqualsIgnoreCase(name, "ST"u8) || Ascii.EqualsIgnoreCase(name, "NT"u8))
            {
                Target = value;
            }
            else if (Ascii.EqualsIgnoreCase(name, "NTS"u8))
            {
                SubType = value;
            }
            else if (Ascii.EqualsIgnoreCase(name, "SERVER"u8))
            {
                Server = value;
            }
            else if (Ascii.EqualsIgnoreCase(name, "USER-AGENT"u8))
            {
                UserAgent = value;
            }
            else if (Ascii.EqualsIgnoreCase(name, "USN"u8))
            {
                ServiceName = value;
            }
            else if (Ascii.EqualsIgnoreCase(name, "LOCATION"u8))
            {
                Location = value;
            }
        }
    }
}
