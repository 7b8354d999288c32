using System.Buffers.Text;
using System.Collections.Frozen;
using System.Runtime.Versioning;
using System.Text;

namespace RustNet.Host.Linux.Interop;

/// <summary>
/// What is mounted, from <c>/proc/self/mountinfo</c> (proc(5)). Unlike statfs(2), that asks no file system, so it answers even where
/// the one in question does not.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class MountInfo
{
    private const int Largest = 4 << 20;

    // Answered by the kernel itself. Others wait for a server or, as FUSE, for a program of any user.
    private static readonly FrozenSet<string> s_ownTypes = FrozenSet.Create(
        "ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "bcachefs", "jfs", "nilfs2", "reiserfs", "tmpfs", "ramfs", "overlay", "ecryptfs");

    /// <summary>The kernel answers for that file system by itself. False also for a mount that is not listed.</summary>
    public static bool IsAnsweredByKernel(ulong mount)
    {
        using var file = new FileDescriptor(FileCalls.OpenFileAt(FileCalls.CurrentDirectory, "/proc/self/mountinfo\0"u8, out _));
        var text = new byte[16 << 10];
        var length = 0;
        for (int count; !file.IsInvalid && length < text.Length && (count = FileCalls.Read(file.Number, text.AsSpan(length), out _)) > 0;)
        {
            length += count;
            if (length == text.Length && length < Largest)
            {
                Array.Resize(ref text, 2 * length);
            }
        }

        return IsAnsweredByKernel(TypeOf(text.AsSpan(0, length), mount));
    }

    /// <summary>The kernel answers for file systems of that type by itself.</summary>
    public static bool IsAnsweredByKernel(ReadOnlySpan<byte> type) => s_ownTypes.Contains(Encoding.Latin1.GetString(type));

    /// <summary>Type of the file system of a mount; empty if it is not listed. Never throws.</summary>
    /// <param name="text">The file.</param>
    /// <param name="mount">Number of the mount.</param>
    public static ReadOnlySpan<byte> TypeOf(ReadOnlySpan<byte> text, ulong mount)
    {
        // 36 35 98:0 /root /mount/point options [tag:value ...] - type source options; blanks within a field are escaped
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            if (Utf8Parser.TryParse(line, out ulong id, out var digits) && id == mount && line[digits..].StartsWith(" "u8))
            {
                var divider = line.IndexOf(" - "u8);
                var type = divider < 0 ? default : line[(divider + 3)..];
                var end = type.IndexOf((byte)' ');
                return end < 0 ? default : type[..end];
            }
        }

        return default;
    }
}
