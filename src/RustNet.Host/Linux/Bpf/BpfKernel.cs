using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using RustNet.Host.Linux.Bpf.Btf;

namespace RustNet.Host.Linux.Bpf;

/// <summary>
/// What loading needs to know of the running kernel. Its types take some megabytes: keep it only while programs are
/// loaded. Safe from any thread.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class BpfKernel
{
    private const string TypesPath = "/sys/kernel/btf/vmlinux";

    private BpfKernel(BtfTypes types)
    {
        Types = types;
    }

    /// <summary>Its types.</summary>
    public BtfTypes Types { get; }

    /// <summary>The effective capabilities of the calling thread, or <see langword="null"/> if they cannot be read.</summary>
    public static ulong? Capabilities
    {
        get
        {
            try
            {
                return BpfRefusal.ParseCapabilities(File.ReadAllText("/proc/thread-self/status"));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return null; // /proc is not mounted, or closed: the reason for a refusal stays general
            }
        }
    }

    /// <summary>
    /// False in a PID namespace of its own, as containers are: BPF counts processes as the machine does, /proc there as the
    /// namespace does.
    /// </summary>
    public static bool IsInitialPidNamespace
    {
        get
        {
            try
            {
                return new FileInfo("/proc/self/ns/pid").LinkTarget is null or "pid:[4026531836]"; // PROC_PID_INIT_INO
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return true; // nothing speaks against it
            }
        }
    }

    /// <summary>Reads the kernel's types, some 5 MB. Needs no rights.</summary>
    public static bool TryOpen(out BpfKernel? kernel, out string? whyNot)
    {
        kernel = null;
        whyNot = null;
        if (!BitConverter.IsLittleEndian || RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64))
        {
            whyNot = "BPF is used on x64 and arm64 only";
            return false;
        }

        try
        {
            if (!BtfTypes.TryParse(File.ReadAllBytes(TypesPath), out var types))
            {
                whyNot = "the kernel's BTF is of a kind this program does not know";
                return false;
            }

            kernel = new BpfKernel(types!);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            whyNot = BpfRefusal.NoTypes;
            return false;
        }
    }
}
