using RustNet.Capture.Interfaces;
using RustNet.Capture.Live.Interop;
using RustNet.Core.Wire;
using SharpPcap;
using SharpPcap.LibPcap;

namespace RustNet.Capture.Live;

/// <summary>
/// A live capture through SharpPcap and libpcap: non-promiscuous, read-only, in blocks. Needs the right to capture
/// (CAP_NET_RAW on Linux) when opened, none after. <see cref="Run"/> is for one thread, <see cref="Dispose"/> after it
/// has returned; everything else is for any thread.
/// </summary>
public sealed class LiveCapture : ICaptureSource
{
    private const string PktapName = "pktap";

    private readonly LiveDevice _device;
    private readonly TimeProvider _clock;
    private CaptureLoop? _loop;

    private LiveCapture(LiveDevice device, TimeProvider clock)
    {
        _device = device;
        _clock = clock;
        Name = device.Name;
        LinkTypeName = DataLink.Describe(device.LinkLayer, device.Name);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsLive => true;

    /// <inheritdoc/>
    public string LinkTypeName { get; }

    /// <summary>Frames as of the last batch; losses as of the last second and of the end.</summary>
    public CaptureStatistics Statistics => Volatile.Read(ref _loop)?.Statistics ?? default;

    /// <summary>
    /// Opens an interface and compiles the filter; frames are buffered from here on. Throws
    /// <see cref="CaptureException"/> with a message for the user: unknown or unusable interface, missing rights or
    /// library, bad filter.
    /// </summary>
    public static LiveCapture Open(LiveCaptureOptions options) => Open(options, TimeProvider.System);

    /// <summary><see cref="Open(LiveCaptureOptions)"/> with a given clock.</summary>
    public static LiveCapture Open(LiveCaptureOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        options = options with
        {
            SnapLength = Math.Clamp(options.SnapLength, 96, 262_144),
            BufferSize = Math.Max(options.BufferSize, 1 << 20),
        };

        var devices = InterfaceList.Devices();
        return OperatingSystem.IsMacOS() && devices.Count > 0 && TryOpenPktap(devices[0], options, clock, out var capture)
            ? capture!
            : new LiveCapture(OpenDevice(Resolve(devices, options.Interface), options), clock);
    }

    /// <inheritdoc/>
    public CaptureEnd Run(IFrameSink sink, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(sink);
        using var port = new PcapPort(_device, sink);
        var loop = new CaptureLoop(port, sink, Name, _clock);
        Volatile.Write(ref _loop, loop);
        return loop.Run(stop);
    }

    /// <summary>
    /// The interface itself; with <c>any</c> the interface of that index, also when it is gone. PKTAP frames name theirs in
    /// text and carry no index, so nothing is known of them here.
    /// </summary>
    public string? InterfaceName(int index) => _device.LinkLayer switch
    {
        LinkLayer.LinuxSll2 or LinkLayer.Pktap when index != 0 => _device.Names.Find(index),
        LinkLayer.LinuxSll2 or LinkLayer.Pktap => null,
        _ => Name == InterfaceList.AnyName ? null : Name, // cooked v1, from an old libpcap, does not say
    };

    /// <inheritdoc/>
    public void Dispose() => _device.Dispose();

    private static LiveDevice Resolve(IReadOnlyList<PcapInterface> devices, string? name)
    {
        var interfaces = devices.Select(InterfaceList.Describe).ToList();
        var found = name is null ? DefaultInterface.Find(interfaces) : InterfaceList.Find(interfaces, name);
        if (found is null)
        {
            var names = interfaces.Select(info => info.FriendlyName ?? info.Name);
            throw new CaptureException(name is null ? LiveCaptureText.NoDefaultInterface(names) : LiveCaptureText.UnknownInterface(name, names));
        }

        return new LiveDevice(devices[interfaces.IndexOf(found)], found.Name);
    }

    private static LiveDevice OpenDevice(LiveDevice device, LiveCaptureOptions options)
    {
        var opened = false;
        try
        {
            if (!device.TryOpen(options, PreferredDataLink(device.Name)))
            {
                throw new CaptureException(LiveCaptureText.UnsupportedLinkType(
                    device.Name, device.DataLinkNumber, LibPcap.DataLinkName(device.DataLinkNumber)));
            }

            SetFilter(device, options.Filter);
            device.StartDelivery();
            opened = true;
            return device;
        }
        catch (PcapException error)
        {
            throw LiveCaptureErrors.OnOpen(device.Name, options.Arguments, error, device.Opened ? device.LastError : "");
        }
        finally
        {
            if (!opened)
            {
                device.Dispose();
            }
        }
    }

    private static int PreferredDataLink(string name) =>
        name == InterfaceList.AnyName ? (int)LinkLayer.LinuxSll2 // v1 does not say which interface
        : OperatingSystem.IsMacOS() && name.StartsWith(PktapName, StringComparison.Ordinal) ? (int)LinkLayer.PktapUser2
        : 0;

    private static void SetFilter(LiveDevice device, string? filter)
    {
        if (string.IsNullOrWhiteSpace(filter))
        {
            return;
        }

        try
        {
            device.Filter = filter;
        }
        catch (PcapException error)
        {
            throw new CaptureException(LiveCaptureText.BadFilter(filter, device.LastError), error);
        }
    }

    /// <summary>
    /// macOS: the packet tap, which names the process of each packet. It sees all interfaces and is not enumerated;
    /// creating it takes root. Chosen by default, and where the user asks for it (<c>pktap</c>, <c>pktap,en0</c>).
    /// </summary>
    private static bool TryOpenPktap(PcapInterface template, LiveCaptureOptions options, TimeProvider clock, out LiveCapture? capture)
    {
        capture = null;
        var asked = options.Interface?.StartsWith(PktapName, StringComparison.Ordinal) == true;
        if (options.Interface is not null && !asked)
        {
            return false;
        }

        try
        {
            var device = new LiveDevice(template, options.Interface ?? PktapName);
            capture = new LiveCapture(OpenDevice(device, options), clock);
            if (asked || device.LinkLayer == LinkLayer.Pktap)
            {
                return true;
            }

            capture.Dispose(); // a tap without its header tells less than the interface itself
            return false;
        }
        catch (CaptureException) when (!asked)
        {
            return false; // without root the default interface serves, at the price of the process names
        }
    }
}
