using System.Globalization;
using System.Runtime.Versioning;
using RustNet.App.Interop;

namespace RustNet.App.Logging;

/// <summary>
/// The file of one session, made so that only its owner can read it (directory 0700, file 0600) and so that nobody who can
/// write to the current directory can lead us elsewhere: we often run as root in somebody else's directory. The directory
/// must not be a symbolic link then, the file is new, and on Linux the logger opens it through the descriptor we hold.
/// </summary>
/// <param name="Name">Path as the user knows it.</param>
/// <param name="OpenPath">Path the logger opens.</param>
/// <param name="Held">Keeps <paramref name="OpenPath"/> valid; dispose once the logger has opened it.</param>
internal sealed record LogFile(string Name, string OpenPath, FileStream Held) : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Makes <c>rustnet_YYYY-MM-DD_HH-MM-SS.log</c> in <paramref name="directory"/>, which is made too where it is missing.
    /// Throws an <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> with a message for the user.
    /// </summary>
    public static LogFile Create(string directory, DateTimeOffset now)
    {
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory, OwnerOnly);
        }
        else
        {
            Directory.CreateDirectory(directory);
        }

        if (Environment.IsPrivilegedProcess && new DirectoryInfo(directory).LinkTarget is not null)
        {
            throw new IOException($"{directory} is a symbolic link, which is not followed with root's rights: remove it or log from another directory");
        }

        // Two sessions may start in the same second.
        for (var attempt = 1; ; attempt++)
        {
            var suffix = attempt == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"_{attempt}");
            var name = string.Create(CultureInfo.InvariantCulture, $"rustnet_{now:yyyy-MM-dd_HH-mm-ss}{suffix}.log");
            try
            {
                return CreateNew(directory, name);
            }
            catch (IOException) when (attempt < 10 && File.Exists(Path.Combine(directory, name)))
            {
            }
        }
    }

    /// <summary>Closes our descriptor; the logger has its own.</summary>
    public void Dispose() => Held.Dispose();

    private static LogFile CreateNew(string directory, string name)
    {
        var path = Path.Combine(directory, name);
        if (OperatingSystem.IsLinux())
        {
            return CreateNewOnLinux(directory, name, path);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(directory, OwnerOnly);
        }

        return new LogFile(path, path, OpenNew(path));
    }

    // Everything goes through the descriptor of the one directory that was checked.
    [SupportedOSPlatform("linux")]
    private static LogFile CreateNewOnLinux(string directory, string name, string path)
    {
        using var opened = DirectoryDescriptor.Open(directory, followLink: !Environment.IsPrivilegedProcess);
        if (File.GetUnixFileMode(opened) != OwnerOnly)
        {
            try
            {
                File.SetUnixFileMode(opened, OwnerOnly);
            }
            catch (UnauthorizedAccessException)
            {
                // Somebody else's directory: the file itself is still for us only.
            }
        }

        var held = OpenNew($"/proc/self/fd/{opened.DangerousGetHandle()}/{name}");
        return new LogFile(path, $"/proc/self/fd/{held.SafeFileHandle.DangerousGetHandle()}", held);
    }

    private static FileStream OpenNew(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerReadWrite;
        }

        return new FileStream(path, options);
    }
}
