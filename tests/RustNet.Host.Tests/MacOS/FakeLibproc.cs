using System.Text;
using RustNet.Host.MacOS;

namespace RustNet.Host.Tests.MacOS;

/// <summary>A Mac with the processes a test gives it.</summary>
internal sealed class FakeLibproc : ILibproc
{
    public SortedDictionary<int, FakeProcess> Processes { get; } = [];

    public Dictionary<uint, string> Users { get; } = [];

    public int UsersAsked { get; private set; }

    public int ListProcesses(Span<int> into)
    {
        var count = 0;
        foreach (var process in Processes.Keys)
        {
            if (count == into.Length)
            {
                break;
            }

            into[count++] = process;
        }

        return count;
    }

    public int ListDescriptors(int process, Span<byte> into, out MacError error)
    {
        error = !Processes.TryGetValue(process, out var found) ? MacError.NoProcess : found.IsHidden ? MacError.NotPermitted : MacError.None;
        return error != MacError.None ? 0 : Write(ProcInfoBytes.Descriptors([.. found!.Descriptors]), into);
    }

    public int SocketInfo(int process, int descriptor, Span<byte> into) =>
        Processes.TryGetValue(process, out var found) && found.Sockets.TryGetValue(descriptor, out var socket) ? Write(socket, into) : 0;

    public int ProcessInfo(int process, Span<byte> into) =>
        Processes.TryGetValue(process, out var found) && !found.IsHidden ? Write(found.Info, into) : 0;

    public int ShortProcessInfo(int process, Span<byte> into) => Processes.TryGetValue(process, out var found) ? Write(found.ShortInfo, into) : 0;

    public int ExecutablePath(int process, Span<byte> into) =>
        Processes.TryGetValue(process, out var found) ? Write(Encoding.UTF8.GetBytes(found.Path), into) : 0;

    public ReadOnlySpan<byte> Arguments(int process) => Processes.TryGetValue(process, out var found) && !found.IsHidden ? found.Arguments : [];

    public string? UserName(uint user)
    {
        UsersAsked++;
        return Users.GetValueOrDefault(user);
    }

    // As the kernel: as much as fits.
    private static int Write(byte[] bytes, Span<byte> into)
    {
        var length = Math.Min(bytes.Length, into.Length);
        bytes.AsSpan(0, length).CopyTo(into);
        return length;
    }
}

internal sealed class FakeProcess
{
    public bool IsHidden { get; init; }

    public List<(int Number, uint Type)> Descriptors { get; init; } = [];

    public Dictionary<int, byte[]> Sockets { get; init; } = [];

    public byte[] Info { get; init; } = [];

    public byte[] ShortInfo { get; init; } = [];

    public string Path { get; init; } = "";

    public byte[] Arguments { get; init; } = [];
}
