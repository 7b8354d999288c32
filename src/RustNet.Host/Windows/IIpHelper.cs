namespace RustNet.Host.Windows;

/// <summary>The part of the IP Helper API that lists sockets. One thread at a time.</summary>
internal interface IIpHelper
{
    /// <summary>Writes a table of sockets with their process ids.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="into">Where to.</param>
    /// <param name="length">Bytes it needs, as of now.</param>
    Win32Error GetTable(MibTableKind kind, Span<byte> into, out int length);
}

/// <summary>The error codes (winerror.h) that are told apart; any other stays a number.</summary>
internal enum Win32Error : uint
{
    /// <summary>ERROR_SUCCESS.</summary>
    None = 0,

    /// <summary>ERROR_ACCESS_DENIED.</summary>
    AccessDenied = 5,

    /// <summary>ERROR_NOT_SUPPORTED: this machine has no such protocol.</summary>
    NotSupported = 50,

    /// <summary>ERROR_INSUFFICIENT_BUFFER.</summary>
    InsufficientBuffer = 122,
}
