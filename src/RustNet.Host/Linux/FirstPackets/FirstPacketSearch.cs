using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Linux.Proc;
using RustNet.Host.Linux.Sockets;

namespace RustNet.Host.Linux.FirstPackets;

/// <summary>
/// From first packets to processes, while these still live: the socket at once, then who has it open, then whatever may speak
/// against it. What is not certain is not told. One thread.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class FirstPacketSearch(
    ISocketLookup sockets, HolderSearch search, ProcessFacts facts, ProcDirectory proc, EphemeralPorts ports, TimeProvider clock, SightingQueue into)
{
    private const int MostCandidates = 256;
    private const int MostLooks = 3;
    private const int RememberedEnds = 4096;

    /// <summary>What was sent so long ago has mostly gone, and what is there now says little of it.</summary>
    private const long Stale = 20_000_000;

    /// <summary>By the next datagram with the same ends after so long, the port may have gone to somebody else.</summary>
    private const long SameDatagrams = 5_000_000_000;

    /// <summary>
    /// In so little time nobody sends, hands the socket to a child that is born meanwhile, and is gone: the newest process that is known so
    /// soon after the packet stands for the newest at the packet.
    /// </summary>
    private const long NewestIsGood = 1_000_000;

    /// <summary>A socket of TCP is connected soon after it is made: a process that is older than this did not inherit it.</summary>
    private const long Settled = 1_000_000_000;

    /// <summary>The clock may be set a little between packet and question.</summary>
    private const long ClockTolerance = 2_000_000;

    /// <summary>A SYN with the same ends that was under way while its socket was looked up has come by then.</summary>
    private const long HoldOfSyn = 1_000_000;

    /// <summary>Whoever takes over a port of UDP sends something itself within this time, or so it is hoped.</summary>
    private const long HoldOfDatagram = 10_000_000;

    /// <summary>The process is one of the newest, or has just opened something else; the others are found without hurry.</summary>
    public static HolderSearchBounds Bounds { get; } = new(Processes: 16, Descriptors: 2 * 1024, RestPerWork: 3) { WithAncestors = false };

    private readonly RecentEntries<SocketKey, FirstPacket> _lately = new(RememberedEnds);
    private readonly PortHistory _ports = new();
    private readonly List<Candidate> _candidates = [];
    private readonly List<SocketEntry> _atPort = [];
    private NewestProcess? _newest;
    private long _missed;

    /// <summary>Packets that came too late or were too many. Any thread.</summary>
    public long Missed => Interlocked.Read(ref _missed);

    /// <summary>When to come back though no packet comes, nanoseconds since 1970 UTC; <see langword="null"/> if there is no need.</summary>
    public long? NextDue
    {
        get
        {
            long? next = null;
            foreach (var candidate in _candidates)
            {
                var due = candidate.Process is null ? candidate.SeenAt : candidate.DueAt;
                next = next is { } earlier && earlier < due ? earlier : due;
            }

            return next;
        }
    }

    private long Now => UnixTime.Now(clock);

    private int LastProcess => LoadAverage.LastProcess(proc.Read("loadavg\0"u8));

    /// <summary>Before packets are received.</summary>
    public void Begin()
    {
        _newest = null;
        if (into.TakeSuggestion() is > 0 and var process)
        {
            search.Suggest(process);
        }
    }

    /// <summary>Takes in a packet, as soon as it was received: finds its socket.</summary>
    public void Take(in FirstPacket packet)
    {
        var isTcp = packet.Key.Protocol == IpProtocol.Tcp;
        var isKnown = _lately.TryGet(packet.Key, out var last);
        if (isKnown && (isTcp ? last.Sequence == packet.Sequence : packet.SentAt - last.SentAt is >= 0 and < SameDatagrams))
        {
            _ports.OnUse(packet.Key.LocalPort, packet.SentAt);
            return;
        }

        _lately.Set(packet.Key, packet);
        DropRivals(in packet);
        if (isTcp && isKnown)
        {
            into.Add(new Sighting(packet.Key, packet.SentAt, packet.SentAt, null));
        }

        var entry = default(SocketEntry);
        var isFresh = Math.Abs(Now - packet.SentAt) < Stale && _candidates.Count < MostCandidates;
        var isFound = isFresh && sockets.TryLookup(packet.Key, out entry) && entry.Inode != 0;
        _missed += isFresh ? 0 : 1;
        var isExact = isFound && entry.Key == packet.Key;
        if (isTcp)
        {
            if (isExact)
            {
                Add(in packet, in entry, OwnerMatch.Exact, HoldOfSyn);
            }

            return;
        }

        var evidence = _ports.OnLookup(packet.Key.LocalPort, isFound ? entry.Inode : 0, packet.SentAt, Now);
        if (evidence != PortHistory.Evidence.Disputed && (isExact || (entry.IsWaiting && ports.Has(entry.LocalPort) && IsAlone(in entry))))
        {
            Add(in packet, in entry, isExact ? OwnerMatch.Exact : OwnerMatch.Wildcard, evidence == PortHistory.Evidence.Proven ? HoldOfSyn : HoldOfDatagram);
        }
    }

    /// <summary>Hands over what nothing speaks against, provided that all packets so far were taken in.</summary>
    public void HandOver()
    {
        var now = Now;
        foreach (var candidate in _candidates)
        {
            if (candidate.Process is { } process && candidate.DueAt <= now)
            {
                into.Add(new Sighting(candidate.Packet.Key, candidate.Packet.SentAt, candidate.SeenAt, new FlowOwner(process, candidate.Match)));
            }
        }

        _candidates.RemoveAll(candidate => candidate.Process is not null && (candidate.DueAt <= now || now < candidate.Packet.SentAt - ClockTolerance)); // or the clock was set back
    }

    /// <summary>
    /// Packets may have been missed: whoever else has sent from a port of UDP since may not have been seen, so that what was found there is not
    /// certain any more.
    /// </summary>
    public void ForgetDatagrams() => _candidates.RemoveAll(static candidate => candidate.Packet.Key.Protocol == IpProtocol.Udp);

    /// <summary>Looks for the processes of those sockets that have none yet.</summary>
    public void Look() => _candidates.RemoveAll(candidate => candidate.Process is null && !TryLook(candidate));

    private void Add(in FirstPacket packet, in SocketEntry entry, OwnerMatch match, long hold)
    {
        _newest ??= new NewestProcess(LastProcess, Now); // once for those that were received together
        var now = Now;
        _candidates.Add(new Candidate(packet, entry, match, _newest.Value) { SeenAt = now, DueAt = now + hold });
    }

    // Those that the packet speaks against: its socket may be the one that was found for them.
    private void DropRivals(in FirstPacket packet)
    {
        var (key, isTcp) = (packet.Key, packet.Key.Protocol == IpProtocol.Tcp);
        _candidates.RemoveAll(candidate => isTcp
            ? candidate.Packet.Key == key
            : candidate.Packet.Key.Protocol == key.Protocol && candidate.Packet.Key.LocalPort == key.LocalPort);
    }

    // Any of several sockets at a port may have sent it.
    private bool IsAlone(in SocketEntry entry)
    {
        _atPort.Clear();
        if (!sockets.TryListAt(entry.Protocol, entry.LocalPort, _atPort))
        {
            return false;
        }

        foreach (var other in _atPort)
        {
            if (other.Inode != entry.Inode)
            {
                return false;
            }
        }

        return true;
    }

    private bool IsStillThere(Candidate candidate) =>
        sockets.TryLookup(candidate.Packet.Key, out var entry) && entry.Inode == candidate.Socket.Inode;

    // False when it is given up.
    private bool TryLook(Candidate candidate)
    {
        // A look at processes is dear, and one that is too late is the most so.
        if (!search.Probe(candidate.Socket.Inode) && !IsStillThere(candidate))
        {
            return false;
        }

        // A datagram may be sent long after its socket was handed down.
        long? settled = candidate.Packet.Key.Protocol == IpProtocol.Tcp
            ? (candidate.Packet.SentAt - facts.BootTime - Settled) / ProcessStat.NanosecondsPerTick
            : null;
        if (search.TrySearchElder(candidate.Socket.Inode, candidate.Packet.SentAt, settled, out var holder, out var evidence))
        {
            if (evidence == HolderEvidence.Strangers)
            {
                return false;
            }

            if (evidence != HolderEvidence.Unfinished)
            {
                if (facts.Find(holder.Process, holder.StartTicks) is not { } process || !WasThere(process, candidate)
                    || (evidence == HolderEvidence.EldersHidden && process.UserId != candidate.Socket.UserId))
                {
                    return false;
                }

                candidate.Process = process;
                candidate.SeenAt = Now;
                return true;
            }
        }

        candidate.Looks++;
        return candidate.Looks < MostLooks && Now - candidate.Packet.SentAt < Stale;
    }

    // A child that was born after the packet has inherited the socket from whoever sent it.
    private bool WasThere(ProcessInfo process, Candidate candidate)
    {
        if (process.StartTime is not { } started)
        {
            return false;
        }

        var sentAt = candidate.Packet.SentAt;
        if (started + ProcessStat.NanosecondsPerTick + ClockTolerance <= sentAt)
        {
            return true;
        }

        // Ids are handed out upwards, until they begin again at the end.
        var newest = candidate.Newest;
        return started <= sentAt + ClockTolerance && newest.Id != int.MaxValue && process.Id <= newest.Id && newest.AsOf - sentAt < NewestIsGood
            && LastProcess >= newest.Id;
    }
}
