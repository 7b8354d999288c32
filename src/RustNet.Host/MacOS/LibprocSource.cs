using System.Buffers.Binary;
using RustNet.Host.Sockets;
using Layout = RustNet.Host.MacOS.ProcInfoLayout;

namespace RustNet.Host.MacOS;

/// <summary>
/// The sockets of macOS by the descriptors of every process. There is no list of sockets to ask for; without root only the own
/// user's processes may be looked at.
/// </summary>
internal sealed class LibprocSource(ILibproc libproc) : IOwnedSocketSource
{
    private const int MostProcesses = 1 << 17;
    private const int MostDescriptorBytes = 8 << 20; // a million descriptors
    private const int SocketBuffer = 1024; // more than the structure has in any version so far

    private readonly byte[] _socket = new byte[SocketBuffer];
    private int[] _processes = new int[1024];
    private byte[] _descriptors = new byte[16 * 1024];

    /// <inheritdoc/>
    public bool IsViewPartial { get; private set; }

    /// <inheritdoc/>
    public bool HasRaw => true;

    /// <inheritdoc/>
    public bool IsPingOfKernel => false;

    /// <inheritdoc/>
    public bool TryList(List<OwnedSocket> into)
    {
        var isPartial = false;
        var isAnySeen = false;
        foreach (var process in Processes())
        {
            if (process <= 0)
            {
                continue; // the kernel's own
            }

            var descriptors = Descriptors(process, out var error);
            isPartial |= error is MacError.NotPermitted or MacError.AccessDenied;
            isAnySeen |= !descriptors.IsEmpty;
            for (; descriptors.Length >= Layout.Descriptor.Length; descriptors = descriptors[Layout.Descriptor.Length..])
            {
                if (BinaryPrimitives.ReadUInt32LittleEndian(descriptors[Layout.Descriptor.Type..]) == Layout.Descriptor.Socket)
                {
                    AddSocket(process, BinaryPrimitives.ReadInt32LittleEndian(descriptors[Layout.Descriptor.Number..]), into);
                }
            }
        }

        IsViewPartial = isPartial;
        return isAnySeen; // this program has descriptors itself
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // nothing is open between two lists
    }

    private void AddSocket(int process, int descriptor, List<OwnedSocket> into)
    {
        var length = Math.Clamp(libproc.SocketInfo(process, descriptor, _socket), 0, _socket.Length);
        if (SocketDescriptorInfo.TryParse(_socket.AsSpan(0, length), process, out var socket))
        {
            into.Add(socket);
        }
    }

    private ReadOnlySpan<int> Processes()
    {
        int count;
        while ((count = Math.Clamp(libproc.ListProcesses(_processes), 0, _processes.Length)) == _processes.Length && count < MostProcesses)
        {
            _processes = new int[2 * _processes.Length]; // full: there may be more
        }

        return _processes.AsSpan(0, count);
    }

    private ReadOnlySpan<byte> Descriptors(int process, out MacError error)
    {
        int length;
        while ((length = Math.Clamp(libproc.ListDescriptors(process, _descriptors, out error), 0, _descriptors.Length)) == _descriptors.Length
            && length < MostDescriptorBytes)
        {
            _descriptors = new byte[2 * _descriptors.Length];
        }

        return _descriptors.AsSpan(0, length);
    }
}
