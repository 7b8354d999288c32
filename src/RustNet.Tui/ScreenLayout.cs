using System.Drawing;

namespace RustNet.Tui;

/// <summary>
/// Where everything is on a screen of a given size: the one place that knows. Parts that do not fit are empty. Together
/// the parts cover every cell.
/// </summary>
/// <param name="Tabs">Tab line, one or two rows.</param>
/// <param name="Table">Connection table with its title and header.</param>
/// <param name="Panel">Side panel.</param>
/// <param name="Page">Details or Help.</param>
/// <param name="Filter">Filter line.</param>
/// <param name="Footer">Footer.</param>
internal readonly record struct ScreenLayout(Rectangle Tabs, Rectangle Table, Rectangle Panel, Rectangle Page, Rectangle Filter, Rectangle Footer)
{
    private const int PanelWidth = 36;
    private const int LeastWidthWithPanel = 72;
    private const int WidthThatSuggestsPanel = 154; // every column of the table still has its place
    private const int LeastHeightForTwoRowTabs = 8;
    private const int LeastHeightForTableOverDetails = 34;
    private const int RowsOfTableOverDetails = 7; // header, five rows, rule

    /// <summary>Whether a screen is wide enough for the side panel.</summary>
    public static bool HasRoomForPanel(Size screen) => screen.Width >= LeastWidthWithPanel && screen.Height >= LeastHeightForTwoRowTabs;

    /// <summary>The layout for a screen.</summary>
    public static ScreenLayout For(Size screen, ScreenTab tab, bool isFilterOpen, bool? panel)
    {
        var (width, height) = (screen.Width, screen.Height);
        var tabRows = height >= LeastHeightForTwoRowTabs ? 2 : Math.Min(1, height);
        var footerRows = height - tabRows >= 3 ? 1 : 0;
        var filterRows = isFilterOpen && tab == ScreenTab.Overview && height - tabRows - footerRows >= 1 ? 1 : 0;
        var top = tabRows;
        var bodyRows = Math.Max(0, height - tabRows - footerRows - filterRows);
        var layout = new ScreenLayout
        {
            Tabs = new Rectangle(0, 0, width, tabRows),
            Footer = new Rectangle(0, height - footerRows, width, footerRows),
            Filter = new Rectangle(0, height - footerRows - filterRows, width, filterRows),
        };

        switch (tab)
        {
            case ScreenTab.Overview:
                var panelWidth = HasRoomForPanel(screen) && (panel ?? width >= WidthThatSuggestsPanel) ? PanelWidth : 0;
                return layout with
                {
                    Table = new Rectangle(0, top, width - panelWidth, bodyRows),
                    Panel = new Rectangle(width - panelWidth, top, panelWidth, bodyRows),
                };
            case ScreenTab.Details when height >= LeastHeightForTableOverDetails:
                return layout with
                {
                    Table = new Rectangle(0, top, width, RowsOfTableOverDetails),
                    Page = new Rectangle(0, top + RowsOfTableOverDetails, width, bodyRows - RowsOfTableOverDetails),
                };
            default:
                return layout with { Page = new Rectangle(0, top, width, bodyRows) };
        }
    }
}
