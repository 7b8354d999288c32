using RustNet.Core.Flows;

namespace RustNet.Host.Linux.Sockets;

/// <summary>A process that has, or had, a socket.</summary>
/// <param name="Process">The process.</param>
/// <param name="IsCertain">False if it is one of several strangers that have it.</param>
internal readonly record struct OwningProcess(ProcessInfo Process, bool IsCertain)
{
    /// <summary>As the answer to a question that was settled so.</summary>
    public FlowOwner As(OwnerMatch match) => new(Process, IsCertain ? match : OwnerMatch.Guess);
}
