using System.Globalization;
using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Icmp;

/// <summary>
/// The packet that an error is about: its start, as the error quotes it. Often no more than eight bytes of its transport are
/// there, which is enough for ports.
/// </summary>
internal readonly record struct QuotedPacket
{
    private const int EchoLength = 8;       // up to here the identifier is whole

    /// <summary>The parsers' workplace. What is odd about a quote is no oddity of the capture.</summary>
    [ThreadStatic]
    private static ParseContext? s_context;

    private UInt128 Source { get; init; }

    private UInt128 Destination { get; init; }

    private ushort SourcePort { get; init; }

    private ushort DestinationPort { get; init; }

    private NetworkLayer Network { get; init; }

    private IpProtocol Protocol { get; init; }

    private bool HasPorts { get; init; }

    /// <summary>Protocol and receiver: <c>udp 10.0.0.9:53</c>.</summary>
    public string Target => $"{ProtocolName} {FlowText.Endpoint(Destination, DestinationPort, HasPorts)}{IdentifierText}";

    private string ProtocolName => FlowText.ProtocolName(Network, Protocol);

    private string IdentifierText => HasPorts || SourcePort == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" id {SourcePort}");

    /// <summary>Reads a quote; false where it does not reach to what tells its connection. Allocates nothing after the first time.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, bool isIPv6, out QuotedPacket packet)
    {
        packet = default;
        var context = s_context ??= new ParseContext();
        var layer = new Layer(bytes, bytes.Length);
        var frame = default(Frame);
        var oddity = isIPv6
            ? IPv6Header.Parse(context, ref layer, ref frame, out var part)
            : IPv4Header.Parse(context, ref layer, ref frame, out part);
        if (oddity != FrameOddity.None)
        {
            return false;
        }

        var hasPorts = false;
        if (!part.IsLater)
        {
            if (frame.Protocol is IpProtocol.Icmp or IpProtocol.IcmpV6 && layer.Bytes.Length < EchoLength
                || TransportHeader.Parse(context, layer, part.More, ref frame) != FrameOddity.None)
            {
                return false;
            }

            hasPorts = frame.Protocol is IpProtocol.Tcp or IpProtocol.Udp or IpProtocol.Sctp;
        }

        packet = new QuotedPacket
        {
            Network = frame.Network,
            Protocol = frame.Protocol,
            Source = frame.Source,
            Destination = frame.Destination,
            SourcePort = frame.SourcePort,
            DestinationPort = frame.DestinationPort,
            HasPorts = hasPorts,
        };
        return true;
    }

    /// <summary>All of it: <c>udp 10.0.0.2:5353 -> 10.0.0.9:53</c>.</summary>
    public override string ToString() =>
        $"{ProtocolName} {FlowText.Endpoint(Source, SourcePort, HasPorts)} -> {FlowText.Endpoint(Destination, DestinationPort, HasPorts)}{IdentifierText}";
}
