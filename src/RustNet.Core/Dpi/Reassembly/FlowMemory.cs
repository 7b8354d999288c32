namespace RustNet.Core.Dpi.Reassembly;

/// <summary>What only some flows need while they are inspected: stream windows and a dissector's own memory. Used again through <see cref="Inspector"/>.</summary>
internal sealed class FlowMemory
{
    /// <summary>What one of these counts against the ceiling, in bytes: its own size, rounded up.</summary>
    public const int OwnSize = 256;

    private StreamBuffer _initiator;
    private StreamBuffer _responder;

    /// <summary>The dissector's memory.</summary>
    public DissectorMemory? Dissector { get; set; }

    /// <summary>What <see cref="Dissector"/> was last counted as.</summary>
    public int DissectorCharge { get; set; }

    /// <summary>Segments seen far outside the window since the last one inside it.</summary>
    public int Strays { get; set; }

    /// <summary>The window of one direction.</summary>
    public ref StreamBuffer Stream(bool fromInitiator) => ref fromInitiator ? ref _initiator : ref _responder;

    /// <summary>Gives everything back.</summary>
    public void Clear(BufferPool pool)
    {
        _initiator.Release(pool);
        _responder.Release(pool);
        pool.Refund(DissectorCharge);
        Dissector = null;
        DissectorCharge = 0;
        Strays = 0;
    }
}
