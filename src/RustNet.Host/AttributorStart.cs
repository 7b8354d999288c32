namespace RustNet.Host;

/// <summary>What came of starting a mechanism: either it, or why not.</summary>
/// <param name="Attributor">The mechanism, running; whoever asked for it disposes it.</param>
/// <param name="Refusal">Its name and why it cannot be used, for the side panel; <see langword="null"/> where it can.</param>
internal readonly record struct AttributorStart(IProcessAttributor? Attributor, string? Refusal);
