using RustNet.Host.Linux.Bpf.Records;

namespace RustNet.Host.Tests.Linux.Bpf;

/// <summary>An event that outlives its call.</summary>
internal sealed record CollectedEvent(SocketEventKind Kind, int ProcessId, long StartedAt, string Name, string? Executable, ulong Cookie, SocketEnds Ends);

/// <summary>Keeps what it is given.</summary>
internal sealed class CollectedEvents : List<CollectedEvent>, ISocketEventSink
{
    public void OnSocketEvent(in SocketEvent socketEvent)
    {
        var owner = socketEvent.Owner;
        Add(new CollectedEvent(socketEvent.Kind, owner.ProcessId, owner.StartedAt, owner.Name, owner.ExecutableName, socketEvent.Cookie, socketEvent.Ends));
    }
}
