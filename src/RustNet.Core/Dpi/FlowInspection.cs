using RustNet.Core.Dpi.Reassembly;

namespace RustNet.Core.Dpi;

/// <summary>
/// The part of inspection that lives inside a flow: small (40 bytes), inline, and owned by the thread that owns the flow's
/// shard. <see langword="default"/> is a flow nobody has looked at. Never copied while the flow lives: it may own memory.
/// </summary>
public struct FlowInspection
{
    private uint _nextFromInitiator;
    private uint _nextFromResponder;
    private byte _spentByInitiator;
    private byte _spentByResponder;
    private Flag _flags;

    /// <summary>What is known so far.</summary>
    public AppInfo? App { get; internal set; }

    /// <summary>Response times, from the first request on; they stay when the inspection is finished.</summary>
    internal ResponseTimer? Responses { get; set; }

    /// <summary>True when no further payload of the flow need be handed over: found, given up, or over budget.</summary>
    public readonly bool IsFinished => (_flags & Flag.Finished) != 0;

    /// <summary>Reassembly memory, or <see langword="null"/> as for most flows.</summary>
    internal FlowMemory? Memory { get; set; }

    /// <summary>One bit for every dissector that has answered that it is not its protocol.</summary>
    internal uint Excluded { get; set; }

    /// <summary>Place of the flow's dissector in the set, counted from 1; 0 while none has been found.</summary>
    internal byte Dissector { get; set; }

    /// <summary>True when nothing more of a direction is looked at.</summary>
    internal readonly bool IsDone(bool fromInitiator) => Has(Flag.InitiatorDone, fromInitiator);

    /// <summary>True when nothing more of either direction is looked at.</summary>
    internal readonly bool IsDoneBothWays => (_flags & Flag.BothDone) == Flag.BothDone;

    /// <summary>True when the place of a direction's stream is known.</summary>
    internal readonly bool IsStarted(bool fromInitiator) => Has(Flag.InitiatorStarted, fromInitiator);

    /// <summary>True when the next bytes of a direction start where a message does; false after a gap.</summary>
    internal readonly bool IsAnchored(bool fromInitiator) => Has(Flag.InitiatorAnchored, fromInitiator);

    /// <summary>Sequence number of the first byte of a direction that has not been dealt with.</summary>
    internal readonly uint Next(bool fromInitiator) => fromInitiator ? _nextFromInitiator : _nextFromResponder;

    /// <summary>Moves a direction's stream.</summary>
    internal void SetNext(bool fromInitiator, uint sequence)
    {
        if (fromInitiator)
        {
            _nextFromInitiator = sequence;
        }
        else
        {
            _nextFromResponder = sequence;
        }
    }

    /// <summary>Sets a direction's stream to a place, at a message's start or after a gap.</summary>
    internal void Start(bool fromInitiator, uint sequence, bool anchored)
    {
        SetNext(fromInitiator, sequence);
        Set(Flag.InitiatorStarted, fromInitiator, true);
        Set(Flag.InitiatorAnchored, fromInitiator, anchored);
    }

    /// <summary>Says whether a direction's next bytes start where a message does.</summary>
    internal void SetAnchored(bool fromInitiator, bool anchored) => Set(Flag.InitiatorAnchored, fromInitiator, anchored);

    /// <summary>Nothing more of a direction is looked at.</summary>
    internal void SetDone(bool fromInitiator) => Set(Flag.InitiatorDone, fromInitiator, true);

    /// <summary>Another connection has said what this one is; nothing in it would (<see cref="AnnouncedFlow"/>).</summary>
    internal void Name(AppInfo app)
    {
        App = app;
        SetFinished();
    }

    /// <summary>Nothing more of the flow is looked at.</summary>
    internal void SetFinished() => _flags |= Flag.Finished;

    /// <summary>Counts a payload of a direction that told nothing; answers the count, at most 255.</summary>
    internal int Spend(bool fromInitiator)
    {
        if (fromInitiator)
        {
            return _spentByInitiator == byte.MaxValue ? byte.MaxValue : ++_spentByInitiator;
        }

        return _spentByResponder == byte.MaxValue ? byte.MaxValue : ++_spentByResponder;
    }

    /// <summary>True once the flow has turned into another protocol.</summary>
    internal readonly bool IsHandedOver => (_flags & Flag.HandedOver) != 0;

    /// <summary>The stream turns into another protocol: every dissector is in question again, in both directions.</summary>
    internal void HandOver()
    {
        Excluded = 0;
        Dissector = 0;
        Renew();
        SetAnchored(true, true);
        SetAnchored(false, true);
        _flags |= Flag.HandedOver;
    }

    /// <summary>A direction whose place in the stream was lost begins anew where its next segment does.</summary>
    internal void Restart(bool fromInitiator)
    {
        Set(Flag.InitiatorDone, fromInitiator, false);
        Set(Flag.InitiatorStarted, fromInitiator, false);
    }

    /// <summary>There was news: both directions have their budget again.</summary>
    internal void Renew() => _spentByInitiator = _spentByResponder = 0;

    private readonly bool Has(Flag initiators, bool fromInitiator) => ((int)_flags & (int)initiators << (fromInitiator ? 0 : 1)) != 0;

    private void Set(Flag initiators, bool fromInitiator, bool value)
    {
        var flag = (Flag)((int)initiators << (fromInitiator ? 0 : 1));
        _flags = value ? _flags | flag : _flags & ~flag;
    }

    /// <summary>The responder's flag is always the bit above the initiator's.</summary>
    [Flags]
    private enum Flag : byte
    {
        InitiatorStarted = 0x01,
        InitiatorAnchored = 0x04,
        InitiatorDone = 0x10,
        BothDone = 0x30,
        Finished = 0x40,
        HandedOver = 0x80,
    }
}
