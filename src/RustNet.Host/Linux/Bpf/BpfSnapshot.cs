using System.Runtime.Versioning;
using RustNet.Host.Linux.Bpf.Interop;
using RustNet.Host.Linux.Bpf.Records;

namespace RustNet.Host.Linux.Bpf;

/// <summary>
/// Lists the internet sockets of all processes, in all network namespaces, in one pass of the
/// kernel. Needs CAP_BPF and CAP_PERFMON while it opens; a pass needs no right. Not safe from more than one thread at a
/// time, except that a second one waits.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class BpfSnapshot : ISocketSnapshot, IDisposable
{
    private const string Resource = "snapshot.bpf.o";

    private readonly Lock _reading = new();
    private readonly byte[] _buffer = new byte[64 * 1024]; // the kernel gives at most 32 kB at a time
    private readonly BpfLoadedObject _programs;
    private readonly BpfDescriptor _sockets;

    private BpfSnapshot(BpfLoadedObject programs, BpfDescriptor sockets)
    {
        _programs = programs;
        _sockets = sockets;
    }

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

        if (programs!.LinkIterator("sockets", out whyNot) is not { } sockets)
        {
            programs.Dispose();
            return false;
        }

        snapshot = new BpfSnapshot(programs, sockets);
        return true;
    }

    /// <inheritdoc/>
    public bool TryReadSockets(ICollection<SocketRecord> sockets, out string? whyNot)
    {
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_sockets.IsClosed, this);
            using var iterator = BpfCalls.CreateIterator(_sockets, out var error);
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
                var used = SocketRecord.ReadAll(_buffer.AsSpan(0, filled), sockets);
                _buffer.AsSpan(used, filled - used).CopyTo(_buffer);
                filled -= used;
            }
        }
    }

    /// <summary>Takes the programs out of the kernel.</summary>
    public void Dispose()
    {
        lock (_reading)
        {
            _programs.Dispose();
        }
    }
}
