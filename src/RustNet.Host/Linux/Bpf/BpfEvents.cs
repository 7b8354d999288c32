using System.Buffers.Binary;
using System.Runtime.Versioning;
using RustNet.Host.Linux.Bpf.Interop;
using RustNet.Host.Linux.Bpf.Records;

namespace RustNet.Host.Linux.Bpf;

/// <summary>
/// Programs in the kernel that tell which process connects, listens, sends and receives, as it happens; so also what lives
/// for a few milliseconds only. Needs CAP_BPF and CAP_PERFMON while it starts, no right afterwards: draining is reading
/// memory. What existed before is not told until it is used: <see cref="BpfSnapshot"/> lists it.
/// <para>
/// The kernel keeps events in a ring of 2 MB, some 13,700 events. Draining every 50 to 100 ms, or when an answer is wanted,
/// is enough; nobody is woken. An event that found the ring full is counted in <see cref="Lost"/>. Safe from any thread,
/// one at a time: a second one waits.
/// </para>
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class BpfEvents : ISocketEvents, IDisposable
{
    private const string Resource = "events.bpf.o";
    private const string StateProgram = "set_state";
    private const string UseProgram = "used";
    private const string ExitProgram = "exited";

    private readonly Lock _draining = new();
    private readonly BpfLoadedObject _programs;
    private readonly BpfRing _ring;
    private readonly MappedMemory _counts;
    private bool _disposed;
    private long _damaged;

    private BpfEvents(BpfLoadedObject programs, BpfRing ring, MappedMemory counts, IReadOnlyList<string> missing, bool tellsSenders)
    {
        _programs = programs;
        _ring = ring;
        _counts = counts;
        Missing = missing;
        TellsSenders = tellsSenders;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Missing { get; }

    /// <inheritdoc/>
    public bool TellsSenders { get; }

    /// <inheritdoc/>
    public long Lost => ReadCount(0);

    /// <inheritdoc/>
    public long Forgotten => ReadCount(sizeof(long));

    /// <inheritdoc/>
    public long Skipped
    {
        get
        {
            lock (_draining)
            {
                return _programs.SkippedRuns;
            }
        }
    }

    /// <inheritdoc/>
    public long Damaged => Interlocked.Read(ref _damaged);

    /// <summary>Loads and attaches the programs. If not, <paramref name="whyNot"/> is one line for the user.</summary>
    public static bool TryStart(out BpfEvents? events, out string? whyNot)
    {
        events = null;
        return BpfKernel.TryOpen(out var kernel, out whyNot) && TryStart(kernel!, out events, out whyNot);
    }

    /// <summary>As the other, with a kernel that was opened already.</summary>
    /// <param name="kernel">The running kernel.</param>
    /// <param name="events">The running programs.</param>
    /// <param name="whyNot">Why there are none.</param>
    /// <param name="withoutTracepoints">Does as on a kernel before 6.3, for tests.</param>
    public static bool TryStart(BpfKernel kernel, out BpfEvents? events, out string? whyNot, bool withoutTracepoints = false)
    {
        events = null;
        if (!BpfLoadedObject.TryCreate(kernel, Resource, out var programs, out whyNot))
        {
            return false;
        }

        BpfRing? ring = null;
        MappedMemory? counts = null;
        var map = programs!.Map("events", out var definition);
        var countMap = programs.Map(".bss", out _);
        if (!programs.TryAttach(StateProgram, out whyNot)
            || !BpfRing.TryMap(map, definition.MaxEntries, out ring, out _)
            || (counts = MappedMemory.Map(countMap, 0, Environment.SystemPageSize, isWritable: false, out _)) is null)
        {
            whyNot ??= "the kernel does not share the memory of the BPF ring";
            ring?.Dispose();
            programs.Dispose();
            return false;
        }

        var missing = new List<string>();
        var tellsSenders = AttachUse(programs, "sock_send_length", ["udp_sendmsg", "udpv6_sendmsg", "tcp_sendmsg"], withoutTracepoints, missing);
        AttachUse(programs, "sock_recv_length", ["udp_recvmsg", "udpv6_recvmsg", "tcp_recvmsg"], withoutTracepoints, missing);
        if (!programs.TryAttach(ExitProgram, out var whyNoExits))
        {
            missing.Add($"{whyNoExits}: a port that goes from one process to the next at once may stay unknown");
        }

        if (!BpfKernel.IsInitialPidNamespace)
        {
            missing.Add("process ids are the machine's, not those of the PID namespace this runs in");
        }

        events = new BpfEvents(programs, ring!, counts, missing, tellsSenders);
        return true;
    }

    /// <inheritdoc/>
    public int Drain(ISocketEventSink sink)
    {
        lock (_draining)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _ring.Drain(sink, ref _damaged);
        }
    }

    /// <summary>Detaches the programs. What was not drained is gone.</summary>
    public void Dispose()
    {
        lock (_draining)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _programs.Dispose();
            _ring.Dispose();
            _counts.Dispose();
        }
    }

    // The tracepoint sees every protocol; the functions of a kernel that does not have it are one by one, and of ICMP there is none among
    // them. True if nothing of TCP and UDP is missed.
    private static bool AttachUse(BpfLoadedObject programs, string tracepoint, string[] functions, bool withoutTracepoint, List<string> missing)
    {
        string? whyNot = $"this kernel has no {tracepoint}";
        if (!withoutTracepoint && programs.TryAttach(UseProgram, new BpfHook(BpfHookKind.Tracepoint, tracepoint), out whyNot))
        {
            return true;
        }

        var attached = new List<string>();
        string? whyNoFunction = null;
        foreach (var function in functions)
        {
            if (programs.TryAttach(UseProgram, new BpfHook(BpfHookKind.FunctionEntry, function), out var reason))
            {
                attached.Add(function);
            }
            else
            {
                whyNoFunction ??= reason;
            }
        }

        missing.Add(attached.Count == functions.Length
            ? $"{whyNot}: {string.Join(", ", attached)} in its place, which do not tell who pings"
            : $"{whyNot}: short-lived UDP and accepted connections may stay unknown ({whyNoFunction})");
        return attached.Count == functions.Length;
    }

    private long ReadCount(int offset)
    {
        lock (_draining)
        {
            return _disposed ? 0 : BinaryPrimitives.ReadInt64LittleEndian(_counts.Bytes[offset..]);
        }
    }
}
