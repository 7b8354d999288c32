using RustNet.Tui.Themes;
using Terminal.Gui.ViewBase;

namespace RustNet.Tui.Painting;

/// <summary>A leaf of the screen that paints every cell it covers. It never takes the focus: keys belong to the window.</summary>
internal abstract class PaintedView : View
{
    private readonly Func<Theme> _theme;

    protected PaintedView(Func<Theme> theme)
    {
        _theme = theme;
        CanFocus = false;
    }

    /// <summary>Paints the whole view; what is the same as before costs nothing.</summary>
    protected abstract void Paint(in CellPainter painter);

    /// <inheritdoc/>
    protected override bool OnClearingViewport() => true; // clearing would dirty every cell that Paint then writes again

    /// <inheritdoc/>
    protected override bool OnDrawingContent(DrawContext? context)
    {
        if (App?.Driver is { } driver)
        {
            Paint(new CellPainter(driver, FrameToScreen(), _theme()));
        }

        return true;
    }
}
