using RustNet.Core.Flows;

namespace RustNet.Host;

/// <summary>Finds the process that owns a connection. One implementation per operating-system mechanism.</summary>
public interface IProcessAttributor : IDisposable
{
    /// <summary>Name of the mechanism, for the status area.</summary>
    string Method { get; }

    /// <summary>Why a better mechanism is not in use, or <see langword="null"/>.</summary>
    string? Degradation { get; }

    /// <summary>Looks at the system again. Slow; only the enrichment loop calls it.</summary>
    void Refresh();

    /// <summary>Answers from the last refresh. Never blocks.</summary>
    bool TryAttribute(in FlowKey flow, out ProcessInfo? process);
}
