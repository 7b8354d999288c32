using BenchmarkDotNet.Running;
using RustNet.Benchmarks;

// Started by hand, never by the tests:
//   dotnet run -c Release --project tests/RustNet.Benchmarks -- --filter '*PacketPath*'     what a packet costs
//   dotnet run -c Release --project tests/RustNet.Benchmarks -- steady                     the same in processor time, for a busy machine
//   dotnet run -c Release --project tests/RustNet.Benchmarks -- flood [connections]         what a million connections cost
//   dotnet run -c Release --project tests/RustNet.Benchmarks -- grouping                   grouping 100,000 connections by process
//   dotnet run -c Release --project tests/RustNet.Benchmarks -- bpf                        what BPF attribution costs (root, Linux)
if (args is ["flood", ..])
{
    Flood.Run(args.Length > 1 ? int.Parse(args[1], null) : 1_000_000);
}
else if (args is ["steady"])
{
    Steady.Run();
}
else if (args is ["grouping"])
{
    GroupingCost.Run();
}
else if (args is ["bpf"] && OperatingSystem.IsLinux())
{
    BpfCost.Run();
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
