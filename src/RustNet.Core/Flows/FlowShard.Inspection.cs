using RustNet.Core.Dpi;
using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <content>What a frame tells beside its headers: the application, and on systems that write it there the process.</content>
internal sealed partial class FlowShard
{
    private FlowOwner? _lastOwner;

    // Of most packets nothing is wanted, and this is all that they cost.
    private void LookInside(Flow flow, in Frame frame, bool fromA)
    {
        // Whom the capture names is better than any reason why there is nobody.
        if (frame.ProcessId > 0 && flow.Owner?.Process is null)
        {
            flow.Owner = OwnerOf(in frame);
        }

        if (_inspector is not null && !flow.IsInspectionFinished && !frame.IsLaterFragment)
        {
            Inspect(_inspector, flow, in frame, fromA);
            flow.IsInspectionFinished = flow.Inspection.IsFinished;
        }
    }

    private void Inspect(Inspector inspector, Flow flow, in Frame frame, bool fromA)
    {
        // By its first payload: a connection that carries nothing is not named, whatever was announced.
        if (!_announced.IsEmpty && flow.IsTcp && frame.PayloadLength > 0 && flow.Inspection.App is null
            && _announced.Take(in flow.Key, _clock.Now) is { } app)
        {
            inspector.Release(ref flow.Inspection);
            flow.Inspection.Name(app);
            return;
        }

        if (flow.IsTcp
            ? frame.PayloadLength > 0 || (frame.TcpFlags & TcpFlags.Syn) != 0
            : frame.PayloadLength > 0)
        {
            inspector.Inspect(ref flow.Inspection, in frame, fromA == flow.Orientation.InitiatorIsA);
            if (inspector.Announced is not null && inspector.TakeAnnounced() is { } announced)
            {
                _announced.Add(in flow.Key, flow.Orientation.InitiatorIsA, announced, _clock.Now);
            }

            if (inspector.Identified is not null && inspector.TakeIdentified() is { } ids)
            {
                _aliases.Add(flow, ids);
            }
        }
    }

    private FlowOwner OwnerOf(in Frame frame)
    {
        var command = frame.ProcessCommand;
        var end = command.IndexOf((byte)0);
        var name = WireText.Clean(end < 0 ? command : command[..end]);
        if (_lastOwner?.Process is not { } last || last.Id != frame.ProcessId || last.Name != name)
        {
            _lastOwner = new FlowOwner(new ProcessInfo(frame.ProcessId, name), OwnerMatch.Capture);
        }

        return _lastOwner;
    }
}
