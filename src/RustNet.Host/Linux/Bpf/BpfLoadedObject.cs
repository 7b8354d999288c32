using System.Runtime.Versioning;
using RustNet.Host.Linux.Bpf.Btf;
using RustNet.Host.Linux.Bpf.Interop;

namespace RustNet.Host.Linux.Bpf;

/// <summary>
/// An object's maps and programs in the kernel. Programs are loaded one by one, each to the hook the caller names, so that
/// one that this kernel lacks the hook for does not take the others along. What was attached stays so until this is
/// disposed. One thread at a time.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class BpfLoadedObject : IDisposable
{
    private readonly BpfKernel _kernel;
    private readonly BpfObject _source;
    private readonly CoreResolver _resolver;
    private readonly BpfDescriptor[] _maps;
    private readonly List<BpfDescriptor> _links = [];
    private readonly List<BpfDescriptor> _attached = []; // programs, which their links keep; to ask about them
    private long _skippedRuns;

    private BpfLoadedObject(BpfKernel kernel, BpfObject source, BpfDescriptor[] maps)
    {
        _kernel = kernel;
        _source = source;
        _resolver = new CoreResolver(source.Types, kernel.Types);
        _maps = maps;
    }

    /// <summary>Reads an object that is embedded in this assembly and makes its maps.</summary>
    public static bool TryCreate(BpfKernel kernel, string resource, out BpfLoadedObject? result, out string? whyNot)
    {
        result = null;
        if (!BpfObject.TryParse(ReadResource(resource), out var source, out whyNot))
        {
            whyNot = $"{resource}: {whyNot}";
            return false;
        }

        var maps = new BpfDescriptor[source!.Maps.Count];
        for (var i = 0; i < maps.Length; i++)
        {
            if (BpfCalls.CreateMap(source.Maps[i], out var error) is not { } map)
            {
                whyNot = BpfRefusal.Explain($"the BPF map {source.Maps[i].Name}", error, BpfKernel.Capabilities);
                foreach (var made in maps)
                {
                    made?.Dispose();
                }

                return false;
            }

            maps[i] = map;
        }

        result = new BpfLoadedObject(kernel, source, maps);
        return true;
    }

    /// <summary>How often programs that are attached were left out (<see cref="BpfCalls.SkippedRuns"/>). Grows only; stays as it is once disposed.</summary>
    public long SkippedRuns
    {
        get
        {
            var sum = 0L;
            foreach (var program in _attached)
            {
                sum += BpfCalls.SkippedRuns(program);
            }

            return _skippedRuns = Math.Max(_skippedRuns, sum); // the system may come to refuse an answer
        }
    }

    /// <summary>One of its maps, which stays this object's.</summary>
    public BpfDescriptor Map(string name, out BpfMapDefinition definition)
    {
        for (var i = 0; i < _maps.Length; i++)
        {
            if (_source.Maps[i].Name == name)
            {
                definition = _source.Maps[i];
                return _maps[i];
            }
        }

        throw new ArgumentException($"the object has no map {name}", nameof(name));
    }

    /// <summary>Loads a program and attaches it to the hook its section names.</summary>
    public bool TryAttach(string program, out string? whyNot) =>
        BpfHook.TryParse(Find(program).Section, out var hook)
            ? TryAttach(program, hook, out whyNot)
            : throw new ArgumentException($"{program} names no hook", nameof(program));

    /// <summary>Loads a program and attaches it to this hook.</summary>
    public bool TryAttach(string program, BpfHook hook, out string? whyNot)
    {
        var loaded = Load(program, hook, out whyNot);
        if (loaded is null)
        {
            return false;
        }

        if (BpfCalls.Attach(loaded, out var error) is not { } link)
        {
            loaded.Dispose();
            whyNot = BpfRefusal.Explain($"{hook.Target} as a hook for BPF", error, BpfKernel.Capabilities);
            return false;
        }

        _links.Add(link);
        _attached.Add(loaded);
        return true;
    }

    /// <summary>Loads an iterator's program. The link, which begins passes, stays this object's; null, with the reason, if not.</summary>
    public BpfDescriptor? LinkIterator(string program, out string? whyNot)
    {
        if (!BpfHook.TryParse(Find(program).Section, out var hook))
        {
            throw new ArgumentException($"{program} names no hook", nameof(program));
        }

        using var loaded = Load(program, hook, out whyNot);
        if (loaded is null)
        {
            return null;
        }

        if (BpfCalls.LinkIterator(loaded, out var error) is not { } link)
        {
            whyNot = BpfRefusal.Explain($"the BPF iterator {hook.Target}", error, BpfKernel.Capabilities);
            return null;
        }

        _links.Add(link);
        return link;
    }

    /// <summary>Detaches the programs and gives the maps back.</summary>
    public void Dispose()
    {
        foreach (var descriptor in _links.Concat(_attached))
        {
            descriptor.Dispose();
        }

        _attached.Clear();

        foreach (var map in _maps)
        {
            map.Dispose();
        }
    }

    private static byte[] ReadResource(string name)
    {
        using var stream = typeof(BpfLoadedObject).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the assembly");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private BpfProgramCode Find(string name) =>
        _source.Programs.FirstOrDefault(p => p.Name == name) ?? throw new ArgumentException($"the object has no program {name}", nameof(name));

    private BpfDescriptor? Load(string name, BpfHook hook, out string? whyNot)
    {
        whyNot = null;
        var program = Find(name);
        var target = hook.FindIn(_kernel.Types);
        if (target == 0)
        {
            whyNot = $"this kernel has no {hook.Target}";
            return null;
        }

        var missing = new HashSet<string>();
        var code = BpfProgramFitting.Fit(program, _resolver, [.. _maps.Select(m => m.Number)], missing);
        var loaded = BpfCalls.LoadProgram(name, code, _source.License, hook.Kind, target, out var error);
        if (loaded is null)
        {
            whyNot = BpfRefusal.Explain($"the BPF program for {hook.Target}", error, BpfKernel.Capabilities);
            if (missing.Count > 0 && BpfRefusal.IsByVerifier(error, BpfKernel.Capabilities))
            {
                whyNot += $" (this kernel has no {string.Join(", ", missing.Order(StringComparer.Ordinal))})";
            }
        }

        return loaded;
    }
}
