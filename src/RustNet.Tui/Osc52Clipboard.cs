using System.Text;

namespace RustNet.Tui;

/// <summary>
/// Copies through the terminal itself (xterm control sequences, OSC 52), which also works over ssh and needs no helper
/// program. Terminals that do not know the sequence ignore it.
/// </summary>
/// <param name="write">Sends raw text to the terminal.</param>
internal sealed class Osc52Clipboard(Action<string> write) : IClipboard
{
    /// <inheritdoc/>
    public void Copy(string text) => write($"\e]52;c;{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}\a");
}
