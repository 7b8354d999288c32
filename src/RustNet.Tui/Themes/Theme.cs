using RustNet.Tui.Painting;
using Terminal.Gui.Drawing;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace RustNet.Tui.Themes;

/// <summary>How every tone looks, in a row and in the selected row. Immutable.</summary>
internal sealed class Theme
{
    private readonly Attribute[] _normal = new Attribute[Enum.GetValues<Tone>().Length];
    private readonly Attribute[] _selected = new Attribute[Enum.GetValues<Tone>().Length];

    /// <summary>A theme from what each tone looks like and how selecting changes it.</summary>
    public Theme(string name, Func<Tone, Attribute> look, Func<Tone, Attribute, Attribute> selected)
    {
        Name = name;
        foreach (var tone in Enum.GetValues<Tone>())
        {
            _normal[(int)tone] = look(tone);
            _selected[(int)tone] = selected(tone, _normal[(int)tone]);
        }
    }

    /// <summary>Name for the log and tests.</summary>
    public string Name { get; }

    /// <summary>Whether only the 16 colours of the terminal's own palette are used.</summary>
    public bool Uses16Colors { get; init; }

    /// <summary>How a tone looks.</summary>
    public Attribute this[Tone tone] => _normal[(int)tone];

    /// <summary>How a tone looks, in the selected row or not.</summary>
    public Attribute this[Tone tone, bool selected] => selected ? _selected[(int)tone] : _normal[(int)tone];

    /// <summary>For text fields of the library.</summary>
    public Scheme FieldScheme => new(this[Tone.Strong])
    {
        Normal = this[Tone.Strong],
        Focus = this[Tone.Strong],
        Editable = this[Tone.Strong],
        Active = this[Tone.Strong, true],
        Highlight = this[Tone.Strong, true],
        HotNormal = this[Tone.Strong],
        HotFocus = this[Tone.Strong],
        ReadOnly = this[Tone.Dim],
        Disabled = this[Tone.Dim],
    };
}
