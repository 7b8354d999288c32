using System.Runtime.Versioning;
using RustNet.Host.Linux.Bpf.Interop;
using RustNet.Host.Linux.Bpf.Records;

namespace RustNet.Host.Linux.Bpf;

/// <summary>
/// Lists the internet sockets of all processes, in all network namespaces, and all processes: each in one pass of the
/// kernel. Needs CAP_BPF and CAP_PERFMON while it opens; a pass needs no right. Not safe from more than one thread at a
/// time, except that a second one waits.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class BpfSnapshot : IDisposable
{
    private const string Resource = "snapshot.bpf.o";

    private readonly Lock _reading = new();
    private readonly byte[] _buffer = new byte[64 * 1024]; // the kernel gives at most 32 kB at a time
    private readonly BpfLoadedObject _programs;
    private readonly BpfDescriptor _sockets;
    private readonly BpfDescriptor _tasks;

    private BpfSnapshot(BpfLoadedObject programs, BpfDescriptor sockets, BpfDescriptor tasks)
    {
        _programs = programs;
        _sockets = sockets;
        _tasks = tasks;
    }

    private delegate int Reader(ReadOnlySpan<byte> bytes);

    /// <summary>Loads the programs. If not, <paramref name="whyNot"/> is one line for the user.</summary>
    public static bool TryOpen(out BpfSnapshot? snapshot, out string? whyNot)
    {
        snapshot = null;
        return BpfKernel.TryOpen(out var kernel, out whyNot) && TryOpen(kernel!, out snapshot, out whyNot);
    }

    /// <summary>As the other, with a kernel that was opened already.</summary>
    public static bool TryOpen(BpfKernel kernel, out BpfSnapshot? snapshot, out string? whyNot)
    {
        snapshot = null;
        if (!BpfLoadedObject.TryCreate(kernel, Resource, out var programs, out whyNot))
        {
            return false;
        }

        if (programs!.LinkIterator("sockets", out whyNot) is not { } sockets || programs.LinkIterator("tasks", out whyNot) is not { } tasks)
        {
            programs.Dispose();
            return false;
        }

        snapshot = new BpfSnapshot(programs, sockets, tasks);
        return true;
    }

    /// <summary>
    /// Adds all internet sockets that some process holds: one record per descriptor, so a socket that processes share
    /// appears once for each. What opens or closes during the pass may or may not be there. If the pass breaks off,
    /// <paramref name="whyNot"/> says why, and what was read until then stays in the list.
    /// </summary>
    public bool TryReadSockets(ICollection<SocketRecord> sockets, out string? whyNot) =>
        TryRead(_sockets, bytes => SocketRecord.ReadAll(bytes, sockets), out whyNot);

    /// <summary>Adds all processes, under the same terms.</summary>
    public bool TryReadTasks(ICollection<TaskRecord> tasks, out string? whyNot) =>
        TryRead(_tasks, bytes => TaskRecord.ReadAll(bytes, tasks), out whyNot);

    /// <summary>Takes the programs out of the kernel.</summary>
    public void Dispose()
    {
        lock (_reading)
        {
            _programs.Dispose();
        }
    }

    private bool TryRead(BpfDescriptor link, Reader read, out string? whyNot)
    {
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(link.IsClosed, this);
            using var iterator = BpfCalls.CreateIterator(link, out var error);
            if (iterator is null)
            {
                whyNot = BpfRefusal.Explain("a pass of the BPF iterator", error, BpfKernel.Capabilities);
                return false;
            }

            var filled = 0;
            while (true)
            {
                var count = BpfCalls.Read(iterator, _buffer.AsSpan(filled), out error);
                if (count <= 0)
                {
                    whyNot = count < 0 ? BpfRefusal.Explain("reading the BPF iterator", error, BpfKernel.Capabilities)
                        : filled > 0 ? "the BPF iterator ended within a record"
                        : null;
                    return whyNot is null;
                }

                filled += count;
                var used = read(_buffer.AsSpan(0, filled));
                if (used < 0 || (used == 0 && filled == _buffer.Length))
                {
                    whyNot = "the BPF iterator gave what cannot be read";
                    return false;
                }

                _buffer.AsSpan(used, filled - used).CopyTo(_buffer);
                filled -= used;
            }
        }
    }
}
