using System.Runtime.CompilerServices;
using RustNet.Tui;

// Terminal.Gui keeps part of its state in statics, so two screens cannot be tested at the same time.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

internal static class Assembly
{
    [ModuleInitializer]
    internal static void WithoutTerminal()
    {
        Environment.SetEnvironmentVariable("DisableRealDriverIO", "1");
        TuiEnvironment.CloseConfiguration();
    }
}
