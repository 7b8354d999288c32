using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace RustNet.Host.Windows;

/// <summary>One process of a Toolhelp snapshot.</summary>
/// <param name="Id">Process id.</param>
/// <param name="Parent">Process id of the one that started it, which may be gone and its id taken by another.</param>
/// <param name="Name">File name of its executable, as the system has it.</param>
internal readonly record struct ProcessEntry(int Id, int Parent, string Name)
{
    private const int LongestName = 260; // MAX_PATH

    /// <summary>
    /// Bytes of PROCESSENTRY32W (tlhelp32.h): dwSize:4 | cntUsage:4 | th32ProcessID:4 | th32DefaultHeapID:pointer, aligned |
    /// th32ModuleID:4 | cntThreads:4 | th32ParentProcessID:4 | pcPriClassBase:4 | dwFlags:4 | szExeFile:2*260, padded to a pointer.
    /// </summary>
    /// <param name="pointerLength">4 or 8.</param>
    public static int StructureLength(int pointerLength) =>
        (NameOffset(pointerLength) + LongestName * sizeof(char) + pointerLength - 1) / pointerLength * pointerLength;

    /// <summary>Reads the structure. A name without its end is cut. Never throws.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, int pointerLength, out ProcessEntry entry)
    {
        entry = default;
        if (bytes.Length < StructureLength(pointerLength))
        {
            return false;
        }

        var name = MemoryMarshal.Cast<byte, char>(bytes.Slice(NameOffset(pointerLength), LongestName * sizeof(char)));
        var end = name.IndexOf('\0');
        entry = new ProcessEntry(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[IdOffset..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[ParentOffset(pointerLength)..]),
            new string(end < 0 ? name : name[..end]));
        return entry.Id >= 0;
    }

    /// <summary>th32ProcessID.</summary>
    internal const int IdOffset = 8;

    /// <summary>th32ParentProcessID: behind the heap id, which is a pointer in size and alignment, and two numbers.</summary>
    internal static int ParentOffset(int pointerLength) => (pointerLength == 8 ? 16 : 12) + pointerLength + 8;

    /// <summary>szExeFile.</summary>
    internal static int NameOffset(int pointerLength) => ParentOffset(pointerLength) + 12;
}
