namespace RustNet.Capture.Files;

/// <summary>Tells by its first bytes what format a file has; a file name says nothing.</summary>
internal static class CaptureFormats
{
    private const int EnoughToTell = PcapFormat.FileHeaderLength;

    /// <summary>The format at the front of the window, moved behind its file header. Throws <see cref="CaptureException"/> where there is none.</summary>
    public static ICaptureFormat Detect(string name, ReadWindow window, CaptureInterfaces interfaces)
    {
        while (window.Available.Length < EnoughToTell && window.Fill(EnoughToTell, CancellationToken.None))
        {
        }

        var start = window.Available;
        if (start.IsEmpty)
        {
            throw new CaptureException($"{name}: is empty; a capture has at least a file header, so record it again");
        }

        if (PcapngFormat.Recognises(start))
        {
            return BeginPcapng(window, interfaces);
        }

        if (!PcapFormat.Recognises(start))
        {
            throw new CaptureException($"{name}: {NotACapture(start)}");
        }

        if (start.Length < PcapFormat.FileHeaderLength)
        {
            throw new CaptureException($"{name}: cut short inside the file header, there is no packet in it; record it again");
        }

        var format = PcapFormat.Create(start);
        if (format.MajorVersion != 2)
        {
            throw new CaptureException($"{name}: pcap version {format.MajorVersion} is not known; the file is damaged or from another program");
        }

        if (!Enum.IsDefined(format.LinkLayer))
        {
            throw new CaptureException($"{name}: its frames are of {LinkLayerNames.Name(format.LinkLayer)} (LINKTYPE_ registry), which rustnet cannot read; record IP traffic on another interface");
        }

        window.Consume(PcapFormat.FileHeaderLength);
        interfaces.Add(format.LinkLayer, null);
        return format;
    }

    // Steps over what stands before the first packet, so that the interfaces are known from the start. Damage is the reader's to report.
    private static PcapngFormat BeginPcapng(ReadWindow window, CaptureInterfaces interfaces)
    {
        var format = new PcapngFormat(interfaces);
        while (format.Next(window.Available, out var length, out _) == RecordStep.Skipped)
        {
            window.Consume(length);
        }

        return format;
    }

    private static string NotACapture(ReadOnlySpan<byte> start)
    {
        var unpacker = start switch
        {
            [0x28, 0xB5, 0x2F, 0xFD, ..] => "zstd",
            [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', ..] => "xz",
            [(byte)'B', (byte)'Z', (byte)'h', ..] => "bzip2",
            [0x04, 0x22, 0x4D, 0x18, ..] => "lz4",
            _ => null,
        };
        return unpacker is null
            ? "not a pcap or pcapng capture; Wireshark's editcap converts other formats: editcap FILE FILE.pcapng"
            : $"packed with {unpacker}, which is not read directly; use: {unpacker} -dc FILE | rustnet --read -";
    }
}
