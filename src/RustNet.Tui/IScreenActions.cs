namespace RustNet.Tui;

/// <summary>What commands need of the window.</summary>
internal interface IScreenActions
{
    /// <summary>Rows in view on the present tab.</summary>
    int PageRows { get; }

    /// <summary>Whether the terminal is wide enough for the side panel.</summary>
    bool HasRoomForPanel { get; }

    /// <summary>The state has changed: lay out, ask for new rows where needed, draw.</summary>
    void Changed();

    /// <summary>Scrolls Details or Help.</summary>
    void ScrollPage(int delta);

    /// <summary>Looks at the table now.</summary>
    void Refresh();

    /// <summary>Takes the present notice away after a few seconds.</summary>
    void ForgetNoticeLater();

    /// <summary>Closes the screen.</summary>
    void Quit();
}
