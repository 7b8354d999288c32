namespace RustNet.Host.Linux.Interop;

/// <summary>What a file is (statx(2)).</summary>
/// <param name="Mode">Type and permissions.</param>
/// <param name="Owner">Its user.</param>
/// <param name="Device">File system it is on; only compared.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Mount">Mount it was reached by, as <see cref="MountInfo"/> numbers them; <see langword="null"/> before Linux 5.8.</param>
internal readonly record struct FileStatus(ushort Mode, uint Owner, ulong Device, ulong Length, ulong? Mount)
{
    private const int TypeMask = 0xF000; // S_IFMT
    private const int Regular = 0x8000;  // S_IFREG

    /// <summary>An ordinary file: neither a pipe nor a device, whose content has no end and may be long in coming.</summary>
    public bool IsRegular => (Mode & TypeMask) == Regular;
}
