using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace RustNet.Host.Windows.Interop;

/// <summary>Processes by Toolhelp (tlhelp32.h), by opening them (processthreadsapi.h), and their command lines (winternl.h).</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe partial class ProcessCalls : IWindowsProcesses
{
    private const uint LimitedInformation = 0x1000; // PROCESS_QUERY_LIMITED_INFORMATION
    private const uint SnapshotOfProcesses = 2;     // TH32CS_SNAPPROCESS
    private const int MostProcesses = 1 << 17;
    private const int LongestPath = 32768;          // UNICODE_STRING_MAX_CHARS and its end

    // ProcessCommandLineInformation of PROCESSINFOCLASS, since Windows 8.1; in no header of the SDK, but one cheap call, where the
    // documented way would be to read another process's memory.
    private const int CommandLineInformation = 60;

    private readonly char[] _path = new char[LongestPath];
    private readonly byte[] _answer = new byte[LongestPath * sizeof(char) + 2 * sizeof(ulong)];

    /// <inheritdoc/>
    public bool TryList(List<ProcessEntry> into)
    {
        using var snapshot = new SnapshotHandle(CreateToolhelp32Snapshot(SnapshotOfProcesses, 0));
        if (snapshot.IsInvalid)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[ProcessEntry.StructureLength(sizeof(nint))];
        fixed (byte* structure = bytes)
        {
            *(uint*)structure = (uint)bytes.Length;
            var more = Process32First(snapshot, structure);
            for (var listed = 0; more != 0 && listed < MostProcesses; listed++)
            {
                if (ProcessEntry.TryParse(bytes, sizeof(nint), out var entry))
                {
                    into.Add(entry);
                }

                more = Process32Next(snapshot, structure);
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryStart(int process, out long fileTime)
    {
        using var handle = OpenProcess(LimitedInformation, 0, (uint)process);
        long created = 0, exited, kernel, user;
        var isRead = !handle.IsInvalid && GetProcessTimes(handle, &created, &exited, &kernel, &user) != 0;
        fileTime = isRead ? created : 0;
        return isRead;
    }

    /// <inheritdoc/>
    public bool TryDescribe(int process, out WindowsProcess description)
    {
        using var handle = OpenProcess(LimitedInformation, 0, (uint)process);
        description = handle.IsInvalid ? default : new WindowsProcess(ImagePath(handle), CommandLine(handle), Tokens.UserSid(handle));
        return !handle.IsInvalid;
    }

    /// <inheritdoc/>
    public string? AccountName(ReadOnlySpan<byte> sid) => Tokens.AccountName(sid);

    private string? ImagePath(SafeProcessHandle process)
    {
        var length = (uint)_path.Length;
        fixed (char* path = _path)
        {
            return QueryFullProcessImageName(process, 0, path, &length) != 0 && length <= _path.Length
                ? new string(path, 0, (int)length)
                : null;
        }
    }

    private string? CommandLine(SafeProcessHandle process)
    {
        fixed (byte* answer = _answer)
        {
            uint length = 0;
            if (NtQueryInformationProcess(process, CommandLineInformation, answer, (uint)_answer.Length, &length) < 0)
            {
                return null;
            }

            var written = _answer.AsSpan(0, (int)Math.Min(length, (uint)_answer.Length));
            var text = PointedText.UnicodeString(written, (ulong)answer, sizeof(nint));
            return text.IsEmpty ? null : new string(text);
        }
    }

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint CreateToolhelp32Snapshot(uint flags, uint process);

    [LibraryImport("kernel32.dll", EntryPoint = "Process32FirstW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Process32First(SnapshotHandle snapshot, byte* entry);

    [LibraryImport("kernel32.dll", EntryPoint = "Process32NextW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Process32Next(SnapshotHandle snapshot, byte* entry);

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial SafeProcessHandle OpenProcess(uint access, int isInherited, uint process);

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int GetProcessTimes(SafeProcessHandle process, long* created, long* exited, long* kernel, long* user);

    [LibraryImport("kernel32.dll", EntryPoint = "QueryFullProcessImageNameW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int QueryFullProcessImageName(SafeProcessHandle process, uint flags, char* path, uint* length);

    [LibraryImport("ntdll.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int NtQueryInformationProcess(SafeProcessHandle process, int information, byte* into, uint size, uint* length);
}
