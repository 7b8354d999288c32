using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace RustNet.Host.Linux.Interop;

/// <summary>
/// Files and directories relative to an open directory, without the framework's work around them: a look at every descriptor
/// of every process is some ten thousand of these calls, and takes less than half the time of Directory.* so.
/// </summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class FileCalls
{
    /// <summary>Paths begin where the process is (AT_FDCWD); of no matter to absolute ones.</summary>
    public const int CurrentDirectory = -100;

    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800; // O_NONBLOCK
    private const int NoTerminal = 0x100; // O_NOCTTY
    private const int PathOnly = 0x200000; // O_PATH
    private const int OfDescriptor = 0x1000 | 0x4000; // AT_EMPTY_PATH | AT_STATX_DONT_SYNC: a remote file system is not asked
    private const uint InodeAndOwner = 0x100 | 0x8; // STATX_INO | STATX_UID
    private const uint MountId = 0x1000; // STATX_MNT_ID, Linux 5.8
    private const uint WhatFileStatusHas = 0x1 | 0x8 | 0x200 | MountId; // STATX_TYPE | STATX_UID | STATX_SIZE
    private const int StatSize = 256;
    private const int StatOwnerOffset = 20;
    private const int StatModeOffset = 28;
    private const int StatInodeOffset = 32;
    private const int StatLengthOffset = 40;
    private const int StatDeviceOffset = 136; // stx_dev_major, stx_dev_minor
    private const int StatMountOffset = 144;

    // asm/unistd.h: getdents64 and statx have no wrapper in every C library.
    private static readonly nint s_getDirectoryEntries = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 217,
        Architecture.X86 => 220,
        Architecture.Arm => 217,
        Architecture.S390x => 220,
        Architecture.Ppc64le => 202,
        _ => 61, // asm-generic: arm64, riscv64, loongarch64
    };

    private static readonly nint s_extendedStat = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 332,
        Architecture.X86 => 383,
        Architecture.Arm => 397,
        Architecture.S390x => 379,
        Architecture.Ppc64le => 383,
        _ => 291,
    };

    // asm/fcntl.h: these number some flags differently from everybody else.
    private static readonly bool s_hasOwnFlags = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm or Architecture.Ppc64le;
    private static readonly int s_directory = s_hasOwnFlags ? 0x4000 : 0x10000; // O_DIRECTORY
    private static readonly int s_noFollow = s_hasOwnFlags ? 0x8000 : 0x20000; // O_NOFOLLOW

    /// <summary>Opens a directory to list it or to look into it. <paramref name="pathZ"/> ends in a zero byte.</summary>
    public static FileDescriptor OpenDirectory(ReadOnlySpan<byte> pathZ, out LinuxError error) =>
        new(OpenDirectoryAt(CurrentDirectory, pathZ, out error));

    /// <summary>Opens a directory below another one; -1 with the error.</summary>
    public static int OpenDirectoryAt(int directory, ReadOnlySpan<byte> pathZ, out LinuxError error) =>
        Open(directory, pathZ, s_directory | CloseOnExec, out error);

    /// <summary>Opens a directory only to reach what is below it, which needs no right to list it; -1 with the error.</summary>
    public static int OpenPathAt(int directory, ReadOnlySpan<byte> pathZ, out LinuxError error) =>
        Open(directory, pathZ, s_directory | PathOnly | CloseOnExec, out error);

    /// <summary>Opens a file for reading; -1 with the error.</summary>
    public static int OpenFileAt(int directory, ReadOnlySpan<byte> pathZ, out LinuxError error) =>
        Open(directory, pathZ, CloseOnExec, out error);

    /// <summary>As <see cref="OpenPathAt"/>, but not through a symbolic link as the last part of the path.</summary>
    public static int OpenPathWithoutLinkAt(int directory, ReadOnlySpan<byte> pathZ, out LinuxError error) =>
        Open(directory, pathZ, s_directory | PathOnly | s_noFollow | CloseOnExec, out error);

    /// <summary>
    /// Opens anything at all without asking whoever serves it: enough for <see cref="TryStat(int, out FileStatus)"/> to say what it
    /// is, and to <see cref="Reopen"/> it then. A link that is not followed is opened itself. -1 with the error.
    /// </summary>
    /// <param name="directory">Directory the path begins in.</param>
    /// <param name="pathZ">Path, ending in a zero byte.</param>
    /// <param name="followsLink">Whether a symbolic link as the last part of the path is followed.</param>
    /// <param name="error">Why not.</param>
    public static int OpenAnyPathAt(int directory, ReadOnlySpan<byte> pathZ, bool followsLink, out LinuxError error) =>
        Open(directory, pathZ, PathOnly | CloseOnExec | (followsLink ? 0 : s_noFollow), out error);

    /// <summary>Opens for reading the very file that <see cref="OpenAnyPathAt"/> has opened, whatever its path names by now; -1 with the error.</summary>
    public static int Reopen(int descriptor, out LinuxError error) =>
        Open(CurrentDirectory, Encoding.ASCII.GetBytes($"/proc/self/fd/{descriptor}\0"), NonBlocking | NoTerminal | CloseOnExec, out error);

    /// <summary>Reads from where the last read ended. 0 at the end; negative on an error.</summary>
    public static int Read(int descriptor, Span<byte> into, out LinuxError error)
    {
        fixed (byte* bytes = into)
        {
            nint count;
            do
            {
                count = ReadSystemCall(descriptor, bytes, (nuint)into.Length);
                error = count < 0 ? LastError() : LinuxError.None;
            }
            while (error == LinuxError.Interrupted);

            return (int)count;
        }
    }

    /// <summary>Back to the beginning, of a file or a directory.</summary>
    public static void Rewind(int descriptor) => _ = Seek(descriptor, 0, 0);

    /// <summary>
    /// The next entries of a directory as <see cref="DirectoryEntries"/> reads them; 0 at the end, negative on an error.
    /// </summary>
    public static int ReadEntries(int directory, Span<byte> into, out LinuxError error)
    {
        fixed (byte* bytes = into)
        {
            var count = SystemCall(s_getDirectoryEntries, directory, (nint)bytes, into.Length, 0, 0);
            error = count < 0 ? LastError() : LinuxError.None;
            return (int)count;
        }
    }

    /// <summary>Target of a symbolic link, cut to <paramref name="into"/>; negative on an error. The path ends in a zero byte.</summary>
    public static int ReadLink(int directory, ReadOnlySpan<byte> pathZ, Span<byte> into, out LinuxError error)
    {
        fixed (byte* path = pathZ)
        fixed (byte* target = into)
        {
            var length = ReadLinkSystemCall(directory, path, target, (nuint)into.Length);
            error = length < 0 ? LastError() : LinuxError.None;
            return (int)length;
        }
    }

    /// <summary>Inode number and owner of a file, links followed; false where it cannot be reached.</summary>
    public static bool TryStat(int directory, ReadOnlySpan<byte> pathZ, out ulong inode, out uint owner)
    {
        var result = stackalloc byte[StatSize]; // struct statx, the same on every architecture
        fixed (byte* path = pathZ)
        {
            var failed = SystemCall(s_extendedStat, directory, (nint)path, 0, (nint)InodeAndOwner, (nint)result) != 0;
            inode = failed ? 0 : *(ulong*)(result + StatInodeOffset);
            owner = failed ? 0 : *(uint*)(result + StatOwnerOffset);
            return !failed;
        }
    }

    /// <summary>What an open file is.</summary>
    public static bool TryStat(int descriptor, out FileStatus status)
    {
        var result = stackalloc byte[StatSize];
        byte empty = 0;
        var failed = SystemCall(s_extendedStat, descriptor, (nint)(&empty), OfDescriptor, (nint)WhatFileStatusHas, (nint)result) != 0;
        status = failed ? default : new FileStatus(
            *(ushort*)(result + StatModeOffset), *(uint*)(result + StatOwnerOffset), *(ulong*)(result + StatDeviceOffset), *(ulong*)(result + StatLengthOffset),
            (*(uint*)result & MountId) == 0 ? null : *(ulong*)(result + StatMountOffset));
        return !failed;
    }

    /// <summary>Closes what one of the methods that answer a number has opened.</summary>
    public static void Close(int descriptor) => _ = CloseSystemCall(descriptor);

    /// <summary>Effective user id of the calling thread.</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    private static int Open(int directory, ReadOnlySpan<byte> pathZ, int flags, out LinuxError error)
    {
        fixed (byte* path = pathZ)
        {
            var descriptor = OpenSystemCall(directory, path, flags, 0);
            error = descriptor < 0 ? LastError() : LinuxError.None;
            return descriptor;
        }
    }

    private static LinuxError LastError() => (LinuxError)Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    private static partial int OpenSystemCall(int directory, byte* path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadSystemCall(int descriptor, byte* into, nuint length);

    [LibraryImport("libc", EntryPoint = "lseek")]
    private static partial nint Seek(int descriptor, nint offset, int origin);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true)]
    private static partial nint ReadLinkSystemCall(int directory, byte* path, byte* into, nuint length);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseSystemCall(int descriptor);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third, nint fourth, nint fifth);
}
