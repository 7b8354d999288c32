using System.Buffers.Text;
using System.Runtime.Versioning;
using System.Text;
using RustNet.Host.Linux.Interop;

namespace RustNet.Host.Linux.Proc;

/// <summary>
/// /proc, kept open. What it answers is fetched now and is valid until the next call; one thread at a time. A process that
/// vanishes in between is normal and is an empty answer.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class ProcDirectory : IDisposable
{
    private const int LargestFile = 1 << 20;

    private readonly FileDescriptor _root;
    private readonly byte[] _entries = new byte[32 * 1024];
    private byte[] _content = new byte[8 * 1024];

    /// <summary>Opens it. A directory that is not there is as good as an empty one.</summary>
    public ProcDirectory(string path = "/proc")
    {
        _root = FileCalls.OpenDirectory(Encoding.UTF8.GetBytes(path + '\0'), out _);
    }

    /// <summary>What a look at a process's descriptors came to.</summary>
    public enum ScanOutcome
    {
        /// <summary>All were seen.</summary>
        Complete,

        /// <summary>The process is gone.</summary>
        Gone,

        /// <summary>This program may not look at them.</summary>
        Denied,
    }

    /// <summary>Lists the process ids, in no order.</summary>
    public void ListProcesses(List<int> into)
    {
        into.Clear();
        if (_root.IsInvalid)
        {
            return;
        }

        FileCalls.Rewind(_root.Number);
        for (int length; (length = FileCalls.ReadEntries(_root.Number, _entries, out _)) > 0;)
        {
            var entries = new DirectoryEntries(_entries.AsSpan(0, length));
            while (entries.TryRead(out var name))
            {
                if (Fields.TryDecimal(name[..^1], out var id) && id is > 0 and <= int.MaxValue)
                {
                    into.Add((int)id);
                }
            }
        }
    }

    /// <summary>
    /// Adds the sockets among the open files of a process, the most recent descriptors last. <paramref name="descriptors"/> counts
    /// all of its open files.
    /// </summary>
    public ScanOutcome ScanSockets(int process, List<SocketDescriptor> into, out int descriptors)
    {
        descriptors = 0;
        Span<byte> path = stackalloc byte[32];
        var directory = FileCalls.OpenDirectoryAt(_root.Number, PathOf(process, "fd"u8, path), out var error);
        if (directory < 0)
        {
            return OutcomeOf(error);
        }

        var outcome = ScanOutcome.Complete;
        Span<byte> target = stackalloc byte[64];
        for (int length; (length = FileCalls.ReadEntries(directory, _entries, out error)) > 0 && outcome == ScanOutcome.Complete;)
        {
            var entries = new DirectoryEntries(_entries.AsSpan(0, length));
            while (entries.TryRead(out var name))
            {
                if (!Fields.TryDecimal(name[..^1], out var number) || number > int.MaxValue)
                {
                    continue; // . and ..
                }

                descriptors++;
                var targetLength = FileCalls.ReadLink(directory, name, target, out error);
                if (targetLength < 0 && error is LinuxError.AccessDenied or LinuxError.NotPermitted)
                {
                    outcome = ScanOutcome.Denied;
                    break;
                }

                if (targetLength > 0 && LinkTarget.TryInode(target[..targetLength], "socket"u8, out var inode))
                {
                    into.Add(new SocketDescriptor((int)number, inode));
                }
            }
        }

        FileCalls.Close(directory);
        return outcome;
    }

    /// <summary>True while this descriptor of the process is this socket.</summary>
    public bool Holds(int process, int descriptor, ulong inode) => Holds(process, descriptor, inode, out _);

    /// <summary>True while this descriptor of the process is this socket; false also where this program may not look at it.</summary>
    public bool Holds(int process, int descriptor, ulong inode, out bool isDenied)
    {
        Span<byte> path = stackalloc byte[48];
        "fd/"u8.CopyTo(path);
        Utf8Formatter.TryFormat(descriptor, path[3..], out var length);
        Span<byte> whole = stackalloc byte[64];
        Span<byte> target = stackalloc byte[64];
        length = FileCalls.ReadLink(_root.Number, PathOf(process, path[..(3 + length)], whole), target, out var error);
        isDenied = length < 0 && OutcomeOf(error) == ScanOutcome.Denied;
        return length > 0 && LinkTarget.TryInode(target[..length], "socket"u8, out var found) && found == inode;
    }

    /// <summary>Inode of a namespace of a process (<c>ns/net</c>); 0 if it is gone, with the error if this program may not look.</summary>
    public ulong Namespace(int process, ReadOnlySpan<byte> name, out bool isDenied)
    {
        Span<byte> path = stackalloc byte[64];
        Span<byte> target = stackalloc byte[64];
        Span<byte> relative = stackalloc byte[32];
        "ns/"u8.CopyTo(relative);
        name.CopyTo(relative[3..]);
        var length = FileCalls.ReadLink(_root.Number, PathOf(process, relative[..(3 + name.Length)], path), target, out var error);
        isDenied = length < 0 && OutcomeOf(error) == ScanOutcome.Denied;
        return length > 0 && LinkTarget.TryInode(target[..length], name, out var inode) ? inode : 0;
    }

    /// <summary>Inode of the calling thread's own namespace, or 0.</summary>
    public ulong OwnNamespace(ReadOnlySpan<byte> name)
    {
        Span<byte> path = stackalloc byte[64];
        Span<byte> target = stackalloc byte[64];
        var prefix = "thread-self/ns/"u8;
        prefix.CopyTo(path);
        name.CopyTo(path[prefix.Length..]);
        path[prefix.Length + name.Length] = 0;
        var length = FileCalls.ReadLink(_root.Number, path, target, out _);
        return length > 0 && LinkTarget.TryInode(target[..length], name, out var inode) ? inode : 0;
    }

    /// <summary>Inode number and owner of a file of a process; false if it cannot be reached.</summary>
    public bool TryStat(int process, ReadOnlySpan<byte> file, out ulong inode, out uint owner)
    {
        Span<byte> path = stackalloc byte[64];
        return FileCalls.TryStat(_root.Number, PathOf(process, file, path), out inode, out owner);
    }

    /// <summary>Inode number of a file below /proc; 0 if it is not there.</summary>
    public ulong InodeOf(ReadOnlySpan<byte> fileZ) => FileCalls.TryStat(_root.Number, fileZ, out var inode, out _) ? inode : 0;

    /// <summary>Opens the directory of a process, so that all that is read through it is of that one; invalid if it is gone.</summary>
    public FileDescriptor OpenProcess(int process)
    {
        Span<byte> path = stackalloc byte[32];
        return new FileDescriptor(FileCalls.OpenPathAt(_root.Number, PathOf(process, default, path), out _));
    }

    /// <summary>Content of a small file, at most 1 MB of it; empty if it cannot be read. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Read(FileDescriptor directory, scoped ReadOnlySpan<byte> fileZ, int atMost = LargestFile)
    {
        var file = directory.IsInvalid ? -1 : FileCalls.OpenFileAt(directory.Number, fileZ, out _);
        if (file < 0)
        {
            return default;
        }

        var length = 0;
        while (length < atMost)
        {
            if (length == _content.Length)
            {
                Array.Resize(ref _content, _content.Length * 2);
            }

            var count = FileCalls.Read(file, _content.AsSpan(length, Math.Min(_content.Length, atMost) - length), out _);
            if (count <= 0)
            {
                break;
            }

            length += count;
        }

        FileCalls.Close(file);
        return _content.AsSpan(0, length);
    }

    /// <summary>Content of a small file right below /proc.</summary>
    public ReadOnlySpan<byte> Read(scoped ReadOnlySpan<byte> fileZ) => Read(_root, fileZ);

    /// <summary>Target of a link; empty if it cannot be read. Valid until the next call.</summary>
    public ReadOnlySpan<byte> ReadLink(FileDescriptor directory, scoped ReadOnlySpan<byte> nameZ)
    {
        var length = directory.IsInvalid ? -1 : FileCalls.ReadLink(directory.Number, nameZ, _content, out _);
        return length > 0 ? _content.AsSpan(0, length) : default;
    }

    /// <summary>The line of <c>stat</c>; empty if the process is gone. Valid until the next call.</summary>
    public ReadOnlySpan<byte> ReadStat(int process) => ReadOf(process, "stat"u8);

    /// <summary>Opens a file below /proc, or -1; whoever asked reads it to its end and closes it.</summary>
    internal int OpenFile(ReadOnlySpan<byte> pathZ, out LinuxError error) => FileCalls.OpenFileAt(_root.Number, pathZ, out error);

    /// <summary>Writes <c>PID/name</c> and a zero.</summary>
    internal static ReadOnlySpan<byte> PathOf(int process, scoped ReadOnlySpan<byte> name, Span<byte> into)
    {
        Utf8Formatter.TryFormat(process, into, out var length);
        if (!name.IsEmpty)
        {
            into[length++] = (byte)'/';
            name.CopyTo(into[length..]);
            length += name.Length;
        }

        into[length++] = 0;
        return into[..length];
    }

    /// <inheritdoc/>
    public void Dispose() => _root.Dispose();

    private ReadOnlySpan<byte> ReadOf(int process, ReadOnlySpan<byte> file)
    {
        Span<byte> path = stackalloc byte[64];
        return Read(_root, PathOf(process, file, path));
    }

    private static ScanOutcome OutcomeOf(LinuxError error) =>
        error is LinuxError.AccessDenied or LinuxError.NotPermitted ? ScanOutcome.Denied : ScanOutcome.Gone;
}

/// <summary>An open file that is a socket.</summary>
/// <param name="Descriptor">Its number in the process.</param>
/// <param name="Inode">Number of the socket.</param>
internal readonly record struct SocketDescriptor(int Descriptor, ulong Inode);
