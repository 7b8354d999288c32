namespace RustNet.Host.Windows;

/// <summary>What Windows tells of processes, as it tells it: nothing is cleaned. One thread at a time.</summary>
internal interface IWindowsProcesses
{
    /// <summary>Adds all processes that there are now; false where they are not listed.</summary>
    bool TryList(List<ProcessEntry> into);

    /// <summary>When a process started, units of 100 ns since 1601; false if it is gone or may not be looked at.</summary>
    bool TryStart(int process, out long fileTime);

    /// <summary>More of it, each part where it may be had; false as <see cref="TryStart"/>.</summary>
    bool TryDescribe(int process, out WindowsProcess description);

    /// <summary>Name of the account with a security identifier, as <c>DOMAIN\name</c>; <see langword="null"/> if it has none.</summary>
    string? AccountName(ReadOnlySpan<byte> sid);
}

/// <summary>What <see cref="IWindowsProcesses.TryDescribe"/> finds.</summary>
/// <param name="Executable">Path of the executable, or <see langword="null"/>.</param>
/// <param name="CommandLine">Command line, or <see langword="null"/>.</param>
/// <param name="UserSid">Security identifier of its user, or empty.</param>
internal readonly record struct WindowsProcess(string? Executable, string? CommandLine, byte[] UserSid);
