namespace RustNet.Core.Dpi;

/// <summary>
/// Makes text from the wire harmless. Every string that inspection keeps goes through here once, so that no control
/// character, escape sequence or bidirectional override ever reaches a terminal or a log.
/// </summary>
public static class WireText
{
}
