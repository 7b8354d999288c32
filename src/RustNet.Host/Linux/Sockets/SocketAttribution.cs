using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Core.Names;
using RustNet.Core.Wire;
using RustNet.Host.Linux.Bpf;
using RustNet.Host.Linux.FirstPackets;
using RustNet.Host.Linux.Proc;

namespace RustNet.Host.Linux.Sockets;

/// <summary>
/// Finds owners by the kernel's lists of sockets and the open files of processes, whichever way those lists are read. The order:
/// who was seen with it as it began; the connected socket; the one that waits for the connection; what is remembered of it; a socket in another network
/// namespace; the reason why there is none. One thread.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class SocketAttribution : IDisposable
{
    // Clocks are set. The start time of a process is cut to hundredths of a second, so it is never later than it was.
    private const long StartTolerance = 2_000_000;

    // Programs have sockets of these, too, which are not looked for: that nobody is found means nothing.
    private const IpProtocol DatagramCongestionControl = (IpProtocol)33; // DCCP (RFC 4340)
    private const IpProtocol LightweightDatagram = (IpProtocol)136; // UDP-Lite (RFC 3828)

    private const ulong RightsToLook = 1UL << 19 | 1UL << 2; // CAP_SYS_PTRACE, CAP_DAC_READ_SEARCH

    private static readonly FlowOwner s_exited = new(null, OwnerMatch.Exited);
    private static readonly FlowOwner s_noRights = new(null, OwnerMatch.NoRights);
    private static readonly FlowOwner s_kernel = new(null, OwnerMatch.Kernel);

    private readonly ISocketSource _source;
    private readonly TimeProvider _clock;
    private readonly HolderSearch _search;
    private readonly OwnerFinder _owners;
    private readonly SocketWatch _watch;
    private readonly RawSockets _raw;
    private readonly SctpSockets _sctp;
    private readonly ForeignAttribution _foreign;
    private readonly SightedSockets? _sighted;
    private readonly EphemeralPorts _ephemeral;
    private readonly bool _hasRightsToLook = BpfKernel.Capabilities is { } held && (held & RightsToLook) == RightsToLook;

    /// <summary>Takes <paramref name="source"/> over; /proc stays its owner's.</summary>
    public SocketAttribution(ISocketSource source, ProcDirectory proc, ProcessFacts facts, TimeProvider clock, SightedSockets? sighted = null)
    {
        _sighted = sighted;
        _ephemeral = EphemeralPorts.Read(proc);
        _source = source;
        _clock = clock;
        _search = new HolderSearch(proc, clock);
        _owners = new OwnerFinder(_search, facts);
        _watch = new SocketWatch(source, _search, _owners, clock);
        _raw = new RawSockets(proc, _owners, clock);
        _sctp = new SctpSockets(source, clock);
        _foreign = new ForeignAttribution(new ForeignNamespaces(proc, clock), _owners);
    }

    /// <summary>The sockets that wait, as of the last <see cref="Refresh"/>.</summary>
    public IReadOnlyList<ListeningSocket> Listening => _watch.Listening;

    /// <summary>What cannot be seen, once that is known; <see langword="null"/> if nothing is hidden.</summary>
    public string? Degradation => !_search.HasLookedAtAll || _owners.SeesAll ? null
        : _search.Denied > 0 && _hasRightsToLook ? CountText.Of(_search.Denied, "process", "processes") + " cannot be looked into, whatever rights one has"
        : _search.Denied > 0 ? "processes of other users are hidden (CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH show them)"
        : "only a part of all processes is visible";

    /// <summary>As <see cref="IProcessAttributor.Refresh"/>.</summary>
    public void Refresh()
    {
        _watch.Refresh();
        _foreign.Refresh();
    }

    /// <summary>As <see cref="IProcessAttributor.Find"/>.</summary>
    public FlowOwner? Find(in SocketQuery socket)
    {
        if (socket.Direction == FlowDirection.Forwarded)
        {
            return _foreign.FindForwarded(in socket);
        }

        return socket.Protocol switch
        {
            IpProtocol.Tcp or IpProtocol.Udp => FindSocket(in socket),
            IpProtocol.Icmp or IpProtocol.IcmpV6 => _raw.FindEcho(in socket),
            IpProtocol.Igmp or 0 => s_kernel, // 0 is ARP
            IpProtocol.Sctp => FindAssociation(in socket),
            DatagramCongestionControl or LightweightDatagram => _raw.FindRaw(in socket) is { Match: not OwnerMatch.Kernel } owner ? owner : null,
            _ => _raw.FindRaw(in socket),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private FlowOwner? FindSocket(in SocketQuery socket)
    {
        var key = SocketKey.Of(in socket);
        FlowOwner? sighted = null;
        var sighting = _sighted?.Find(in key, socket.SeenAt, out sighted) ?? SightingAnswer.None;
        if (sighting != SightingAnswer.None)
        {
            return sighting == SightingAnswer.Named ? sighted : socket.Attempt == 0 ? null : s_exited;
        }

        if (!_source.TryLookup(in key, out var entry) && !TryListed(in socket, in key, out entry))
        {
            return FindGone(in socket, in key, isCertain: _watch.HasListedSince(socket.SeenAt));
        }

        if (entry.Key == key)
        {
            return entry.Inode != 0 ? OwnerOf(in entry, in socket, OwnerMatch.Exact)
                : FindRemembered(in socket, in key) ?? FindAccepting(in entry, in socket);
        }

        if (!entry.IsWaiting)
        {
            return FindGone(in socket, in key);
        }

        if (socket.Protocol == IpProtocol.Udp)
        {
            return FindBound(in entry, in socket);
        }

        if (socket.IsInitiator)
        {
            return FindGone(in socket, in key); // who waits at that port has not begun this
        }

        return FindRemembered(in socket, in key)
            ?? _foreign.FindTranslated(in socket, in key)
            ?? FindAccepting(in entry, in socket);
    }

    // A socket bound to a device, or with a link-local address, is not found by its ends alone.
    private bool TryListed(in SocketQuery socket, in SocketKey key, out SocketEntry entry)
    {
        entry = default;
        if (socket.Attempt == 0)
        {
            return false;
        }

        _watch.RefreshFor(socket.SeenAt);
        return _watch.HasListedSince(socket.SeenAt) && _watch.Table.TryFind(in key, out entry);
    }

    // A library that brings its own SCTP has a raw socket.
    private FlowOwner? FindAssociation(in SocketQuery socket)
    {
        if (_raw.FindRaw(in socket) is { Match: not OwnerMatch.Kernel } raw)
        {
            return raw;
        }

        return _sctp.TryFind(in socket, out var entry, out var match, out var isListed) ? OwnerOf(in entry, in socket, match)
            : isListed && socket.Attempt > 1 ? s_exited
            : null;
    }

    // The connection has no socket of its own (yet): whoever waits at the port accepts it.
    private FlowOwner? FindAccepting(in SocketEntry entry, in SocketQuery socket)
    {
        if (socket.IsInitiator || entry.IsLeft)
        {
            return socket.Attempt == 0 && _sighted is not null ? null : s_exited; // the one who looked in time may be about to tell
        }

        if (socket.Attempt == 0)
        {
            return null; // the process that accepts it may be another one than the one that listens
        }

        if (entry.IsWaiting)
        {
            return OwnerOf(in entry, in socket, OwnerMatch.Listener);
        }

        foreach (var waiting in _watch.Table.Waiting(socket.Protocol, socket.LocalPort))
        {
            if (waiting.Fit(socket.Local) > 0)
            {
                return OwnerOf(in waiting, in socket, OwnerMatch.Listener);
            }
        }

        return s_exited;
    }

    // The kernel's choice among several sockets is right for what arrives; what goes out may be of any of them.
    private FlowOwner? FindBound(in SocketEntry entry, in SocketQuery socket)
    {
        var answer = OwnerOf(in entry, in socket, OwnerMatch.Wildcard);
        if (!socket.IsInitiator || answer?.Process is not { } process)
        {
            return answer;
        }

        if (!_ephemeral.Has(socket.LocalPort) || MayHaveBegunLater(process, in socket))
        {
            return new FlowOwner(process, OwnerMatch.Guess); // one that shared the port, or had it before, may be gone
        }

        foreach (var other in _watch.Table.Waiting(socket.Protocol, socket.LocalPort))
        {
            if (other.Inode != entry.Inode && other.Fit(socket.Local) > 0 && _owners.Seen(other.Inode)?.Process.Id != process.Id)
            {
                return new FlowOwner(process, OwnerMatch.Guess);
            }
        }

        return answer;
    }

    private FlowOwner? OwnerOf(in SocketEntry entry, in SocketQuery socket, OwnerMatch match)
    {
        if (entry.Inode == 0)
        {
            return socket.Attempt == 0 ? null : s_exited;
        }

        var likely = match == OwnerMatch.Exact && !socket.IsInitiator ? LikelyAcceptor(in socket) : 0;
        // What began here had its socket before its first packet; what is accepted has it now, for it has an inode.
        var existedAt = socket.IsInitiator || match != OwnerMatch.Exact ? socket.SeenAt : UnixTime.Now(_clock);
        if (_owners.Find(entry.Inode, existedAt, likely) is { } owner)
        {
            if (IsTooYoung(in owner, in socket) || (match != OwnerMatch.Exact && MayBeTooYoung(in owner, in socket)))
            {
                return socket.Attempt == 0 ? null : s_exited;
            }

            if (match == OwnerMatch.Exact)
            {
                _watch.Remember(entry.Key, owner);
                _sighted?.Suggest(owner.Process.Id);
            }

            return owner.As(match);
        }

        if (socket.Attempt == 0)
        {
            return null;
        }

        if (_watch.IsHidden(in entry))
        {
            return s_noRights;
        }

        if (!_search.HasLookedAtAllSince(socket.SeenAt))
        {
            _watch.WantLook();
            return null;
        }

        // It is still there, and nobody who can be seen has it.
        return IsStillThere(in entry, in socket) ? _watch.Ownerless(in entry, socket.Attempt) : s_exited;
    }

    private bool IsStillThere(in SocketEntry entry, in SocketQuery socket)
    {
        if (socket.Protocol == IpProtocol.Sctp)
        {
            return true; // listed just now, and not to be asked for
        }

        var key = SocketKey.Of(in socket);
        return (_source.TryLookup(in key, out var now) || TryListed(in socket, in key, out now)) && now.Inode == entry.Inode;
    }

    private int LikelyAcceptor(in SocketQuery socket)
    {
        foreach (var waiting in _watch.Table.Waiting(socket.Protocol, socket.LocalPort))
        {
            if (waiting.Fit(socket.Local) > 0 && _owners.Seen(waiting.Inode) is { } owner)
            {
                return owner.Process.Id;
            }
        }

        return 0;
    }

    private FlowOwner? FindRemembered(in SocketQuery socket, in SocketKey key) =>
        _watch.TryRemembered(in key, socket.SeenAt, out var owner) && !IsTooYoung(in owner, in socket) ? owner.As(OwnerMatch.Exact) : null;

    // Younger than the packet: it has the port of another one, or was handed the socket.
    private static bool IsTooYoung(in OwningProcess owner, in SocketQuery socket) =>
        socket.IsInitiator && owner.Process.StartTime > socket.SeenAt + StartTolerance;

    // Who waits at a port has waited before anything came; one that may have started after that may have taken the place of another.
    private static bool MayBeTooYoung(in OwningProcess owner, in SocketQuery socket) =>
        !socket.IsInitiator && MayHaveBegunLater(owner.Process, in socket);

    // When a process began is known to a tick.
    private static bool MayHaveBegunLater(ProcessInfo process, in SocketQuery socket) =>
        process.StartTime + ProcessStat.NanosecondsPerTick > socket.SeenAt;

    private FlowOwner? FindGone(in SocketQuery socket, in SocketKey key, bool isCertain = true) =>
        FindRemembered(in socket, in key)
        ?? _foreign.FindTranslated(in socket, in key)
        ?? (socket.Attempt == 0 || !isCertain || _foreign.MayHave(in socket) ? null : s_exited);
}
