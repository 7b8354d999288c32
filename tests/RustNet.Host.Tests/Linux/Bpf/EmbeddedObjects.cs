using System.Security.Cryptography;
using RustNet.Host.Linux.Bpf;

namespace RustNet.Host.Tests.Linux.Bpf;

/// <summary>The objects that are built into the program.</summary>
internal static class EmbeddedObjects
{
    public static string[] Names { get; } = ["events.bpf.o", "snapshot.bpf.o"];

    public static byte[] Read(string name)
    {
        using var stream = typeof(BpfObject).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public static BpfObject Parse(ReadOnlyMemory<byte> file)
    {
        Assert.True(BpfObject.TryParse(file, out var result, out var problem), problem);
        return result!;
    }

    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
