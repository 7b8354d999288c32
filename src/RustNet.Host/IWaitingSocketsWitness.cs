namespace RustNet.Host;

/// <summary>
/// An attributor that sees the sockets that wait, of everybody, and since when. Where it names nobody, whoever else finds a process waiting
/// at that port has found the one that waits there now, which may not have been there when the packet came.
/// </summary>
internal interface IWaitingSocketsWitness
{
    /// <summary>As of the last <see cref="IProcessAttributor.Refresh"/>: it does see them.</summary>
    bool SeesWaitingSockets { get; }
}
