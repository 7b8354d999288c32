using System.Runtime.Versioning;
using System.Text;

namespace RustNet.Host.Linux.Interop;

/// <summary>
/// Reads whole small files in places where others than root may have put something else: a pipe, a device, a link to any of these or
/// to what only root may read, a file system that never answers. All of that reads as empty, as do a file that is too long and one
/// that is not there.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class UntrustedFile
{
    /// <summary>The file at a path whose directories are root's; links are followed.</summary>
    /// <param name="path">Path.</param>
    /// <param name="most">Bytes it may have.</param>
    public static byte[] Read(string path, int most)
    {
        using var file = new FileDescriptor(FileCalls.OpenAnyPathAt(FileCalls.CurrentDirectory, Terminated(path), followsLink: true, out _));
        return !file.IsInvalid && FileCalls.TryStat(file.Number, out var status) && status.IsRegular ? Content(file, in status, most) : [];
    }

    /// <summary>
    /// A file of a user below a directory of that user's, in a file system that the kernel answers for. It must be the user's own, and
    /// on the way there is no link and no other file system: that may be the user's own program, which answers when it likes.
    /// </summary>
    /// <param name="directory">The directory; links on the way to it are followed.</param>
    /// <param name="path">Path from there.</param>
    /// <param name="owner">The user.</param>
    /// <param name="most">Bytes it may have.</param>
    public static byte[] ReadBelow(string directory, string path, uint owner, int most)
    {
        var current = new FileDescriptor(FileCalls.OpenPathAt(FileCalls.CurrentDirectory, Terminated(directory), out _));
        try
        {
            if (current.IsInvalid || !FileCalls.TryStat(current.Number, out var home)
                || home.Mount is not { } mount || !MountInfo.IsAnsweredByKernel(mount))
            {
                return [];
            }

            var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            for (var i = 0; i < parts.Length; i++)
            {
                var isFile = i == parts.Length - 1;
                var name = Terminated(parts[i]);
                var next = new FileDescriptor(isFile
                    ? FileCalls.OpenAnyPathAt(current.Number, name, followsLink: false, out _)
                    : FileCalls.OpenPathWithoutLinkAt(current.Number, name, out _));
                current.Dispose();
                current = next;
                if (current.IsInvalid || !FileCalls.TryStat(current.Number, out var status) || status.Device != home.Device)
                {
                    return [];
                }

                if (isFile)
                {
                    return status.IsRegular && status.Owner == owner ? Content(current, in status, most) : [];
                }
            }

            return [];
        }
        finally
        {
            current.Dispose();
        }
    }

    private static byte[] Content(FileDescriptor found, in FileStatus status, int most)
    {
        if (status.Length > (ulong)most)
        {
            return [];
        }

        using var file = new FileDescriptor(FileCalls.Reopen(found.Number, out _));
        if (file.IsInvalid)
        {
            return [];
        }

        // No more than it had, whatever is being written to it meanwhile.
        var content = new byte[status.Length];
        var length = 0;
        for (int count; length < content.Length && (count = FileCalls.Read(file.Number, content.AsSpan(length), out _)) > 0;)
        {
            length += count;
        }

        return length == content.Length ? content : content[..length];
    }

    private static byte[] Terminated(string path) => Encoding.UTF8.GetBytes(path + '\0');
}
