namespace RustNet.Core.Wire;

/// <summary>
/// What a parser found. The three answers are never mixed: on <see cref="Truncated"/> the caller may wait for more
/// bytes, on <see cref="Malformed"/> it tries the next protocol or counts an oddity.
/// </summary>
public enum ParseStatus : byte
{
    /// <summary>Everything that was asked for is there and consistent.</summary>
    Complete,

    /// <summary>Consistent so far, but the bytes end before the message does.</summary>
    Truncated,

    /// <summary>No continuation of these bytes could be this protocol.</summary>
    Malformed,
}
