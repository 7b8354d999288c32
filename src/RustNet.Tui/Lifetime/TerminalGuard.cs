using System.Diagnostics;
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
    // Keypad and cursor keys as usual (the framework's console switches them on and never off).
    private const string UsualKeys = "\e[?1l\e>";

    // Mouse reporting, bracketed paste, kitty keyboard, alternate screen off; colours and cursor back.
    private const string RestoreSequences = UsualKeys + "\e[?1003l\e[?1002l\e[?1000l\e[?1015l\e[?1006l\e[?2004l\e[<u\e[0m\e[?1049l\e[?25h\e[0 q";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1.5);

    // A terminal that closes, and timeout(1), signal the process and its group: twice within microseconds, but meant once.
    private static readonly TimeSpan s_sameSignal = TimeSpan.FromSeconds(0.1);

    // A terminal that takes nothing (its other end is stopped) would block the restoring for ever.
    private static readonly TimeSpan s_restoreTime = TimeSpan.FromSeconds(0.2);
    private static readonly Lock s_gate = new();
    private static PosixSignalRegistration[] s_registrations = [];
    private static Timer? s_watchdog;
    private static byte[]? s_modes;
    private static volatile bool s_isArmed;
    private static Action? s_stop;
    private static int s_signal;
    private static long s_signalled;
    private static int s_uiThread;
    private static volatile bool s_hasCrashed;
    private static readonly ManualResetEventSlim s_closed = new();

    /// <summary>Number of the signal that asked the screen to close, 0 for none.</summary>
    public static int Signal => Volatile.Read(ref s_signal);

    /// <summary>Starts guarding. A signal that comes before <see cref="Attach"/> is remembered.</summary>
    public static void Arm()
    {
        lock (s_gate)
        {
            s_modes = Termios.Save();
            s_isArmed = true;
            s_stop = null;
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

    /// <summary>The screen can take a request to close now. Answers <see langword="false"/> where a signal has already asked for it.</summary>
    /// <param name="stop">Asks the screen to close; called from any thread. If it has not closed 1.5 s later, the program ends without it.</param>
    public static bool Attach(Action stop)
    {
        lock (s_gate)
        {
            s_stop = stop;
            return s_signal == 0;
        }
    }

    /// <summary>The screen is closing and takes no requests any more. Once this returns, the action of <see cref="Attach"/> is not running.</summary>
    public static void Detach()
    {
        lock (s_gate)
        {
            s_stop = null;
        }
    }

    /// <summary>Stops guarding; the screen has closed by itself. Signals have their usual effect again.</summary>
    public static void Disarm()
    {
        lock (s_gate)
        {
            s_isArmed = false;
            s_stop = null;
            s_watchdog?.Dispose();
            s_watchdog = null;
            AppDomain.CurrentDomain.UnhandledException -= OnUnhandledException;
            foreach (var registration in s_registrations)
            {
                registration.Dispose();
            }

            s_registrations = [];
            Write(UsualKeys);
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
        if (Signal != 0)
        {
            // Without the gate: whoever holds it may be what hangs.
            if (Stopwatch.GetElapsedTime(Volatile.Read(ref s_signalled)) > s_sameSignal)
            {
                EndWithoutScreen();
            }

            return;
        }

        lock (s_gate)
        {
            if (!s_isArmed || s_signal != 0)
            {
                return;
            }

            Volatile.Write(ref s_signalled, Stopwatch.GetTimestamp());
            Volatile.Write(ref s_signal, number);
            s_watchdog ??= new Timer(static _ => EndWithoutScreen(), null, s_patience, Timeout.InfiniteTimeSpan);
            s_stop?.Invoke();
        }
    }

    private static void EndWithoutScreen()
    {
        if (!s_isArmed)
        {
            return; // it closed at the last moment
        }

        var restoring = new Thread(Restore) { Name = "restore", IsBackground = true };
        restoring.Start();
        restoring.Join(s_restoreTime);
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
        Write(RestoreSequences);
        Termios.Restore(s_modes);
    }

    private static void Write(string sequences)
    {
        try
        {
#pragma warning disable RS0030 // the terminal itself is meant, not a place for text
            using var terminal = Console.OpenStandardOutput();
#pragma warning restore RS0030
            terminal.Write(Encoding.ASCII.GetBytes(sequences));
            terminal.Flush();
        }
        catch (IOException)
        {
            // The terminal is gone: there is nothing to restore.
        }
    }
}
