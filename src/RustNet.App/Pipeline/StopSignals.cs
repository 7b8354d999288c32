using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RustNet.App.Pipeline;

/// <summary>
/// Turns the first Ctrl+C, SIGTERM, SIGHUP or SIGQUIT into a call, so that what is open can be written out. A second one
/// gets the system's default treatment: it ends the process at once, for whoever does not want to wait. One within a
/// tenth of a second counts as the first again: timeout(1) signals its child, and then the group the child is in.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private static readonly TimeSpan s_sameSignal = TimeSpan.FromSeconds(0.1);

    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action _stop;
    private int _number;
    private long _came;

    /// <summary>Registers; <paramref name="stop"/> is called once at most, on a thread of the runtime.</summary>
    public StopSignals(Action stop)
    {
        _stop = stop;
        _registrations =
        [
            Register(PosixSignal.SIGINT, 2),
            Register(PosixSignal.SIGTERM, 15),
            Register(PosixSignal.SIGHUP, 1),
            Register(PosixSignal.SIGQUIT, 3),
        ];
    }

    /// <summary>Number of the signal that came, as the shell counts them, or <see langword="null"/>. Any thread.</summary>
    public int? Received => Volatile.Read(ref _number) is var number and not 0 ? number : null;

    /// <summary>Gives the signals their default treatment back.</summary>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private PosixSignalRegistration Register(PosixSignal signal, int number) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            if (Interlocked.CompareExchange(ref _number, number, 0) == 0)
            {
                Volatile.Write(ref _came, Stopwatch.GetTimestamp());
                context.Cancel = true;
                _stop();
            }
            else if (Volatile.Read(ref _came) is var came && (came == 0 || Stopwatch.GetElapsedTime(came) < s_sameSignal))
            {
                context.Cancel = true;
            }
        });
}
