#pragma warning disable CA1822 // skeleton: remove with the real bodies
namespace RustNet.Core.Wire;

/// <summary>
/// Turns a captured frame into the facts of its outermost connection (ARCHITECTURE: PacketDotNet as views over checked
/// bytes). Keeps a bounded table of fragmented datagrams, so that later fragments find their ports. Not thread-safe: one
/// per capture thread. Never throws, allocates nothing in steady state.
/// </summary>
public sealed class FrameParser
{
    /// <summary>Reads a frame. On anything but <see cref="FrameOddity.None"/> the frame is the default and not to be used.</summary>
    public FrameOddity Parse(in RawFrame raw, out Frame frame)
    {
        frame = default;
        return FrameOddity.UnknownLinkLayer;
    }
}
