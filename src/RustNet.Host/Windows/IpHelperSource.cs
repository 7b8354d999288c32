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

    private readonly HashSet<MibTableKind> _read = [];
    private byte[] _buffer = new byte[FirstLength];

    /// <inheritdoc/>
    public bool IsViewPartial => false;

    /// <inheritdoc/>
    public bool HasRaw => false;

    /// <inheritdoc/>
    public bool IsPingOfKernel => true;

    /// <summary>Why the last list is not whole.</summary>
    public Win32Error LastError { get; private set; }

    /// <inheritdoc/>
    public bool TryList(List<OwnedSocket> into)
    {
        LastError = Win32Error.None;
        var isWhole = true;
        foreach (var kind in s_kinds)
        {
            var error = Read(kind, into);
            if (error == Win32Error.None)
            {
                _read.Add(kind);
            }
            else
            {
                // Without IPv6 there are no such tables; but one that could be read before has not gone with all its sockets.
                LastError = error;
                isWhole &= !_read.Contains(kind);
            }
        }

        return isWhole && _read.Count > 0;
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

            // Room for sockets that are opened before the next call; more than before, whatever length was told.
            var needed = Math.Max(length, _buffer.Length);
            _buffer = new byte[Math.Min(MostLength, needed + needed / 4)];
        }

        return error;
    }
}
