using RustNet.Host.Sockets;

namespace RustNet.Host.Windows;

/// <summary>
/// The sockets of Windows by the tables of the IP Helper, which name the process of each, whoever runs it; no rights needed.
/// </summary>
internal sealed class IpHelperSource(IIpHelper helper) : IOwnedSocketSource
{
    private const int FirstLength = 32 * 1024;
    private const int MostLength = 64 << 20; // a million sockets
    private const int MostTries = 8;

    private static readonly MibTableKind[] s_kinds = [MibTableKind.Tcp4, MibTableKind.Tcp6, MibTableKind.Udp4, MibTableKind.Udp6];

    private byte[] _buffer = new byte[FirstLength];

    /// <inheritdoc/>
    public bool IsViewPartial => false;

    /// <inheritdoc/>
    public bool HasRaw => false;

    /// <summary>Why the last list is not whole.</summary>
    public Win32Error LastError { get; private set; }

    /// <inheritdoc/>
    public bool TryList(List<OwnedSocket> into)
    {
        var isAnyRead = false;
        LastError = Win32Error.None;
        foreach (var kind in s_kinds)
        {
            var error = Read(kind, into);
            isAnyRead |= error == Win32Error.None; // without IPv6 there are no such tables
            LastError = error == Win32Error.None ? LastError : error;
        }

        return isAnyRead;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // nothing is open between two lists
    }

    private Win32Error Read(MibTableKind kind, List<OwnedSocket> into)
    {
        var error = Win32Error.None;
        for (var tries = 0; tries < MostTries; tries++)
        {
            error = helper.GetTable(kind, _buffer, out var length);
            if (error == Win32Error.None)
            {
                MibTable.Read(kind, _buffer.AsSpan(0, Math.Clamp(length, 0, _buffer.Length)), into);
                return error;
            }

            if (error != Win32Error.InsufficientBuffer || length <= 0 || length > MostLength)
            {
                return error;
            }

            // Room for sockets that are opened before the next call.
            _buffer = new byte[Math.Min(MostLength, Math.Max(length + length / 4, _buffer.Length))];
        }

        return error;
    }
}
