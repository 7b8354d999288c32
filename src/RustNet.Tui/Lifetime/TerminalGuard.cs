using System.Runtime.InteropServices;
using System.Text;
using RustNet.Tui.Lifetime.Interop;

namespace RustNet.Tui.Lifetime;

/// <summary>
/// Gives the terminal back as it was, on the paths where the library does not: signals, exceptions that nobody catches
/// (Native AOT runs no <c>finally</c> for those), a terminal that is gone (the library's input thread then spins and its
/// Dispose hangs). One screen at a time; the registrations live in static fields because as locals they are collected.
/// </summary>
internal static class TerminalGuard
{
    // Mouse reporting, bracketed paste, kitty keyboard, alternate screen off; colours and cursor back.
    private const string RestoreSequences = "\e[?1003l\e[?1002l\e[?1000l\e[?1015l\e[?1006l\e[?2004l\e[<u\e[0m\e[?1049l\e[?25h\e[0 q";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1.5);
    private static readonly Lock s_gate = new();
    private static PosixSignalRegistration[] s_registrations = [];
    private static Timer? s_watchdog;
    private static byte[]? s_modes;
    private static Action? s_stop;
    private static int s_signal;
    private static int s_uiThread;
    private static volatile bool s_hasCrashed;
    private static readonly ManualResetEventSlim s_closed = new();

    /// <summary>Number of the signal that asked the screen to close, 0 for none.</summary>
    public static int Signal => Volatile.Read(ref s_signal);

    /// <summary>Starts guarding.</summary>
    /// <param name="stop">Asks the screen to close; may be called from any thread. If it has not closed 1.5 s later, the program ends without it.</param>
    public static void Arm(Action stop)
    {
        lock (s_gate)
        {
            s_modes = Termios.Save();
            s_stop = stop;
            s_signal = 0;
            s_uiThread = Environment.CurrentManagedThreadId;
            s_closed.Reset();
            s_registrations =
            [
                PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
                PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
                PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
                PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnSignal),
            ];
            AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
        }
    }

    /// <summary>Stops guarding; the screen has closed by itself. Signals have their usual effect again.</summary>
    public static void Disarm()
    {
        lock (s_gate)
        {
            s_stop = null;
            s_watchdog?.Dispose();
            s_watchdog = null;
            AppDomain.CurrentDomain.UnhandledException -= OnUnhandledException;
            foreach (var registration in s_registrations)
            {
                registration.Dispose();
            }

            s_registrations = [];
            Termios.Restore(s_modes);
            s_modes = null;
        }

        s_closed.Set();
        if (s_hasCrashed)
        {
            // Another thread is about to end the process with its exception; ending it here first would hide that.
            new ManualResetEventSlim().Wait();
        }
    }

    private static void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true; // the default would end the process before the terminal is restored
        var number = context.Signal switch
        {
            PosixSignal.SIGHUP => 1,
            PosixSignal.SIGINT => 2,
            PosixSignal.SIGQUIT => 3,
            _ => 15,
        };
        lock (s_gate)
        {
            if (s_stop is not { } stop)
            {
                return;
            }

            Interlocked.CompareExchange(ref s_signal, number, 0);
            s_watchdog ??= new Timer(static _ => EndWithoutScreen(), null, s_patience, Timeout.InfiniteTimeSpan);
            stop();
        }
    }

    private static void EndWithoutScreen()
    {
        lock (s_gate)
        {
            if (s_stop is null)
            {
                return; // it closed at the last moment
            }
        }

        Restore();
        Environment.Exit(128 + Signal);
    }

    private static void OnUnhandledException(object sender, UnhandledExceptionEventArgs e)
    {
        if (Environment.CurrentManagedThreadId != s_uiThread)
        {
            // The UI thread would draw over what is restored: let it close the screen first, if it can.
            s_hasCrashed = true;
            s_stop?.Invoke();
            s_closed.Wait(s_patience);
        }

        Restore();
    }

    private static void Restore()
    {
        try
        {
#pragma warning disable RS0030 // the terminal itself is meant, not a place for text
            using var terminal = Console.OpenStandardOutput();
#pragma warning restore RS0030
            terminal.Write(Encoding.ASCII.GetBytes(RestoreSequences));
            terminal.Flush();
        }
        catch (IOException)
        {
            // The terminal is gone: there is nothing to restore.
        }

        Termios.Restore(s_modes);
    }
}
