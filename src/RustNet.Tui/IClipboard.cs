namespace RustNet.Tui;

/// <summary>Where copied text goes (docs/decisions/0003-clipboard.md).</summary>
internal interface IClipboard
{
    /// <summary>Copies the text. Whether a clipboard took it cannot be known.</summary>
    void Copy(string text);
}
