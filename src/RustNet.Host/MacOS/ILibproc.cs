namespace RustNet.Host.MacOS;

/// <summary>What macOS tells of processes, as it tells it. One thread at a time.</summary>
internal interface ILibproc
{
    /// <summary>Writes the ids of all processes, as many as fit; how many were written, 0 if none could be had.</summary>
    int ListProcesses(Span<int> into);

    /// <summary>Writes a struct proc_fdinfo for each open descriptor of a process, as many as fit; the bytes written.</summary>
    int ListDescriptors(int process, Span<byte> into, out MacError error);

    /// <summary>Writes the struct socket_fdinfo of a descriptor; the bytes written, 0 if it is no socket (any more).</summary>
    int SocketInfo(int process, int descriptor, Span<byte> into);

    /// <summary>Writes the struct proc_bsdinfo of a process; 0 bytes if it is gone or another user's.</summary>
    int ProcessInfo(int process, Span<byte> into);

    /// <summary>Writes the struct proc_bsdshortinfo of a process; 0 bytes if it is gone.</summary>
    int ShortProcessInfo(int process, Span<byte> into);

    /// <summary>Writes the path of a process's executable; the bytes written, 0 if that is not told.</summary>
    int ExecutablePath(int process, Span<byte> into);

    /// <summary>What KERN_PROCARGS2 says, valid until the next call; empty if it is gone, another user's, or very long.</summary>
    ReadOnlySpan<byte> Arguments(int process);

    /// <summary>Name of a user, or <see langword="null"/>. May ask a directory service.</summary>
    string? UserName(uint user);
}

/// <summary>The error numbers (sys/errno.h) that are told apart; any other stays a number.</summary>
internal enum MacError
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>EPERM.</summary>
    NotPermitted = 1,

    /// <summary>ESRCH: the process is gone.</summary>
    NoProcess = 3,

    /// <summary>EACCES.</summary>
    AccessDenied = 13,
}
