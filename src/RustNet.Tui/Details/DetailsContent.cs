using System.Globalization;
using RustNet.Core.Flows;
using RustNet.Core.Names;
using RustNet.Core.Query;
using RustNet.Core.Wire;
using RustNet.Tui.Painting;
using RustNet.Tui.Table;

namespace RustNet.Tui.Details;

/// <summary>All facts of one connection, as sections. Pure.</summary>
internal static class DetailsContent
{
    /// <summary>The sections, those that people look for first at the top: whose it is, what it speaks and with whom.</summary>
    /// <param name="flow">The connection.</param>
    /// <param name="now">Packet time that ages count from.</param>
    /// <param name="interfaceName">Name of the interface it was seen on, or <see langword="null"/>.</param>
    /// <param name="zone">Zone of the dates.</param>
    /// <returns>Those of what the connection is, and those of what happens on it.</returns>
    public static (IReadOnlyList<DetailSection> Being, IReadOnlyList<DetailSection> Doing) Of(FlowSnapshot flow, long now, string? interfaceName, TimeZoneInfo zone)
    {
        var owner = OwnerSection.Of(flow.Owner, zone);
        if (flow.Identity.IsListening)
        {
            return ([owner, Socket(flow, zone)], []);
        }

        List<DetailSection> being = [Connection(flow, interfaceName), Lifetime(flow, now, zone)];
        being.Insert(flow.Owner is null ? being.Count : 0, owner); // that nobody has looked is no news
        return (being, flow.Tcp is { } tcp ? [Application(flow), Traffic(flow), Quality(tcp)] : [Application(flow), Traffic(flow)]);
    }

    /// <summary>A socket that waits: no packet has made it, so it has neither traffic nor an age.</summary>
    private static DetailSection Socket(FlowSnapshot flow, TimeZoneInfo zone) => new("Listening socket",
    [
        new("Protocol", FlowText.ProtocolLabel(flow.Identity.ProtocolName)),
        new("State", flow.State, Tone.Strong),
        new("Local address", flow.Identity.LocalText),
        new("Service", Service(flow.Identity)),
        new("Found", Date(flow.Identity.FirstSeen, zone)),
    ]);

    private static DetailSection Connection(FlowSnapshot flow, string? interfaceName)
    {
        var identity = flow.Identity;
        var fields = new List<DetailField>
        {
            new("Protocol", FlowText.ProtocolLabel(identity.ProtocolName)),
            new("State", flow.State, Tone.Strong),
            new("Local address", identity.LocalText),
        };
        var scope = FlowWords.Scope(identity.RemoteScope) is { } word ? $" ({word})" : "";
        fields.Add(new("Remote address", identity.RemoteText + scope, Tone.Remote));
        fields.Add(new("Direction", FlowWords.Direction(identity.Direction)));
        fields.Add(new("Service", Service(identity)));
        if (interfaceName is not null)
        {
            fields.Add(new("Interface", interfaceName));
        }

        if (identity.VlanId != 0)
        {
            fields.Add(new("VLAN", identity.VlanId.ToString(CultureInfo.InvariantCulture)));
        }

        fields.Add(new("Connection", $"#{identity.Id.ToString(CultureInfo.InvariantCulture)}", Tone.Dim));
        return new DetailSection("Connection", fields);
    }

    private static DetailSection Lifetime(FlowSnapshot flow, long now, TimeZoneInfo zone)
    {
        var fields = new List<DetailField>
        {
            new("First seen", Date(flow.Identity.FirstSeen, zone)),
            new("Last seen", Date(flow.LastSeen, zone)),
            new("Lasted", Elapsed(flow.LastSeen - flow.Identity.FirstSeen)),
        };
        if (FlowWords.End(flow.End) is { } end)
        {
            fields.Add(new("Ended", end, Tone.Historic));
            return new DetailSection("Lifetime", fields);
        }

        var age = now - flow.AgesFrom;
        var tone = RowMark.ToneOf(flow, now);
        fields.Add(new("Idle", Elapsed(now - flow.LastSeen)));
        fields.Add(new("Timeout", UnitText.Duration(flow.Timeout)));
        fields.Add(new(
            "Removed in",
            $"{UnitText.Duration(flow.Timeout - age)} ({flow.Staleness(now).ToString("P0", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal)} passed)",
            tone == Tone.Text ? Tone.Good : tone));
        return new DetailSection("Lifetime", fields);
    }

    private static DetailSection Traffic(FlowSnapshot flow) => new("Traffic",
    [
        new("Down", UnitText.Rate(flow.DownRate), Tone.Down),
        new("Up", UnitText.Rate(flow.UpRate), Tone.Up),
        new("Received", Amount(flow.BytesReceived, flow.PacketsReceived)),
        new("Sent", Amount(flow.BytesSent, flow.PacketsSent)),
        new("Together", Amount(flow.Bytes, flow.Packets)),
    ]);

    private static DetailSection Application(FlowSnapshot flow)
    {
        if (flow.App is not { } app)
        {
            return new DetailSection("Application", [new("Protocol", "not recognised", Tone.Dim)]);
        }

        var fields = new List<DetailField> { new("Protocol", app.DisplayName, Tone.App) };
        if (app.HostName is { } host)
        {
            fields.Add(new("Host", host, Tone.Strong));
        }

        foreach (var field in app.Fields)
        {
            fields.Add(new(field.Label, field.Value));
        }

        if (flow.ResponseMilliseconds is { } response)
        {
            fields.Add(new("Response time", UnitText.Milliseconds(response)));
        }

        return new DetailSection($"Application: {app.DisplayName}", fields);
    }

    private static DetailSection Quality(TcpQualitySnapshot tcp) => new("TCP quality",
    [
        new("RTT, handshake", tcp.InitialRttMilliseconds is { } initial ? UnitText.Milliseconds(initial) : "-"),
        new("RTT, now", tcp.SmoothedRttMilliseconds is { } smoothed ? UnitText.Milliseconds(smoothed) : "-"),
        Counter("Retransmissions", tcp.Retransmissions),
        Counter("Fast retransmissions", tcp.FastRetransmissions),
        Counter("Out of order", tcp.OutOfOrder),
        new("Duplicate ACKs", CountText.Of(tcp.DuplicateAcks)), // ordinary beside any loss elsewhere
        Counter("Zero windows", tcp.ZeroWindows),
    ]);

    private static string Amount(long bytes, long packets) => bytes < 1000
        ? $"{CountText.Of(bytes, "byte")} in {CountText.Of(packets, "packet")}"
        : $"{UnitText.Bytes(bytes)} ({CountText.Of(bytes)} B) in {CountText.Of(packets, "packet")}";

    private static DetailField Counter(string label, int count) => new(label, CountText.Of(count), count == 0 ? Tone.Good : Tone.Warning);

    private static string Service(FlowIdentity identity) => identity.Service is { } service ? $"{service} (by port number)" : "-";

    // Most connections are over within a second.
    private static string Elapsed(long nanoseconds) => nanoseconds is > 0 and < PacketTime.Second
        ? UnitText.Milliseconds((double)nanoseconds / PacketTime.Millisecond)
        : UnitText.Duration(nanoseconds);

    private static string Date(long instant, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTimeFromUtc(PacketTime.ToUtc(instant), zone).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
