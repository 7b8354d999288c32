namespace RustNet.Core.Wire;

/// <summary>
/// Where a capture source delivers. All calls come from the one thread that runs the source, in this order:
/// any number of (<see cref="BeginBatch"/>, <see cref="OnFrame"/>*, <see cref="EndBatch"/>) and, between batches,
/// <see cref="OnIdle"/>.
/// </summary>
public interface IFrameSink
{
    /// <summary>A batch of frames follows. The sink takes its lock here, once per batch and not once per frame.</summary>
    void BeginBatch();

    /// <summary>One frame. The bytes are valid only during the call. Must not throw: an exception would cross libpcap.</summary>
    void OnFrame(in RawFrame frame);

    /// <summary>The batch is over; readers may look.</summary>
    void EndBatch();

    /// <summary>
    /// No frame came for a while: packet time has reached <paramref name="now"/> (nanoseconds since 1970) all the same,
    /// so that idle connections age. Called about every 50 ms at most; never inside a batch.
    /// </summary>
    void OnIdle(long now);
}
