using RustNet.Capture.Live.Interop;
using SharpPcap;

namespace RustNet.Capture.Live;

/// <summary>Turns what SharpPcap and libpcap throw into what the user can act on.</summary>
internal static class LiveCaptureErrors
{
    // pcap_activate(3PCAP)
    private const int NoSuchDevice = -5;
    private const int PermissionDenied = -8;
    private const int InterfaceNotUp = -9;
    private const int PromiscuousPermissionDenied = -11;

    /// <summary>True if libpcap itself could not be loaded; the first use of SharpPcap may wrap that.</summary>
    public static bool IsMissingLibrary(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is DllNotFoundException or EntryPointNotFoundException)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The error of opening an interface, in words for the user.</summary>
    /// <param name="name">The interface.</param>
    /// <param name="arguments">What was behind the program's name (<see cref="LiveCaptureOptions.Arguments"/>).</param>
    /// <param name="error">What SharpPcap threw.</param>
    /// <param name="detail">What libpcap says about it, if anything.</param>
    public static CaptureException OnOpen(string name, string arguments, PcapException error, string detail)
    {
        var platform = LiveCaptureText.Platform;
        var message = (int)error.Error switch
        {
            PermissionDenied or PromiscuousPermissionDenied => LiveCaptureText.MissingRights(platform, name, IsRoot, Program, arguments),
            InterfaceNotUp => LiveCaptureText.InterfaceDown(platform, name),
            NoSuchDevice => LiveCaptureText.CannotOpen(name, "it is gone"),
            _ => LiveCaptureText.CannotOpen(name, string.IsNullOrWhiteSpace(detail) ? error.Message : detail),
        };
        return new CaptureException(message, error);
    }

    private static bool IsRoot => !OperatingSystem.IsWindows() && LibC.EffectiveUser() == 0;

    // Rights belong on the ahead-of-time compiled program only: on the shared runtime, or on a program that loads it,
    // everyone could run their own code with them.
    // (RuntimeFeature does not tell: a project that can be published that way says so in every build.)
    private static string? Program => AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") is null ? Environment.ProcessPath : null;
}
