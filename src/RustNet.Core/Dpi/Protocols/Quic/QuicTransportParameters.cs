using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>Transport parameters of a hello (RFC 9000 §18).</summary>
internal static class QuicTransportParameters
{
    private const ulong MaxIdleTimeout = 0x01;   // RFC 9000 §18.2: milliseconds; 0 or absent for none

    /// <summary>max_idle_timeout in milliseconds; 0 where there is none. The list of drafts before 27, which had another form, answers 0.</summary>
    public static ulong IdleTimeoutOf(ReadOnlySpan<byte> parameters)
    {
        var reader = new WireReader(parameters);
        while (reader.TryReadVarint(out var id) && reader.TryTakeVarintVector(out var value))
        {
            if (id == MaxIdleTimeout)
            {
                var number = new WireReader(value);
                return number.TryReadVarint(out var milliseconds) && number.AtEnd ? milliseconds : 0;
            }
        }

        return 0;
    }
}
