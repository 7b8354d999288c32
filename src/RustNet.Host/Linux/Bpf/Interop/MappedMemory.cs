using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace RustNet.Host.Linux.Bpf.Interop;

/// <summary>Memory shared with the kernel, mapped from a descriptor until disposed.</summary>
[SupportedOSPlatform("linux")]
internal sealed unsafe partial class MappedMemory : SafeHandleZeroOrMinusOneIsInvalid
{
    private const int ProtectRead = 1;  // PROT_READ
    private const int ProtectWrite = 2; // PROT_WRITE
    private const int Shared = 1;       // MAP_SHARED

    private readonly int _length;

    private MappedMemory(nint address, int length)
        : base(ownsHandle: true)
    {
        _length = length;
        SetHandle(address);
    }

    /// <summary>The memory. The span must not be used after the mapping is disposed; its owner sees to that.</summary>
    public Span<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return new Span<byte>((void*)handle, _length);
        }
    }

    /// <summary>Maps part of what a descriptor stands for; <see langword="null"/>, with errno, where the kernel refuses.</summary>
    /// <param name="descriptor">The map.</param>
    /// <param name="offset">Where the part begins, a multiple of the page size.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="isWritable">Whether it may be written, too.</param>
    /// <param name="error">errno.</param>
    public static MappedMemory? Map(BpfDescriptor descriptor, long offset, int length, bool isWritable, out int error)
    {
        var address = MapMemory(0, (nuint)length, isWritable ? ProtectRead | ProtectWrite : ProtectRead, Shared, descriptor.Number, (nint)offset);
        error = address == -1 ? Marshal.GetLastPInvokeError() : 0;
        GC.KeepAlive(descriptor);
        return address == -1 ? null : new MappedMemory(address, length);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => UnmapMemory(handle, (nuint)_length) == 0;

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MapMemory(nint address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int UnmapMemory(nint address, nuint length);
}
