using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace RustNet.Host.MacOS.Interop;

/// <summary>libproc (libproc.h), sysctl(3) and getpwuid_r(3).</summary>
[SupportedOSPlatform("macos")]
internal sealed unsafe partial class Libproc : ILibproc
{
    private const int ListOfDescriptors = 1;   // PROC_PIDLISTFDS
    private const int BsdInformation = 3;      // PROC_PIDTBSDINFO
    private const int ShortBsdInformation = 13; // PROC_PIDT_SHORTBSDINFO
    private const int SocketInformation = 3;   // PROC_PIDFDSOCKETINFO

    private const int Kernel = 1;              // CTL_KERN (sys/sysctl.h)
    private const int ArgumentsOfProcess = 49; // KERN_PROCARGS2
    private const int LongestArguments = 1 << 20; // ARG_MAX (sys/syslimits.h)

    // struct passwd (pwd.h) has 72 bytes and begins with pw_name.
    private const int PasswdLength = 128;
    private const int PasswdTextLength = 4096;
    private const int LongestUser = 256;

    private byte[] _arguments = new byte[4096];

    /// <inheritdoc/>
    public int ListProcesses(Span<int> into)
    {
        fixed (int* ids = into)
        {
            return proc_listallpids(ids, into.Length * sizeof(int)); // how many, not how many bytes
        }
    }

    /// <inheritdoc/>
    public int ListDescriptors(int process, Span<byte> into, out MacError error)
    {
        fixed (byte* bytes = into)
        {
            var length = proc_pidinfo(process, ListOfDescriptors, 0, bytes, into.Length);
            error = length <= 0 ? (MacError)Marshal.GetLastPInvokeError() : MacError.None;
            return length;
        }
    }

    /// <inheritdoc/>
    public int SocketInfo(int process, int descriptor, Span<byte> into)
    {
        fixed (byte* bytes = into)
        {
            return proc_pidfdinfo(process, descriptor, SocketInformation, bytes, into.Length);
        }
    }

    /// <inheritdoc/>
    public int ProcessInfo(int process, Span<byte> into)
    {
        fixed (byte* bytes = into)
        {
            return proc_pidinfo(process, BsdInformation, 0, bytes, into.Length);
        }
    }

    /// <inheritdoc/>
    public int ShortProcessInfo(int process, Span<byte> into)
    {
        fixed (byte* bytes = into)
        {
            return proc_pidinfo(process, ShortBsdInformation, 0, bytes, into.Length);
        }
    }

    /// <inheritdoc/>
    public int ExecutablePath(int process, Span<byte> into)
    {
        fixed (byte* bytes = into)
        {
            return proc_pidpath(process, bytes, (uint)into.Length);
        }
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Arguments(int process)
    {
        var name = stackalloc int[] { Kernel, ArgumentsOfProcess, process };
        nuint length = 0;
        if (sysctl(name, 3, null, &length, null, 0) != 0 || length == 0 || length > LongestArguments)
        {
            return default;
        }

        // Given less room than they take, the kernel would write their end instead of their beginning.
        if ((uint)_arguments.Length < length)
        {
            _arguments = new byte[length];
        }

        length = (nuint)_arguments.Length;
        fixed (byte* bytes = _arguments)
        {
            return sysctl(name, 3, bytes, &length, null, 0) != 0 || length > (nuint)_arguments.Length
                ? default
                : _arguments.AsSpan(0, (int)length);
        }
    }

    /// <inheritdoc/>
    public string? UserName(uint user)
    {
        var entry = stackalloc byte[PasswdLength];
        var text = stackalloc byte[PasswdTextLength];
        byte* found;
        if (getpwuid_r(user, entry, text, PasswdTextLength, &found) != 0 || found == null)
        {
            return null;
        }

        var name = *(byte**)found;
        if (name < text || name >= text + PasswdTextLength)
        {
            return null;
        }

        var bytes = new ReadOnlySpan<byte>(name, Math.Min(LongestUser, (int)(text + PasswdTextLength - name)));
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }

    /// <summary>Effective user id of this program.</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport("libproc", SetLastError = true)]
    private static partial int proc_listallpids(int* into, int size);

    [LibraryImport("libproc", SetLastError = true)]
    private static partial int proc_pidinfo(int process, int flavor, ulong argument, byte* into, int size);

    [LibraryImport("libproc", SetLastError = true)]
    private static partial int proc_pidfdinfo(int process, int descriptor, int flavor, byte* into, int size);

    [LibraryImport("libproc", SetLastError = true)]
    private static partial int proc_pidpath(int process, byte* into, uint size);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int sysctl(int* name, uint nameLength, byte* old, nuint* oldLength, byte* fresh, nuint freshLength);

    [LibraryImport("libc")]
    private static partial int getpwuid_r(uint user, byte* entry, byte* text, nuint textLength, byte** found);
}
