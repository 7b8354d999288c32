using System.Collections.Immutable;
using System.Runtime.InteropServices;
using RustNet.Core.Flows;

namespace RustNet.Core.Query;

/// <summary>What the connections of a group have in common and whom they talk to, at one moment. Immutable.</summary>
public sealed record GroupSummary
{
    /// <summary>Entries that each of the lists has at most.</summary>
    public const int MaxEntries = 20;

    /// <summary>The group.</summary>
    public required ProcessGroup Group { get; init; }

    /// <summary>Bytes that its connections have received so far.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Bytes that its connections have sent so far.</summary>
    public long BytesSent { get; init; }

    /// <summary>Packets that its connections have received so far.</summary>
    public long PacketsReceived { get; init; }

    /// <summary>Packets that its connections have sent so far.</summary>
    public long PacketsSent { get; init; }

    /// <summary>Its processes, those with most rows first.</summary>
    public ImmutableArray<GroupPart<ProcessInfo>> Processes { get; init; } = [];

    /// <summary>Whom it talks to: names where inspection has found any, else addresses; most bytes first.</summary>
    public ImmutableArray<GroupPart<string>> Hosts { get; init; } = [];

    /// <summary>Different hosts, also those that <see cref="Hosts"/> has no room for.</summary>
    public int HostCount { get; init; }

    /// <summary>Applications that inspection has found, most connections first.</summary>
    public ImmutableArray<GroupPart<string>> Applications { get; init; } = [];

    /// <summary>Sums up the rows of a group. Work and memory grow with the rows.</summary>
    public static GroupSummary Of(ProcessGroup group, ReadOnlySpan<FlowSnapshot> rows)
    {
        var processes = new Dictionary<int, GroupPart<ProcessInfo>>();
        var hosts = new Dictionary<string, GroupPart<string>>(StringComparer.OrdinalIgnoreCase);
        var applications = new Dictionary<string, GroupPart<string>>();
        long bytesReceived = 0, bytesSent = 0, packetsReceived = 0, packetsSent = 0;
        foreach (var row in rows)
        {
            bytesReceived += row.BytesReceived;
            bytesSent += row.BytesSent;
            packetsReceived += row.PacketsReceived;
            packetsSent += row.PacketsSent;
            if (row.Process is { } process)
            {
                Count(processes, process.Id, process, row);
            }

            if (row.Identity.IsListening)
            {
                continue; // it talks to nobody
            }

            var host = row.App?.HostName is { Length: > 0 } name ? name : FlowText.Address(row.Identity.RemoteAddress);
            Count(hosts, host, host, row);
            if (row.App is { } app)
            {
                Count(applications, app.DisplayName, app.DisplayName, row);
            }
        }

        return new GroupSummary
        {
            Group = group,
            BytesReceived = bytesReceived,
            BytesSent = bytesSent,
            PacketsReceived = packetsReceived,
            PacketsSent = packetsSent,
            Processes = Best(processes.Values.OrderByDescending(static part => part.Rows).ThenBy(static part => part.What.Id)),
            Hosts = Best(hosts.Values.OrderByDescending(static part => part.Bytes).ThenByDescending(static part => part.Rows).ThenBy(static part => part.What, StringComparer.Ordinal)),
            HostCount = hosts.Count,
            Applications = Best(applications.Values.OrderByDescending(static part => part.Rows).ThenBy(static part => part.What, StringComparer.Ordinal)),
        };
    }

    private static void Count<TKey, TPart>(Dictionary<TKey, GroupPart<TPart>> parts, TKey key, TPart what, FlowSnapshot row)
        where TKey : notnull
    {
        ref var part = ref CollectionsMarshal.GetValueRefOrAddDefault(parts, key, out var exists);
        var before = exists ? part : new GroupPart<TPart>(what, 0, 0);
        part = before with { Rows = before.Rows + 1, Bytes = before.Bytes + row.Bytes };
    }

    private static ImmutableArray<GroupPart<T>> Best<T>(IEnumerable<GroupPart<T>> parts) => [.. parts.Take(MaxEntries)];
}

/// <summary>A part of a group's rows.</summary>
/// <param name="What">What they have in common.</param>
/// <param name="Rows">How many they are.</param>
/// <param name="Bytes">Bytes of both directions together.</param>
public readonly record struct GroupPart<T>(T What, int Rows, long Bytes);
