using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace RustNet.Capture.Tests.Live;

/// <summary>The program's end of a TUN or TAP device (Linux tuntap.rst), made in the namespace of the calling thread and gone with this.</summary>
internal sealed class TunnelDescriptor : IDisposable
{
    public const int Tun = 0x0001;               // IFF_TUN
    public const int Tap = 0x0002;               // IFF_TAP
    private const int NoPacketInformation = 0x1000; // IFF_NO_PI
    private const nuint SetInterface = 0x400454CA;  // TUNSETIFF
    private const string Path = "/dev/net/tun";

    private readonly SafeFileHandle _file;

    public TunnelDescriptor(string name, int kind)
    {
        _file = File.OpenHandle(Path, FileMode.Open, FileAccess.ReadWrite);
        var request = new byte[40]; // struct ifreq: name 16 | flags 2 | ...
        Encoding.ASCII.GetBytes(name, request);
        BitConverter.TryWriteBytes(request.AsSpan(16), (short)(kind | NoPacketInformation));
        if (Control(_file, SetInterface, request) != 0)
        {
            throw new InvalidOperationException("TUNSETIFF failed with " + Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Skips the running test where the system has no TUN devices.</summary>
    public static void RequireOrSkip()
    {
        if (!File.Exists(Path))
        {
            Assert.Skip("needs " + Path);
        }
    }

    public void Dispose() => _file.Dispose();

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static extern int Control(SafeFileHandle file, nuint request, byte[] argument);
}
