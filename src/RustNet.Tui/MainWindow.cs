using RustNet.Tui.Details;
using RustNet.Tui.Filter;
using RustNet.Tui.Help;
using RustNet.Tui.Keys;
using RustNet.Tui.Painting;
using RustNet.Tui.Panels;
using RustNet.Tui.Table;
using RustNet.Tui.Themes;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;
using Terminal.Gui.Views;

namespace RustNet.Tui;

/// <summary>The whole screen: owns the views, gives them their places, and turns keys into commands. UI thread only.</summary>
internal sealed class MainWindow : Runnable, IScreenActions
{
    private static readonly TimeSpan s_noticeTime = TimeSpan.FromSeconds(3);

    private readonly ScreenState _state;
    private readonly TableFeed _feed;
    private readonly ScreenCommands _commands;
    private readonly TabLine _tabs;
    private readonly ConnectionTable _table;
    private readonly SidePanel _panel;
    private readonly DetailsView _details;
    private readonly HelpView _help;
    private readonly FilterLine _filterLine;
    private readonly FilterField _filterField;
    private readonly Footer _footer;
    private Theme _theme;
    private ViewRequest _asked = ViewRequest.Default;
    private object? _noticeTimer;
    private ScreenLayout _layout;
    private bool _isFilterOpen;

    /// <param name="monitor">What is shown.</param>
    /// <param name="options">How.</param>
    /// <param name="state">State that the screen starts with.</param>
    /// <param name="feed">Makes the rows.</param>
    /// <param name="clipboard">Where copied text goes.</param>
    /// <param name="theme">How it looks.</param>
    public MainWindow(IMonitor monitor, TuiOptions options, ScreenState state, TableFeed feed, IClipboard clipboard, Theme theme)
    {
        _state = state;
        _feed = feed;
        _theme = theme;
        _commands = new ScreenCommands(state, monitor, clipboard, this);
        CanFocus = true;

        _tabs = new TabLine(CurrentTheme, state, Execute);
        _table = new ConnectionTable(CurrentTheme, state, Execute, _commands.SortBy, Changed);
        _panel = new SidePanel(CurrentTheme, state);
        _details = new DetailsView(CurrentTheme, state, monitor, options.TimeZone);
        _help = new HelpView(CurrentTheme, state, options.Version);
        _filterLine = new FilterLine(CurrentTheme, state);
        _filterField = new FilterField(TakesFromFilter) { Visible = false, CanFocus = false };
        _footer = new Footer(CurrentTheme, state, Execute, () => _filterField.ScrollOffset);
        _filterField.SetScheme(theme.FieldScheme);
        _filterField.ValueChanged += (_, _) => TypeFilter();
        Add(_tabs, _table, _panel, _details, _help, _filterLine, _filterField, _footer);
        Ask(); // the state may start with a filter
    }

    /// <summary>Something was typed, clicked or scrolled: the screen should react quickly for a while.</summary>
    public event Action? InputSeen;

    /// <inheritdoc/>
    public int PageRows => _state.Tab == ScreenTab.Overview ? _state.Selection.PageSize : Math.Max(1, _layout.Page.Height - 1);

    /// <inheritdoc/>
    public bool HasRoomForPanel => ScreenLayout.HasRoomForPanel(Viewport.Size);

    /// <summary>A new model from the query thread.</summary>
    public void Apply(TableModel model)
    {
        _state.Apply(model);
        Ask(); // the pinned connection may have changed
        Redraw();
    }

    /// <summary>Another theme, for example because the terminal has told its colours by now.</summary>
    public void UseTheme(Theme theme)
    {
        _theme = theme;
        _filterField.SetScheme(theme.FieldScheme);
        Redraw();
    }

    /// <inheritdoc/>
    public void Changed()
    {
        InputSeen?.Invoke();
        Arrange();
        Ask();
        Redraw();
    }

    /// <inheritdoc/>
    public void ScrollPage(int delta) => (_state.Tab == ScreenTab.Help ? (PageView)_help : _details).Scroll(delta);

    /// <inheritdoc/>
    public void Refresh() => _feed.Refresh();

    /// <inheritdoc/>
    public void Quit() => App?.RequestStop();

    /// <inheritdoc/>
    public void ForgetNoticeLater()
    {
        if (_noticeTimer is { } running)
        {
            App?.RemoveTimeout(running);
        }

        _noticeTimer = App?.AddTimeout(s_noticeTime, () =>
        {
            _noticeTimer = null;
            if (_state.Unconfirmed is null)
            {
                _state.Notice = null;
                _footer.SetNeedsDraw();
            }

            return false;
        });
    }

    /// <inheritdoc/>
    protected override bool OnKeyDown(Key key)
    {
        if (KeyMap.TryFind(key, out var command))
        {
            Execute(command.Value);
            return true;
        }

        if (_state.Unconfirmed is not null && !key.IsModifierOnly)
        {
            _state.Unconfirmed = null;
            _state.Notice = null;
            Changed();
            return true;
        }

        return false;
    }

    /// <inheritdoc/>
    protected override bool OnClearingViewport() => true; // the views cover every cell

    /// <inheritdoc/>
    protected override void OnViewportChanged(DrawEventArgs e)
    {
        base.OnViewportChanged(e);
        if (_footer is not null) // the library raises this from the base constructor as well
        {
            Arrange();
            Redraw();
        }
    }

    private Theme CurrentTheme() => _theme;

    private void Execute(ScreenCommand command) => _commands.Execute(command);

    /// <summary>Keys that do not edit the filter while it is open.</summary>
    private bool TakesFromFilter(Key key)
    {
        InputSeen?.Invoke();
        if (key == Key.P.WithCtrl || key == Key.N.WithCtrl)
        {
            var history = _state.Filter.History;
            if ((key == Key.P.WithCtrl ? history.Older(_filterField.Text) : history.Newer()) is { } text)
            {
                _filterField.Put(text);
            }

            return true;
        }

        if (!KeyMap.TryFind(key, out var command))
        {
            return false;
        }

        switch (command.Value)
        {
            case ScreenCommand.Help when key == Key.F1:
                _state.HelpGoesToFilter = true;
                Execute(ScreenCommand.Help);
                return true;
            case ScreenCommand.Up or ScreenCommand.Down or ScreenCommand.TenUp or ScreenCommand.TenDown when key.AsRune.Value == 0:
            case ScreenCommand.Details or ScreenCommand.Back or ScreenCommand.QuitNow:
            case ScreenCommand.NextTab or ScreenCommand.PreviousTab:
                Execute(command.Value);
                return true;
            default:
                return false;
        }
    }

    private void TypeFilter()
    {
        if (_state.Filter.IsEditing && _filterField.Text != _state.Filter.Text)
        {
            _state.Filter.Type(_filterField.Text);
            Changed();
        }
    }

    private void Ask()
    {
        var request = _state.Request;
        if (request != _asked)
        {
            _asked = request;
            _feed.Want(request);
        }
    }

    private void Arrange()
    {
        _layout = ScreenLayout.For(Viewport.Size, _state.Tab, _state.Filter.IsEditing, _state.Panel);
        _state.IsPanelShown = _layout.Panel.Width > 0;
        Place(_tabs, _layout.Tabs);
        Place(_table, _layout.Table);
        Place(_panel, _layout.Panel);
        Place(_details, _state.Tab == ScreenTab.Details ? _layout.Page : default);
        Place(_help, _state.Tab == ScreenTab.Help ? _layout.Page : default);
        Place(_filterLine, _layout.Filter);
        Place(_footer, _layout.Footer);
        var field = _layout.Filter;
        if (field.Height > 0)
        {
            field.X = FilterLine.TextColumn;
            field.Width = FilterLine.FieldWidth(_layout.Filter.Width);
        }

        Place(_filterField, field);
        FocusFilter(_layout.Filter.Height > 0);
        _state.Selection.PageSize = ConnectionTable.RowsIn(_layout.Table.Height, _state.Tab);
    }

    private void FocusFilter(bool isOpen)
    {
        if (isOpen == _isFilterOpen)
        {
            return;
        }

        _isFilterOpen = isOpen;
        _filterField.CanFocus = isOpen;
        if (isOpen)
        {
            // The library selects the text of a field that gets the focus, but typing should go on, not replace.
            _filterField.SetFocus();
            _filterField.Put(_state.Filter.Text);
        }
        else
        {
            SetFocus();
        }
    }

    private static void Place(View view, System.Drawing.Rectangle place)
    {
        view.Visible = place is { Width: > 0, Height: > 0 };
        if (view.Visible && view.Frame != place)
        {
            view.Frame = place;
        }
    }

    private void Redraw()
    {
        foreach (var view in SubViews)
        {
            if (view.Visible && view is PaintedView)
            {
                view.SetNeedsDraw();
            }
        }
    }
}
