namespace RustNet.Core.Wire;

/// <summary>
/// Why a frame, or a part of it, could not be used. Each has a stable name (<c>FrameOddities.Name</c>) under which
/// it is counted and shown; nothing is thrown and nothing is logged per packet.
/// </summary>
public enum FrameOddity : byte
{
    /// <summary>Nothing odd: the frame is in the table.</summary>
    None,

    /// <summary>A link type the program does not know.</summary>
    UnknownLinkLayer,
}
