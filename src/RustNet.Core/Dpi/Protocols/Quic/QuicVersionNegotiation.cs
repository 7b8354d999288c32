using System.Text;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>Version Negotiation packets (RFC 9000 §17.2.1).</summary>
internal static class QuicVersionNegotiation
{
    private const int MaxNamed = 16;

    /// <summary>
    /// Names the versions a server offers, without those that only exercise negotiation. <see langword="false"/> when the packet is no
    /// whole list, or has no version that is known.
    /// </summary>
    public static bool TryRead(in QuicLongPacket packet, bool isCut, out string versions)
    {
        versions = "";
        if (isCut || packet.Rest.IsEmpty || packet.Rest.Length % sizeof(uint) != 0 || !HasKnown(packet.Rest))
        {
            return false;
        }

        versions = Text(packet.Rest);
        return versions.Length > 0;
    }

    /// <summary>A list of versions, comma-separated, without those that only exercise negotiation (RFC 9000 §15).</summary>
    public static string Text(ReadOnlySpan<byte> list)
    {
        var text = new StringBuilder();
        var reader = new WireReader(list);
        for (var count = 0; count < MaxNamed && reader.TryReadUInt32(out var version); count++)
        {
            if (!QuicVersions.IsReserved(version))
            {
                text.Append(text.Length == 0 ? "" : ", ").Append(QuicVersions.Text(version));
            }
        }

        return text.ToString();
    }

    private static bool HasKnown(ReadOnlySpan<byte> list)
    {
        var reader = new WireReader(list);
        while (reader.TryReadUInt32(out var version))
        {
            if (QuicVersions.ProtectionOf(version) is not null || QuicVersions.IsEarlyGoogle(version))
            {
                return true;
            }
        }

        return false;
    }
}
