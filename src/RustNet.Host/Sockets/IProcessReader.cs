using RustNet.Core.Flows;

namespace RustNet.Host.Sockets;

/// <summary>Asks a system about processes. One thread at a time.</summary>
internal interface IProcessReader
{
    /// <summary>What tells the process that has this id now from earlier ones; cheap. <see langword="null"/> if nobody has it.</summary>
    ProcessIdentity? Identify(int process);

    /// <summary>Everything that can be learned of it, cleaned; <see langword="null"/> if nobody has that id.</summary>
    ProcessInfo? Read(int process);
}

/// <summary>Which of the processes that have had an id, and which program it runs.</summary>
/// <param name="StartTime">When it started, nanoseconds since 1970 UTC; 0 where that may not be known.</param>
/// <param name="Name">Its name where that is read at no cost, which an exec changes; or empty.</param>
internal readonly record struct ProcessIdentity(long StartTime, string Name);
