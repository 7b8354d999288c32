namespace RustNet.Host;

/// <summary>An attributor that need not look in time, because it is told.</summary>
internal interface ISocketNews
{
    /// <summary>Each connection is told of, also one that is over at once.</summary>
    bool TellsOfEach { get; }
}
