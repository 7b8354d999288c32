namespace RustNet.Core.Wire;

/// <summary>What the fragments of one datagram share (RFC 791 §2.3, RFC 8200 §4.5).</summary>
internal readonly record struct FragmentKey(UInt128 Source, UInt128 Destination, uint Identification, byte Protocol, NetworkLayer Network)
{
    public static FragmentKey Of(in Frame frame, in FragmentPart part) =>
        new(frame.Source, frame.Destination, part.Identification, part.Protocol, frame.Network);
}

/// <summary>What only the first fragment knows of the connection.</summary>
internal readonly record struct FragmentName(IpProtocol Protocol, ushort SourcePort, ushort DestinationPort);
