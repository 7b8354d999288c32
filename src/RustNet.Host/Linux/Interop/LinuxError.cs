namespace RustNet.Host.Linux.Interop;

/// <summary>The error numbers (asm-generic/errno-base.h, errno.h) that are told apart; any other stays a number.</summary>
internal enum LinuxError
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>EPERM.</summary>
    NotPermitted = 1,

    /// <summary>ENOENT.</summary>
    NoEntry = 2,

    /// <summary>EINTR.</summary>
    Interrupted = 4,

    /// <summary>EAGAIN: nothing within the time.</summary>
    TryAgain = 11,

    /// <summary>EACCES.</summary>
    AccessDenied = 13,

    /// <summary>EPROTONOSUPPORT.</summary>
    ProtocolNotSupported = 93,

    /// <summary>EAFNOSUPPORT.</summary>
    FamilyNotSupported = 97,

    /// <summary>ENETDOWN: an interface went down.</summary>
    NetworkDown = 100,
}
