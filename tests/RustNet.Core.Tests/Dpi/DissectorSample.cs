using RustNet.Core.Dpi;

namespace RustNet.Core.Tests.Dpi;

/// <summary>One message of a sample conversation.</summary>
/// <param name="FromClient">Who sends it.</param>
/// <param name="Bytes">One datagram or message, except for TCP.</param>
public sealed record SampleMessage(bool FromClient, byte[] Bytes)
{
    public static SampleMessage Client(byte[] bytes) => new(true, bytes);

    public static SampleMessage Server(byte[] bytes) => new(false, bytes);
}

/// <summary>A conversation that a dissector must read, whole or damaged: what <see cref="DissectorContractTests"/> works on.</summary>
/// <param name="Name">Shown by the test runner.</param>
/// <param name="Protocol">What it is.</param>
/// <param name="Transport">What carries it.</param>
/// <param name="Port">The usual server port; any number for what has none.</param>
/// <param name="Host">The name it must give, or <see langword="null"/>.</param>
/// <param name="Messages">In the order of the wire.</param>
public sealed record DissectorSample(string Name, string Protocol, Transports Transport, ushort Port, string? Host, params SampleMessage[] Messages)
{
    /// <summary>True where the port is part of the protocol's definition: elsewhere the same bytes are another protocol.</summary>
    public bool IsBoundToPort { get; init; }

    /// <summary>What it turns into: begun behind that, the conversation is only this.</summary>
    public string? Then { get; init; }

    public override string ToString() => Name;
}
