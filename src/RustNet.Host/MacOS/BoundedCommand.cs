using System.ComponentModel;
using System.Diagnostics;

namespace RustNet.Host.MacOS;

/// <summary>Runs a program for what it prints, within bounds of time and size. Blocks the calling thread meanwhile.</summary>
internal static class BoundedCommand
{
    /// <summary>
    /// What it wrote to its standard output; <see langword="null"/> if it cannot be started, takes longer, or writes more. Its
    /// standard error is dropped. It does not outlive the call.
    /// </summary>
    /// <param name="program">Path of the program: it is not looked for.</param>
    /// <param name="arguments">Arguments, passed on as they are.</param>
    /// <param name="most">Bytes it may write.</param>
    /// <param name="patience">Time it may take.</param>
    /// <param name="clock">Time.</param>
    public static ReadOnlyMemory<byte>? Run(string program, IEnumerable<string> arguments, int most, TimeSpan patience, TimeProvider clock)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Start(start);
        if (process is null)
        {
            return null;
        }

        using var timer = clock.CreateTimer(static state => Kill((Process)state!), process, patience, Timeout.InfiniteTimeSpan);
        try
        {
            process.StandardInput.Close();
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            var output = Read(process.StandardOutput.BaseStream, most);
            if (output is null)
            {
                Kill(process);
            }

            process.WaitForExit();
            // Killed, it may have written a part.
            return process.ExitCode is 0 or 1 ? output : null; // 1: some of what lsof was asked for is not there
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            Kill(process);
            return null;
        }
    }

    private static Process? Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null; // not there, or not executable
        }
    }

    private static ReadOnlyMemory<byte>? Read(Stream stream, int most)
    {
        var buffer = new byte[Math.Min(most, 64 * 1024)];
        var length = 0;
        for (int read; (read = stream.Read(buffer, length, buffer.Length - length)) > 0;)
        {
            length += read;
            if (length == buffer.Length)
            {
                if (length >= most)
                {
                    return null;
                }

                Array.Resize(ref buffer, Math.Min(most, 2 * length));
            }
        }

        return buffer.AsMemory(0, length);
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true); // a child of it would keep its output open
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or ObjectDisposedException or AggregateException)
        {
            // ended by itself meanwhile
        }
    }
}
