namespace RustNet.Core.Wire;

/// <summary>Which part of a fragmented datagram a packet carries (RFC 791 §3.2, RFC 8200 §4.5). The default is a whole datagram.</summary>
/// <param name="Offset">Position in the datagram, in bytes.</param>
/// <param name="More">Whether further fragments follow.</param>
/// <param name="Identification">Number the fragments of one datagram share.</param>
/// <param name="Protocol">Protocol number the fragments share: that of the fragment itself, before extension headers inside it.</param>
internal readonly record struct FragmentPart(int Offset, bool More, uint Identification, byte Protocol)
{
    /// <summary>Carries the transport header, and more is to come.</summary>
    public bool IsFirst => Offset == 0 && More;

    /// <summary>Carries no transport header.</summary>
    public bool IsLater => Offset != 0;
}
