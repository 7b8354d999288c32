using RustNet.Core.Dpi.Reassembly;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi;

/// <content>TCP: puts the segments of each direction in order (RFC 9293 §3.10.7.4; sequence arithmetic as RFC 1982).</content>
public sealed partial class Inspector
{
    /// <summary>So many segments in a row far outside the window move the window: the capture lost what lay between.</summary>
    private const int MaxStrays = 4;

    /// <summary>
    /// An incomplete message is shown again with each segment until this many times <see cref="InspectionBudget.StreamBytes"/>
    /// were shown again; after that when it has grown by one part in <see cref="WorthwhileGrowth"/>. That bounds what one
    /// message costs, whatever the size of its segments, and leaves all but the strangest ones the look at their last byte.
    /// </summary>
    private const int MaxSeenAgain = 16;

    private const int WorthwhileGrowth = 8;

    private void InspectSegment(ref FlowInspection flow, in Frame frame, bool fromInitiator)
    {
        var start = frame.Sequence;
        if ((frame.TcpFlags & TcpFlags.Syn) != 0)
        {
            start++;   // the SYN takes one number; data in the same segment follows it (RFC 9293 §3.4)
            if (flow.Dissector == 0 && flow.Memory is null)
            {
                flow.Start(fromInitiator, start, anchored: true);
            }
        }

        if (frame.PayloadLength <= 0 || (frame.TcpFlags & TcpFlags.Rst) != 0)
        {
            return;
        }

        if (flow.Memory is not null && (frame.TcpFlags & TcpFlags.Ack) != 0)
        {
            SkipWhatOtherSideHas(ref flow, frame, !fromInitiator);
            if (flow.IsFinished)
            {
                return;
            }
        }

        if (flow.IsDone(fromInitiator))
        {
            GiveUpWhenUseless(ref flow, fromInitiator);
            return;
        }

        if (!flow.IsStarted(fromInitiator))
        {
            flow.Start(fromInitiator, start, anchored: false);
        }

        var offset = (int)(start - flow.Next(fromInitiator));
        var segment = new Segment(frame.Payload, frame.PayloadLength);
        if (offset < 0)
        {
            if ((long)offset + segment.Length <= 0)
            {
                // Seen before, and the first copy counts; or nowhere near, when the place was taken from a stray segment.
                if (flow.Dissector == 0 && offset < -_budget.StreamBytes)
                {
                    OnStray(ref flow, frame, segment, fromInitiator);
                }

                return;
            }

            segment = segment.From(-offset);
            offset = 0;
        }

        var wasHandedOver = flow.IsHandedOver;
        if (offset == 0 && (flow.Memory is null || flow.Memory.Stream(fromInitiator).IsEmpty))
        {
            InspectInPlace(ref flow, frame, segment, fromInitiator);
        }
        else
        {
            Keep(ref flow, frame, segment, offset, fromInitiator);
        }

        if (flow.IsHandedOver && !wasHandedOver && !flow.IsFinished && !flow.IsDone(!fromInitiator))
        {
            // The other side may not have waited for the word.
            LookAtReady(ref flow, frame, !fromInitiator, frame.DestinationPort, frame.SourcePort, 0, endsInGap: false);
        }
    }

    /// <summary>The segment continues the stream and nothing waits: no copy, unless a message stays incomplete.</summary>
    private void InspectInPlace(ref FlowInspection flow, in Frame frame, in Segment segment, bool fromInitiator)
    {
        var next = flow.Next(fromInitiator);
        var used = 0;
        if (!segment.Bytes.IsEmpty)
        {
            var view = new View(
                segment.Bytes, Transports.Tcp, fromInitiator, !flow.IsAnchored(fromInitiator), segment.IsCut, frame.SourcePort, frame.DestinationPort);
            used = Offer(ref flow, frame, view);
            if (flow.IsFinished || flow.IsDone(fromInitiator))
            {
                return;
            }
        }

        if (used == Useless)
        {
            flow.Start(fromInitiator, next + (uint)segment.Length, anchored: false);
        }
        else if (used >= segment.Length)
        {
            flow.SetNext(fromInitiator, next + (uint)used);
        }
        else if (segment.IsCut)
        {
            flow.Start(fromInitiator, next + (uint)segment.Length, anchored: false);
        }
        else
        {
            flow.SetNext(fromInitiator, next + (uint)used);
            Keep(ref flow, frame, segment.From(used), 0, fromInitiator, asked: true);
        }
    }

    /// <summary>Puts the segment into the direction's window and looks at what is in order now.</summary>
    /// <param name="flow">The flow's state.</param>
    /// <param name="frame">The frame it came in.</param>
    /// <param name="segment">What it carries.</param>
    /// <param name="offset">Its distance from the front of the window, at least 0.</param>
    /// <param name="fromInitiator">Its direction.</param>
    /// <param name="asked">True when these very bytes have been looked at already.</param>
    private void Keep(ref FlowInspection flow, in Frame frame, in Segment segment, int offset, bool fromInitiator, bool asked = false)
    {
        if (!TryTakeMemory(ref flow, out var memory))
        {
            return;
        }

        ref var stream = ref memory.Stream(fromInitiator);
        var fits = segment.Within(_budget.StreamBytes - offset);
        var ready = stream.ReadyLength;
        var result = offset < _budget.StreamBytes ? stream.Store(_pool, offset, fits.Bytes, _budget.StreamBytes) : StoreResult.TooFar;
        if (result == StoreResult.TooManyHoles)
        {
            // What is missing for so long is lost. The window moves, and the segment finds its new place in it.
            var place = flow.Next(fromInitiator) + (uint)offset;
            SkipHole(ref flow, frame, fromInitiator, frame.SourcePort, frame.DestinationPort);
            offset = (int)(place - flow.Next(fromInitiator));
            if (flow.IsFinished || flow.IsDone(fromInitiator) || offset < 0 || offset >= _budget.StreamBytes)
            {
                return;
            }

            fits = segment.Within(_budget.StreamBytes - offset);
            ready = stream.ReadyLength;
            result = stream.Store(_pool, offset, fits.Bytes, _budget.StreamBytes);
        }

        switch (result)
        {
            case StoreResult.OverCeiling:
                GiveUp(ref flow);
                return;
            case StoreResult.TooFar:
                OnStray(ref flow, frame, segment, fromInitiator);
                return;
            case StoreResult.TooManyHoles:
                return;
        }

        memory.Strays = 0;
        if (stream.ReadyLength <= ready)
        {
            return;
        }

        var endsInGap = fits.IsCut && stream.ReadyLength == offset + fits.Bytes.Length;
        var end = flow.Next(fromInitiator) + (uint)offset + (uint)fits.Length;
        if (asked)
        {
            stream.Show();
        }

        if (endsInGap || stream.ReadyLength >= _budget.StreamBytes || (!asked && IsWorthALook(in stream)))
        {
            LookAtReady(ref flow, frame, fromInitiator, frame.SourcePort, frame.DestinationPort, ready, endsInGap);
        }

        if (endsInGap && !flow.IsFinished && !flow.IsDone(fromInitiator) && (int)(end - flow.Next(fromInitiator)) > 0)
        {
            MoveWindow(ref flow, fromInitiator, (int)(end - flow.Next(fromInitiator)), anchored: false);
            LookAtReady(ref flow, frame, fromInitiator, frame.SourcePort, frame.DestinationPort, 0, endsInGap: false);
        }
    }

    private bool IsWorthALook(in StreamBuffer stream) =>
        stream.SeenAgain + stream.SeenLength <= (long)MaxSeenAgain * _budget.StreamBytes
        || stream.ReadyLength - stream.SeenLength >= stream.SeenLength / WorthwhileGrowth;

    /// <summary>Shows the window's bytes in order to the dissectors, again after each hole that a skipped body closes.</summary>
    private void LookAtReady(
        ref FlowInspection flow, in Frame frame, bool fromInitiator, ushort sourcePort, ushort destinationPort, int fresh, bool endsInGap)
    {
        while (flow.Memory is { } memory && memory.Stream(fromInitiator).ReadyLength > 0)
        {
            var bytes = memory.Stream(fromInitiator).Ready;
            var full = bytes.Length >= _budget.StreamBytes;
            memory.Stream(fromInitiator).Show();
            var view = new View(
                bytes, Transports.Tcp, fromInitiator, !flow.IsAnchored(fromInitiator), endsInGap || full, sourcePort, destinationPort);
            var used = Offer(ref flow, frame, view);
            if (flow.IsFinished || flow.IsDone(fromInitiator))
            {
                return;
            }

            if (used == Useless)
            {
                // After a gap: the newest segment may start a message even if the bytes before it did not.
                MoveWindow(ref flow, fromInitiator, fresh > 0 ? fresh : bytes.Length, anchored: false);
                fresh = 0;
                continue;
            }

            if (used == 0)
            {
                if (full)
                {
                    CloseDirection(ref flow, fromInitiator);
                }

                return;
            }

            MoveWindow(ref flow, fromInitiator, used, flow.IsAnchored(fromInitiator));
            if (used < bytes.Length)
            {
                return;
            }

            fresh = 0;
        }
    }

    /// <summary>What the other side has acknowledged but the capture has not seen will not come any more.</summary>
    private void SkipWhatOtherSideHas(ref FlowInspection flow, in Frame frame, bool fromInitiator)
    {
        ref var stream = ref flow.Memory!.Stream(fromInitiator);
        if (stream.HasHeld && (int)(frame.Acknowledgment - (flow.Next(fromInitiator) + (uint)stream.FirstHeld)) >= 0)
        {
            SkipHole(ref flow, frame, fromInitiator, frame.DestinationPort, frame.SourcePort);
        }
    }

    /// <summary>Gives up the bytes missing before the first piece that came early.</summary>
    private void SkipHole(ref FlowInspection flow, in Frame frame, bool fromInitiator, ushort sourcePort, ushort destinationPort)
    {
        LookAtReady(ref flow, frame, fromInitiator, sourcePort, destinationPort, 0, endsInGap: true);
        if (flow.IsFinished || flow.IsDone(fromInitiator) || flow.Memory is not { } memory || !memory.Stream(fromInitiator).HasHeld)
        {
            return;
        }

        MoveWindow(ref flow, fromInitiator, memory.Stream(fromInitiator).FirstHeld, anchored: false);
        LookAtReady(ref flow, frame, fromInitiator, sourcePort, destinationPort, 0, endsInGap: false);
    }

    /// <summary>A segment nowhere near the window: a forgery, or the first after a long loss.</summary>
    private void OnStray(ref FlowInspection flow, in Frame frame, in Segment segment, bool fromInitiator)
    {
        if (!TryTakeMemory(ref flow, out var memory) || ++memory.Strays < MaxStrays)
        {
            return;
        }

        memory.Strays = 0;
        LookAtReady(ref flow, frame, fromInitiator, frame.SourcePort, frame.DestinationPort, 0, endsInGap: true);
        if (flow.IsFinished || flow.IsDone(fromInitiator))
        {
            return;
        }

        memory.Stream(fromInitiator).Release(_pool);
        flow.Start(fromInitiator, frame.Sequence, anchored: false);
        InspectInPlace(ref flow, frame, segment, fromInitiator);
    }

    private void MoveWindow(ref FlowInspection flow, bool fromInitiator, int count, bool anchored)
    {
        flow.Start(fromInitiator, flow.Next(fromInitiator) + (uint)count, anchored);
        flow.Memory?.Stream(fromInitiator).Advance(_pool, count);
    }

    /// <summary>The payload of a segment: what was captured of it, and how long it was on the wire.</summary>
    private readonly ref struct Segment(ReadOnlySpan<byte> bytes, int length)
    {
        public ReadOnlySpan<byte> Bytes { get; } = bytes.Length > length ? bytes[..length] : bytes;

        public int Length { get; } = length;

        public bool IsCut => Bytes.Length < Length;

        public Segment From(int position) => new(position < Bytes.Length ? Bytes[position..] : default, Length - position);

        public Segment Within(int room) => new(Bytes.Length > room ? Bytes[..Math.Max(0, room)] : Bytes, Length);
    }
}
