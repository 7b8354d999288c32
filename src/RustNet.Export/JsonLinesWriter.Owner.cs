using RustNet.Core.Flows;
using RustNet.Core.Query;

namespace RustNet.Export;

/// <content>Whose connection it is, or why nobody knows.</content>
public sealed partial class JsonLinesWriter
{
    private void Owner(FlowOwner? owner)
    {
        if (owner is null)
        {
            return;
        }

        if (owner.Process is not { } process)
        {
            Text(",\"process_unknown\":"u8, FlowWords.MatchKey(owner.Match));
            return;
        }

        Number(",\"process\":{\"pid\":"u8, process.Id);
        Text(",\"name\":"u8, process.Name);
        Text(",\"match\":"u8, FlowWords.MatchKey(owner.Match));
        Text(",\"executable\":"u8, process.Executable);
        Text(",\"command_line\":"u8, process.CommandLine);
        if (process.UserId is { } user)
        {
            Number(",\"uid\":"u8, user);
        }

        Text(",\"user\":"u8, process.User);
        if (process.StartTime is { } started)
        {
            Time(",\"started\":\""u8, started);
        }

        Parents(process);
        Text(",\"unit\":"u8, process.Unit);
        Container(process.Container);
        if (process.ForeignNetworkNamespace != 0)
        {
            Number(",\"network_namespace\":"u8, (long)process.ForeignNetworkNamespace);
        }

        _line.Raw("}"u8);
    }

    private void Parents(ProcessInfo process)
    {
        if (process.Parents.IsEmpty)
        {
            return;
        }

        _line.Raw(",\"parents\":["u8);
        for (var i = 0; i < process.Parents.Length; i++)
        {
            Number(i == 0 ? "{\"pid\":"u8 : ",{\"pid\":"u8, process.Parents[i].Id);
            Text(",\"name\":"u8, process.Parents[i].Name);
            _line.Raw("}"u8);
        }

        _line.Raw("]"u8);
    }

    private void Container(ContainerInfo? container)
    {
        if (container is null)
        {
            return;
        }

        Text(",\"container\":{\"runtime\":"u8, container.Runtime);
        Text(",\"id\":"u8, container.Id);
        Text(",\"name\":"u8, container.Name);
        Text(",\"pod\":"u8, container.Pod);
        _line.Raw("}"u8);
    }
}
