using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Snmp;

/// <summary>SNMP versions 1, 2c and 3 over UDP on any port: the nested types and ranges of a message are its signature.</summary>
internal sealed class SnmpDissector : IDissector
{
    /// <inheritdoc/>
    public DissectorTraits Traits { get; } = new("snmp", Transports.Udp, [161, 162]) { FollowsFlow = true, States = static () => SnmpInfo.States };

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload)
    {
        var status = SnmpMessage.Parse(payload.Bytes, out var message);
        if (status == ParseStatus.Malformed || (status == ParseStatus.Truncated && !payload.EndsInGap))
        {
            return Finding.Malformed;
        }

        var known = payload.Current as SnmpInfo;
        var info = SnmpInfo.After(known, message);
        return Finding.Complete(ReferenceEquals(info, known) ? null : info);
    }
}
