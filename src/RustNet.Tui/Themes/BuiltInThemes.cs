using RustNet.Tui.Painting;
using Terminal.Gui.Drawing;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace RustNet.Tui.Themes;

/// <summary>
/// The themes. The background is always the terminal's own (also a transparent one) but for the selected row; ordinary
/// text has the terminal's own colour, so that it can be read on whatever background the user likes.
/// </summary>
internal static class BuiltInThemes
{
    /// <summary>24-bit colours for a dark background: every one has a contrast of at least 4.5 to #1e1e2e.</summary>
    public static Theme Dark { get; } = Make(
        "dark", selection: new Color(0x3a, 0x3f, 0x5c), selectedText: new Color(0xff, 0xff, 0xff), tone => tone switch
        {
            Tone.Dim => Rgb(0x93, 0x99, 0xb2),
            Tone.Line => Rgb(0x58, 0x5b, 0x70),
            Tone.Accent => Rgb(0x94, 0xe2, 0xd5),
            Tone.HeaderActive => Rgb(0x5c, 0xe1, 0xf0),
            Tone.Remote => Rgb(0x89, 0xb4, 0xfa),
            Tone.App => Rgb(0xcb, 0xc3, 0xf5),
            Tone.Process => Rgb(0xf2, 0xb8, 0x8f),
            Tone.Down => Rgb(0x8f, 0xc7, 0xff),
            Tone.Up => Rgb(0x86, 0xdf, 0xa6),
            Tone.Good => Rgb(0xa6, 0xe3, 0xa1),
            Tone.Warning => Rgb(0xf9, 0xe2, 0x6f),
            Tone.Alarm => Rgb(0xff, 0x75, 0x8f),
            Tone.Historic => Rgb(0x7f, 0x84, 0x9c),
            _ => null,
        });

    /// <summary>24-bit colours for a light background.</summary>
    public static Theme Light { get; } = Make(
        "light", selection: new Color(0xcf, 0xd9, 0xf2), selectedText: new Color(0x10, 0x10, 0x20), tone => tone switch
        {
            Tone.Dim => Rgb(0x5c, 0x5f, 0x77),
            Tone.Line => Rgb(0xac, 0xb0, 0xbe),
            Tone.Accent => Rgb(0x0f, 0x76, 0x7d),
            Tone.HeaderActive => Rgb(0x00, 0x6d, 0x85),
            Tone.Remote => Rgb(0x1e, 0x55, 0xd0),
            Tone.App => Rgb(0x6a, 0x2f, 0xc0),
            Tone.Process => Rgb(0x9a, 0x4b, 0x0a),
            Tone.Down => Rgb(0x1e, 0x55, 0xd0),
            Tone.Up => Rgb(0x1f, 0x75, 0x2a),
            Tone.Good => Rgb(0x1f, 0x75, 0x2a),
            Tone.Warning => Rgb(0x8f, 0x5f, 0x00),
            Tone.Alarm => Rgb(0xc0, 0x10, 0x35),
            Tone.Historic => Rgb(0x7c, 0x7f, 0x93),
            _ => null,
        });

    /// <summary>The terminal's own 16 colours.</summary>
    public static Theme Sixteen { get; } = new("16", look: tone => Styled(tone, Named(tone), Color.None), (tone, look) =>
        new Attribute(Color.None, Color.None, look.Style | TextStyle.Reverse | (tone == Tone.Historic ? TextStyle.None : TextStyle.Bold)))
    {
        Uses16Colors = true,
    };

    /// <summary>No colours: bold, faint, underline and reverse only.</summary>
    public static Theme Mono { get; } = new("mono", tone => tone is Tone.Dim or Tone.Line or Tone.Historic
            ? new Attribute(Color.None, Color.None, TextStyle.Faint)
            : Styled(tone, null, Color.None, boldWithoutColor: true), (_, look) =>
        new Attribute(Color.None, Color.None, (look.Style & ~TextStyle.Faint) | TextStyle.Reverse))
    {
        Uses16Colors = true,
    };

    private static Theme Make(string name, Color selection, Color selectedText, Func<Tone, Color?> color) => new(
        name,
        tone => Styled(tone, color(tone), Color.None),
        (tone, look) => new Attribute(tone is Tone.Text or Tone.Strong or Tone.Dim or Tone.Historic ? selectedText : look.Foreground, selection, look.Style | TextStyle.Bold));

    private static Attribute Styled(Tone tone, Color? color, Color background, bool boldWithoutColor = false) => new(color ?? Color.None, background, tone switch
    {
        Tone.Strong or Tone.Header => TextStyle.Bold,
        Tone.HeaderActive => TextStyle.Bold | TextStyle.Underline,
        Tone.Accent or Tone.Warning or Tone.Alarm when boldWithoutColor => TextStyle.Bold,
        _ => TextStyle.None,
    });

    private static Color? Named(Tone tone) => tone switch
    {
        Tone.Dim => new Color(ColorName16.Gray), // "bright black" is too dark to read on many terminals
        Tone.Line or Tone.Historic => new Color(ColorName16.DarkGray),
        Tone.Accent or Tone.HeaderActive => new Color(ColorName16.Cyan),
        Tone.Remote or Tone.Down => new Color(ColorName16.BrightBlue),
        Tone.App => new Color(ColorName16.Magenta),
        Tone.Up or Tone.Good => new Color(ColorName16.Green),
        Tone.Warning => new Color(ColorName16.Yellow),
        Tone.Alarm => new Color(ColorName16.BrightRed),
        _ => null,
    };

    private static Color? Rgb(int red, int green, int blue) => new Color(red, green, blue);
}
