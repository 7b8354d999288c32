using RustNet.Core.Wire;

namespace RustNet.Host.Linux.FirstPackets;

/// <summary>
/// Sees to it that UDP does not keep the watch for first packets busy, which a filter without a memory cannot tell from the others: a
/// port that sends on and on is left out for some seconds, and all of UDP where too many ports do. Goes by the time of packets. One thread.
/// </summary>
internal sealed class DatagramTraffic
{
    /// <summary>Datagrams of one port within a second, after which the rest is of no more interest.</summary>
    public const int MostOfPort = 64;

    /// <summary>Datagrams of all ports within a second.</summary>
    public const int MostOfAll = 2000;

    private const long Window = 1_000_000_000;
    private const long PortRest = 10_000_000_000;
    private const long Rest = 5_000_000_000;

    private readonly Dictionary<ushort, int> _counts = [];
    private readonly Dictionary<ushort, long> _quiet = []; // until when
    private long _windowBegin;
    private int _inWindow;
    private long _restsUntil;
    private bool _isChanged = true; // the first filter has to be set

    /// <summary>UDP is not watched at all now.</summary>
    public bool Rests { get; private set; }

    /// <summary>How often that happened.</summary>
    public int RestCount { get; private set; }

    /// <summary>When something that is left out now is to be watched again, nanoseconds since 1970 UTC; <see langword="null"/> if nothing is.</summary>
    public long? NextChange
    {
        get
        {
            long? next = Rests ? _restsUntil : null;
            foreach (var until in _quiet.Values)
            {
                next = next is { } earlier && earlier < until ? earlier : until;
            }

            return next;
        }
    }

    /// <summary>Counts a packet.</summary>
    public void Count(in FirstPacket packet)
    {
        if (packet.Key.Protocol != IpProtocol.Udp)
        {
            return;
        }

        if (packet.SentAt - _windowBegin is < 0 or >= Window)
        {
            _windowBegin = packet.SentAt;
            _inWindow = 0;
            _counts.Clear();
        }

        _inWindow++;
        var ofPort = _counts.GetValueOrDefault(packet.Key.LocalPort) + 1;
        _counts[packet.Key.LocalPort] = ofPort;
        if (ofPort > MostOfPort && _quiet.Count < FirstPacketFilter.MostPorts)
        {
            _isChanged |= _quiet.TryAdd(packet.Key.LocalPort, packet.SentAt + PortRest);
        }

        if (_inWindow > MostOfAll && !Rests)
        {
            Rests = true;
            RestCount++;
            _restsUntil = packet.SentAt + Rest;
            _isChanged = true;
        }
    }

    /// <summary>The filter that fits, where it is another one than before.</summary>
    public bool TryChange(long now, out FilterInstruction[] filter)
    {
        foreach (var (port, until) in _quiet)
        {
            // A clock that was set back keeps nobody out for longer.
            if (now >= until || now < until - PortRest - Window)
            {
                _isChanged |= _quiet.Remove(port); // allowed while it is read
            }
        }

        if (Rests && (now >= _restsUntil || now < _restsUntil - Rest - Window))
        {
            Rests = false;
            _isChanged = true;
        }

        var isChanged = _isChanged;
        _isChanged = false;
        filter = isChanged ? FirstPacketFilter.Write(withUdp: !Rests, [.. _quiet.Keys]) : [];
        return isChanged;
    }
}
