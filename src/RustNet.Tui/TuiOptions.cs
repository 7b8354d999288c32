using RustNet.Core.Query;

namespace RustNet.Tui;

/// <summary>How the screen is set up; fixed for its life.</summary>
public sealed record TuiOptions
{
    /// <summary>Time between two looks at the table, 50 ms to 60 s; values outside are brought inside.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>No colours at all (<c>--no-color</c>). The <c>NO_COLOR</c> variable does the same without it.</summary>
    public bool NoColor { get; init; }

    /// <summary>Filter in force at the start, empty for none; one that cannot be understood is ignored.</summary>
    public string Filter { get; init; } = "";

    /// <summary>Order of the table at the start.</summary>
    public SortOrder Sort { get; init; }

    /// <summary>Whether connections within localhost, and sockets that wait on a loopback address, are shown at the start.</summary>
    public bool ShowLocalhost { get; init; } = true;

    /// <summary>Version shown on the Help tab, for example <c>0.1.0</c>; empty where it is not wanted.</summary>
    public string Version { get; init; } = "";

    /// <summary>Zone that dates are shown in.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Local;

    /// <summary>Clock that paces the refreshes; it never tells the age of a connection.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
