using System.Globalization;
using RustNet.Fuzz;
using SharpFuzz;

// Started by scripts/fuzz.sh:
//   targets                            the names of all targets
//   instrument ASSEMBLY...             makes assemblies report which branches they take; not those this process runs from
//   fuzz TARGET SECONDS DIRECTORY      where instrumented: runs a target, keeps what it finds below the directory
// and by hand, to look at a finding:
//   replay TARGET FILE...              runs files; says of each what happens
return args switch
{
    ["targets"] => Targets(),
    ["instrument", .. var assemblies] => Instrument(assemblies),
    ["fuzz", var name, var seconds, var directory] => Fuzz(name, int.Parse(seconds, CultureInfo.InvariantCulture), directory),
    ["replay", var name, .. var files] when FuzzTargets.Find(name) is { } target => Replay(target, files),
    _ => Usage(),
};

static int Targets()
{
    foreach (var target in FuzzTargets.All)
    {
        Console.WriteLine(target.Name);
    }

    return 0;
}

static int Instrument(string[] assemblies)
{
    foreach (var assembly in assemblies)
    {
        Fuzzer.Instrument(assembly, _ => true, Options.Value);
    }

    return 0;
}

static int Fuzz(string name, int seconds, string directory)
{
    var coverage = new Coverage();
    var target = FuzzTargets.Find(name) ?? throw new ArgumentException($"no target {name}");
    using var folder = new FuzzFolder(directory, name);
    var run = new FuzzRun(target, coverage, folder, Environment.TickCount);
    run.Go(TimeSpan.FromSeconds(seconds));
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-12} {run.Executions,10} executions, {run.Executions / seconds,7}/s, {coverage.Branches,5} branches, {run.Kept,5} inputs kept, {folder.Findings} findings"));
    return folder.Findings == 0 ? 0 : 1;
}

static int Replay(FuzzTarget target, string[] files)
{
    var found = 0;
    foreach (var file in files)
    {
        try
        {
            target.Run(File.ReadAllBytes(file));
            Console.WriteLine($"{file}: in order");
        }
#pragma warning disable CA1031 // whatever is thrown is what is to be told
        catch (Exception e)
#pragma warning restore CA1031
        {
            found++;
            Console.WriteLine($"{file}: {e}");
        }
    }

    return found == 0 ? 0 : 1;
}

static int Usage()
{
    Console.Error.WriteLine("usage: RustNet.Fuzz targets | instrument ASSEMBLY... | fuzz TARGET SECONDS DIRECTORY | replay TARGET FILE...");
    return 2;
}
