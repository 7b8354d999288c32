namespace RustNet.Host.Linux.Sockets;

/// <summary>How much a search does.</summary>
/// <param name="Processes">Processes that are looked at in one search.</param>
/// <param name="Descriptors">Their open files, after which no other process is looked at.</param>
/// <param name="RestPerWork">How much longer than a look at a process takes, that one is left alone after it.</param>
internal sealed record HolderSearchBounds(int Processes, int Descriptors, int RestPerWork)
{
    /// <summary>For questions that wait: of all time, at most a twentieth goes into looking at the same process again.</summary>
    public static HolderSearchBounds Default { get; } = new(96, 8 * 1024, 20);

    /// <summary>
    /// Whether whoever is found has its ancestors looked at; <see cref="HolderSearch.TrySearchElder"/> looks at those that matter, which is
    /// cheaper where one of them has many files open.
    /// </summary>
    public bool WithAncestors { get; init; } = true;

    /// <summary>A process that is not among the newest, because nobody asks for its sockets: this program's own. 0 for none.</summary>
    public int Except { get; init; }
}
