using RustNet.Core.Wire;

namespace RustNet.Core.Dpi;

/// <summary>Transports a dissector can look at.</summary>
[Flags]
public enum Transports : byte
{
    /// <summary>Byte streams, handed over in order.</summary>
    Tcp = 1,

    /// <summary>Datagrams, handed over one by one.</summary>
    Udp = 2,
}

/// <summary>What the dissector set needs to know about a dissector before asking it.</summary>
/// <param name="Protocol">The <see cref="AppInfo.Protocol"/> it answers.</param>
/// <param name="Transports">Where it can occur.</param>
/// <param name="Ports">Ports on which it is asked first. They order the attempts; they never decide.</param>
public sealed record DissectorTraits(string Protocol, Transports Transports, IReadOnlyList<ushort> Ports);

/// <summary>
/// Recognises and reads one application protocol. Stateless and shared by all flows of a shard: what must be remembered
/// between payloads lives in the flow (<see cref="Payload.Current"/>, and the reassembly that hands over longer payloads
/// after <see cref="ParseStatus.Truncated"/>). Never throws.
/// </summary>
public interface IDissector
{
    /// <summary>Constant description.</summary>
    DissectorTraits Traits { get; }

    /// <summary>
    /// Looks at a payload. <see cref="ParseStatus.Complete"/>: it is this protocol, <paramref name="info"/> is what is known
    /// now. <see cref="ParseStatus.Truncated"/>: it may be; ask again with more bytes (<paramref name="info"/> may carry what
    /// is certain already). <see cref="ParseStatus.Malformed"/>: it is not.
    /// </summary>
    ParseStatus Dissect(in Payload payload, out AppInfo? info);
}
