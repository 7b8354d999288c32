using RustNet.Core.Flows;
using RustNet.Core.Names;
using RustNet.Core.Query;
using RustNet.Tui.Keys;
using RustNet.Tui.Painting;
using RustNet.Tui.Table;

namespace RustNet.Tui;

/// <summary>What each command does to the state. UI thread only.</summary>
/// <param name="state">What is changed.</param>
/// <param name="monitor">For forgetting all connections.</param>
/// <param name="clipboard">Where copied addresses go.</param>
/// <param name="screen">What only the window can do.</param>
internal sealed class ScreenCommands(ScreenState state, IMonitor monitor, IClipboard clipboard, IScreenActions screen)
{
    private const int Ten = 10;

    /// <summary>Carries out a command.</summary>
    public void Execute(ScreenCommand command)
    {
        var unconfirmed = state.Unconfirmed;
        state.Unconfirmed = null;
        state.Notice = null;
        switch (command)
        {
            case ScreenCommand.Up: Move(-1); break;
            case ScreenCommand.Down: Move(1); break;
            case ScreenCommand.TenUp: MovePage(-Ten); break;
            case ScreenCommand.TenDown: MovePage(Ten); break;
            case ScreenCommand.PageUp: MovePage(-screen.PageRows); break;
            case ScreenCommand.PageDown: MovePage(screen.PageRows); break;
            case ScreenCommand.First: MoveToEnd(int.MinValue / 2); break;
            case ScreenCommand.Last: MoveToEnd(int.MaxValue / 2); break;
            case ScreenCommand.Details: ShowDetails(); break;
            case ScreenCommand.Back: Back(); break;
            case ScreenCommand.NextTab: Show((ScreenTab)(((int)state.Tab + 1) % 3)); break;
            case ScreenCommand.PreviousTab: Show((ScreenTab)(((int)state.Tab + 2) % 3)); break;
            case ScreenCommand.Tab1: Show(ScreenTab.Overview); break;
            case ScreenCommand.Tab2: Show(ScreenTab.Details); break;
            case ScreenCommand.Tab3: Show(ScreenTab.Help); break;
            case ScreenCommand.Help: Show(state.Tab == ScreenTab.Help ? ScreenTab.Overview : ScreenTab.Help); break;
            case ScreenCommand.Filter: OpenFilter(); break;
            case ScreenCommand.SortNext: SortBy(state.Sort.Next(state.ShowsTotals)); break;
            case ScreenCommand.SortFlip: SortBy(state.Sort.Flipped()); break;
            case ScreenCommand.ToggleHistory: state.WithHistory = !state.WithHistory; break;
            case ScreenCommand.ToggleListening: ToggleListening(); break;
            case ScreenCommand.ToggleLocalhost: ToggleLocalhost(); break;
            case ScreenCommand.ToggleGrouping: ToggleGrouping(); break;
            case ScreenCommand.OpenGroup: OpenGroup(); break;
            case ScreenCommand.CloseGroup: CloseGroup(); break;
            case ScreenCommand.TogglePause when state is { IsGrouped: true, Tab: ScreenTab.Overview }: ToggleGroup(); break;
            case ScreenCommand.TogglePause: TogglePause(); break;
            case ScreenCommand.ToggleTotals: ToggleTotals(); break;
            case ScreenCommand.SortTotals: SortTotals(); break;
            case ScreenCommand.TogglePorts: state.ShowsPorts = !state.ShowsPorts; break;
            case ScreenCommand.TogglePanel: TogglePanel(); break;
            case ScreenCommand.ResetView: state.ResetView(); Tell("View reset", Tone.Accent); break;
            case ScreenCommand.Copy: Copy(); break;
            case ScreenCommand.Clear when unconfirmed == ScreenCommand.Clear: Clear(); break;
            case ScreenCommand.Clear: Confirm(command, "Press x again to forget all connections · any other key cancels"); break;
            case ScreenCommand.Quit when unconfirmed == ScreenCommand.Quit: screen.Quit(); break;
            case ScreenCommand.Quit: Confirm(command, "Press q again to quit · any other key cancels"); break;
            case ScreenCommand.QuitNow: screen.Quit(); break;
        }

        screen.Changed();
    }

    /// <summary>Sorts by a column that was clicked.</summary>
    public void SortBy(SortOrder order)
    {
        state.Sort = order;
        screen.Changed();
    }

    private void Move(int delta)
    {
        if (state.Tab == ScreenTab.Help)
        {
            screen.ScrollPage(delta);
            return;
        }

        state.Selection.Move(delta);
        state.DetailsTop = 0;
    }

    private void MovePage(int delta)
    {
        if (state.Tab == ScreenTab.Overview)
        {
            state.Selection.Move(delta);
        }
        else
        {
            screen.ScrollPage(delta);
        }
    }

    private void MoveToEnd(int far)
    {
        if (state.Tab == ScreenTab.Overview)
        {
            state.Selection.MoveTo(far);
        }
        else
        {
            screen.ScrollPage(far);
        }
    }

    private void Show(ScreenTab tab)
    {
        if (tab == ScreenTab.Details && state.Tab != ScreenTab.Details)
        {
            state.DetailsTop = 0;
            state.Selection.Choose(); // what Details shows must not change because the table does
        }

        if (tab == ScreenTab.Details && state.Filter.IsEditing)
        {
            state.Filter.Keep(); // Help only interrupts typing
        }

        state.Tab = tab;
    }

    private void ShowDetails()
    {
        if (state.Filter.IsEditing && state.Tab == ScreenTab.Overview)
        {
            if (state.Filter.Error is null)
            {
                state.Filter.Keep();
            }

            // What cannot be understood stays to be mended: the last good filter is only the front of it, which nobody asked for.
        }
        else if (state.Tab == ScreenTab.Overview && state.Selection.CurrentGroup is not null)
        {
            ToggleGroup();
        }
        else if (state.Tab == ScreenTab.Overview && state.Selection.Current is not null)
        {
            Show(ScreenTab.Details);
        }
    }

    private void Back()
    {
        if (state.Tab != ScreenTab.Overview)
        {
            Show(ScreenTab.Overview);
        }
        else
        {
            state.Filter.Clear();
        }
    }

    private void OpenFilter()
    {
        Show(ScreenTab.Overview);
        if (!state.Filter.IsEditing)
        {
            state.Filter.Open();
        }
    }

    private void ToggleListening()
    {
        state.WithListening = !state.WithListening;
        var onLocalhost = state.Model.ListeningOnLocalhost;
        Tell(
            !state.WithListening ? "Listening sockets are hidden"
            : onLocalhost > 0 ? $"Listening sockets are shown · {CountText.Of(onLocalhost)} on localhost are not · o shows them"
            : "Listening sockets are shown",
            Tone.Accent);
    }

    private void ToggleLocalhost()
    {
        var hasMissed = !state.ShowsLocalhost && state.Model.Statistics.PacketsLocalhostHidden > 0;
        state.ShowsLocalhost = !state.ShowsLocalhost;
        if (state.ShowsLocalhost)
        {
            monitor.TrackLocalhost();
        }

        Tell(
            !state.ShowsLocalhost ? "Localhost is hidden"
            : hasMissed ? "Localhost is shown · its connections count from when they were first shown"
            : "Localhost is shown",
            Tone.Accent);
    }

    private void ToggleGrouping()
    {
        state.IsGrouped = !state.IsGrouped;
        if (state is { IsGrouped: true, Tab: ScreenTab.Details, Detailed: { } detailed })
        {
            state.OpenGroups = state.OpenGroups.With(GroupKey.Of(detailed.Owner)); // what Details shows stays in sight
        }

        if (state is { IsGrouped: true, ShowsProcesses: false })
        {
            Tell("No process is known of any connection here", Tone.Warning);
        }
    }

    private void ToggleGroup()
    {
        if (state.Selection.Row is { Group: { } group })
        {
            Fold(group, open: !state.OpenGroups.Contains(group.Key)); // the rows may not have caught up with the last key
        }
    }

    private void OpenGroup()
    {
        if (state.Tab != ScreenTab.Overview || state.Selection.Row is not { IsGroup: true, Group: { } group } row)
        {
            return;
        }

        if (row.IsOpen)
        {
            state.Selection.Move(1);
        }
        else
        {
            Fold(group, open: true);
        }
    }

    private void CloseGroup()
    {
        if (state.Tab == ScreenTab.Overview && state.Selection.Row is { Group: { } group } && state.OpenGroups.Contains(group.Key))
        {
            Fold(group, open: false);
        }
    }

    private void Fold(ProcessGroup group, bool open)
    {
        state.Selection.MoveTo(group);
        state.OpenGroups = open ? state.OpenGroups.With(group.Key) : state.OpenGroups.Without(group.Key);
        if (open)
        {
            state.Selection.RevealGroup();
        }
    }

    private void ToggleTotals()
    {
        state.ShowsTotals = !state.ShowsTotals;
        state.Sort = state.Sort.With(state.ShowsTotals);
        Tell(state.ShowsTotals ? "Bytes received and sent since each connection began" : "Bytes per second received and sent", Tone.Accent);
    }

    private void SortTotals()
    {
        state.ShowsTotals = true;
        state.Sort = SortOrder.By(SortColumn.Total);
    }

    private void TogglePause()
    {
        state.IsPaused = !state.IsPaused;
        Tell(state.IsPaused ? (state.Model.Status?.IsLive ?? true) ? "View paused; capturing goes on · Space continues" : "View paused; the replay goes on · Space continues" : "View continues", Tone.Accent);
    }

    private void TogglePanel()
    {
        if (!screen.HasRoomForPanel)
        {
            Tell("The terminal is too narrow for the side panel", Tone.Warning);
            return;
        }

        state.Panel = !state.IsPanelShown;
    }

    private void Copy()
    {
        var text = state.DetailedGroup is { } group ? OwnerText.NameOf(group) : CopiedOf(state.Detailed?.Identity);
        if (text is null)
        {
            Tell("No connection is selected", Tone.Warning);
            return;
        }

        clipboard.Copy(text);
        Tell($"Copied {text}", Tone.Good);
    }

    // A socket that waits has no other side: its own address is the one that can be used elsewhere.
    private static string? CopiedOf(FlowIdentity? identity) => identity is { IsListening: true } ? identity.LocalText : identity?.RemoteText;

    private void Clear()
    {
        monitor.Clear();
        state.Selection.Reset();
        screen.Refresh();
        Tell("All connections forgotten", Tone.Accent);
    }

    private void Confirm(ScreenCommand command, string question)
    {
        state.Unconfirmed = command;
        state.Notice = new Notice(question, Tone.Warning); // stays until the next key
    }

    private void Tell(string text, Tone tone)
    {
        state.Notice = new Notice(text, tone);
        screen.ForgetNoticeLater();
    }
}
