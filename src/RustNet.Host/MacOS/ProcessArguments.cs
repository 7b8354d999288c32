using System.Buffers.Binary;

namespace RustNet.Host.MacOS;

/// <summary>
/// Reads what sysctl KERN_PROCARGS2 tells of a process (sysctl_procargsx of XNU's bsd/kern/kern_sysctl.c): the number of arguments,
/// the path of the executable, zeros, the arguments, and the environment, which is nobody's business. A view; never throws.
/// </summary>
internal static class ProcessArguments
{
    /// <summary>The arguments, each ended by a zero, and nothing behind them; empty if there are none.</summary>
    public static ReadOnlySpan<byte> Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < sizeof(int))
        {
            return default;
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        var rest = bytes[sizeof(int)..];
        var path = rest.IndexOf((byte)0);
        if (count <= 0 || path < 0)
        {
            return default;
        }

        rest = rest[path..].TrimStart((byte)0);
        var length = 0;
        for (; count > 0; count--)
        {
            var end = rest[length..].IndexOf((byte)0);
            if (end < 0)
            {
                return rest; // cut in the middle of an argument
            }

            length += end + 1;
        }

        return rest[..length];
    }
}
