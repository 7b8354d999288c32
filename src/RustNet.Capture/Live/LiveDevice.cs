using RustNet.Capture.Live.Interop;
using RustNet.Core.Wire;
using SharpPcap;
using SharpPcap.LibPcap;

namespace RustNet.Capture.Live;

/// <summary>
/// SharpPcap's live device, opened the way this program captures: block delivery instead of immediate mode,
/// non-promiscuous, nanoseconds where the system has them. Its own capture loop is not used.
/// </summary>
internal sealed class LiveDevice : LibPcapLiveDevice
{
    private const long NanosecondsPerMicrosecond = 1_000;

    private readonly string _name;
    private int _index;
    private volatile bool _closed;

    /// <summary>Makes a closed one.</summary>
    /// <param name="template">What SharpPcap enumerated.</param>
    /// <param name="name">The device to open: the template's name, or a pseudo-device that is not enumerated.</param>
    public LiveDevice(PcapInterface template, string name)
        : base(template)
    {
        _name = name;
        Names = new InterfaceNames(LookUp);
    }

    /// <inheritdoc/>
    public override string Name => _name;

    /// <summary>Link layer of the frames. Not SharpPcap's LinkType, which does not follow pcap_set_datalink.</summary>
    public LinkLayer LinkLayer { get; private set; }

    /// <summary>Number of the link layer in libpcap's DLT_ numbering.</summary>
    public int DataLinkNumber { get; private set; }

    /// <summary>Nanoseconds per unit of a frame's fraction of a second: 1 or 1000.</summary>
    public long TimestampUnit { get; private set; } = NanosecondsPerMicrosecond;

    /// <summary>Descriptor to wait on, or -1 where dispatching waits by itself.</summary>
    public int PollDescriptor { get; private set; } = -1;

    /// <summary>
    /// False once the interface is gone. Always true of a pseudo-device, which cannot go, and on Windows, where reading
    /// fails instead.
    /// </summary>
    public bool Exists
    {
        get
        {
            if (_index == 0)
            {
                return true;
            }

            LibC.InterfaceName(FileDescriptor, _index, out var gone);
            return !gone;
        }
    }

    /// <summary>Names of the interfaces behind a device that captures on several.</summary>
    public InterfaceNames Names { get; }

    /// <summary>Opens the device. Throws <see cref="PcapException"/>; whether the link layer can be read is the caller's question.</summary>
    /// <returns>False where frames have a link layer that this program does not know.</returns>
    public bool TryOpen(LiveCaptureOptions options, int preferredDataLink)
    {
        var configuration = new DeviceConfiguration
        {
            Mode = DeviceModes.None,
            Immediate = false,
            ReadTimeout = CaptureLoop.ReadTimeoutMilliseconds,
            Snaplen = options.SnapLength,
            BufferSize = options.BufferSize,
            TimestampResolution = SharpPcap.TimestampResolution.Nanosecond,
        };
        configuration.ConfigurationFailed += static (_, _) => { }; // without nanoseconds or that buffer it captures all the same
        Open(configuration);

        TimestampUnit = TimestampResolution == SharpPcap.TimestampResolution.Nanosecond ? 1 : NanosecondsPerMicrosecond;
        if (preferredDataLink != 0)
        {
            _ = LibPcap.SetDataLink(Handle, preferredDataLink); // an old libpcap stays with what it has
        }

        DataLinkNumber = LibPcap.DataLink(Handle);
        if (!DataLink.TryTranslate(DataLinkNumber, out var linkLayer))
        {
            return false;
        }

        LinkLayer = linkLayer;
        if (!OperatingSystem.IsWindows())
        {
            _index = LibC.InterfaceIndex(_name);
        }

        return true;
    }

    /// <summary>Makes the device ready for the capture loop.</summary>
    public void StartDelivery()
    {
        if (OperatingSystem.IsLinux())
        {
            NonBlockingMode = true; // the loop waits on the descriptor
            PollDescriptor = FileDescriptor;
        }
    }

    /// <inheritdoc/>
    public override void Close()
    {
        _closed = true;
        base.Close();
    }

    private string? LookUp(int index) =>
        index <= 0 || _closed || OperatingSystem.IsWindows() ? null : LibC.InterfaceName(FileDescriptor, index, out _);
}
