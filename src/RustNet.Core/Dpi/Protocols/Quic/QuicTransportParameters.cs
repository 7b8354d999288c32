using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>
/// Transport parameters of a client's hello (RFC 9000 §18), the only ones that are in the clear. Immutable. The list of the drafts
/// before 27 had another form, and tells nothing here.
/// </summary>
internal sealed class QuicTransportParameters
{
    // RFC 9000 §18.2
    private const ulong MaxIdleTimeoutId = 0x01;
    private const ulong MaxUdpPayloadSizeId = 0x03;
    private const ulong InitialMaxDataId = 0x04;
    private const ulong InitialMaxStreamsBidiId = 0x08;
    private const ulong DisableActiveMigrationId = 0x0c;

    private const ulong VersionInformationId = 0x11;        // RFC 9368 §3
    private const ulong MaxDatagramFrameSizeId = 0x20;      // RFC 9221 §3
    private const ulong GoogleUserAgentId = 0x3129;

    /// <summary>max_idle_timeout in milliseconds; 0 for none.</summary>
    public ulong MaxIdleTimeout { get; private set; }

    /// <summary>max_udp_payload_size: the largest datagram the client takes.</summary>
    public ulong? MaxUdpPayloadSize { get; private set; }

    /// <summary>initial_max_data: bytes the server may send before it is granted more.</summary>
    public ulong? InitialMaxData { get; private set; }

    /// <summary>initial_max_streams_bidi: streams the server may open.</summary>
    public ulong? InitialMaxStreams { get; private set; }

    /// <summary>max_datagram_frame_size: above 0, unreliable datagrams are taken.</summary>
    public ulong? MaxDatagramFrameSize { get; private set; }

    /// <summary>disable_active_migration: the client stays at its address.</summary>
    public bool IsMigrationDisabled { get; private set; }

    /// <summary>Versions the client could go on with (version_information), comma-separated.</summary>
    public string? VersionsAvailable { get; private set; }

    /// <summary>Software that a client of Google's names.</summary>
    public string? UserAgent { get; private set; }

    /// <summary>Facts to show, in order.</summary>
    public void AddFields(List<AppField> fields)
    {
        if (MaxIdleTimeout > 0)
        {
            fields.Add(new("quic.max_idle_timeout", "Max idle timeout (ms)", Text(MaxIdleTimeout)));
        }

        if (MaxUdpPayloadSize is { } payload)
        {
            fields.Add(new("quic.max_udp_payload_size", "Max datagram (bytes)", Text(payload)));
        }

        if (InitialMaxData is { } data)
        {
            fields.Add(new("quic.initial_max_data", "Initial max data (bytes)", Text(data)));
        }

        if (InitialMaxStreams is { } streams)
        {
            fields.Add(new("quic.initial_max_streams_bidi", "Initial max streams", Text(streams)));
        }

        if (MaxDatagramFrameSize is { } frame)
        {
            fields.Add(new("quic.max_datagram_frame_size", "Max datagram frame (bytes)", Text(frame)));
        }

        if (IsMigrationDisabled)
        {
            fields.Add(new("quic.disable_active_migration", "Migration disabled", "yes"));
        }

        if (VersionsAvailable is not null)
        {
            fields.Add(new("quic.versions_available", "Versions available", VersionsAvailable));
        }
    }

    /// <summary>Reads the list up to where it cannot be read. Of a parameter that comes twice, which no client sends, any may be taken.</summary>
    public static QuicTransportParameters Read(ReadOnlySpan<byte> list)
    {
        var result = new QuicTransportParameters();
        var reader = new WireReader(list);
        while (reader.TryReadVarint(out var id) && reader.TryTakeVarintVector(out var value))
        {
            result.Set(id, value);
        }

        return result;
    }

    private void Set(ulong id, ReadOnlySpan<byte> value)
    {
        switch (id)
        {
            case MaxIdleTimeoutId when TryNumber(value, out var number):
                MaxIdleTimeout = number;
                break;
            case MaxUdpPayloadSizeId when TryNumber(value, out var number):
                MaxUdpPayloadSize = number;
                break;
            case InitialMaxDataId when TryNumber(value, out var number):
                InitialMaxData = number;
                break;
            case InitialMaxStreamsBidiId when TryNumber(value, out var number):
                InitialMaxStreams = number;
                break;
            case MaxDatagramFrameSizeId when TryNumber(value, out var number):
                MaxDatagramFrameSize = number;
                break;
            case DisableActiveMigrationId when value.IsEmpty:
                IsMigrationDisabled = true;
                break;
            case VersionInformationId:
                VersionsAvailable ??= Versions(value);
                break;
            case GoogleUserAgentId when !value.IsEmpty:
                UserAgent ??= WireText.Clean(value);
                break;
        }
    }

    private static bool TryNumber(ReadOnlySpan<byte> value, out ulong number)
    {
        var reader = new WireReader(value);
        return reader.TryReadVarint(out number) && reader.AtEnd;
    }

    // The version of this packet, then those that could follow.
    private static string? Versions(ReadOnlySpan<byte> value) =>
        value.Length > sizeof(uint) && QuicVersionNegotiation.Text(value[sizeof(uint)..]) is { Length: > 0 } text ? text : null;

    private static string Text(ulong number) => RecentText.Number(number);
}
