using System.IO.Compression;

namespace RustNet.Capture.Files;

/// <summary>
/// What the user named, as a stream of capture bytes: a file, a pipe or standard input, unpacked if it is gzip.
/// </summary>
/// <param name="Bytes">The bytes; whoever reads them disposes of them.</param>
/// <param name="IsPacked">Whether positions in the stream count unpacked bytes.</param>
/// <param name="IsPipe">Whether a read may wait for someone to write.</param>
internal sealed record CaptureInput(Stream Bytes, bool IsPacked, bool IsPipe)
{
    /// <summary>The name that stands for standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>
    /// Opens it; blocks until a pipe gives its first bytes. Every problem is a <see cref="CaptureException"/> with what, why, and
    /// what to do.
    /// </summary>
    public static CaptureInput Open(string path)
    {
        try
        {
            return Of(path == StandardInput ? OpenStandardInput() : OpenFile(path));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CaptureException($"{path}: no such file; check the path", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CaptureException($"{path}: not allowed to read the file; check its permissions, or run as a user who may read it", e);
        }
        catch (Exception e) when (e is IOException or NotSupportedException or ArgumentException)
        {
            throw new CaptureException($"{path}: cannot be read ({FirstLine(e.Message)}); check the file", e);
        }
    }

    /// <summary>The capture bytes of a stream, unpacked if need be.</summary>
    public static CaptureInput Of(Stream stream)
    {
        var isPipe = !stream.CanSeek;
        var start = new byte[2];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var isPacked = length == start.Length && start[0] == 0x1F && start[1] == 0x8B;      // RFC 1952 §2.3.1
        if (isPipe)
        {
            stream = new PrefixedStream(start.AsMemory(0, length), stream);
        }
        else
        {
            stream.Position = 0;
        }

        return new CaptureInput(isPacked ? new GZipStream(stream, CompressionMode.Decompress) : stream, isPacked, isPipe);
    }

    /// <summary>The text of an exception without line breaks, for one line of output.</summary>
    public static string FirstLine(string message) => message.AsSpan().Trim().ToString().Split('\n', '\r')[0].TrimEnd('.');

    private static FileStream OpenFile(string path)
    {
        if (Directory.Exists(path))
        {
            throw new CaptureException($"{path}: is a directory; name a capture file in it");
        }

        return new FileStream(path, new FileStreamOptions
        {
            Access = FileAccess.Read,
            Share = FileShare.ReadWrite | FileShare.Delete,     // it may still be written to
            BufferSize = 0,                                     // ReadWindow is the buffer
            Options = FileOptions.SequentialScan,
        });
    }

    private static Stream OpenStandardInput()
    {
#pragma warning disable RS0030 // standard input as a pipe of bytes: the one portable way to it, and nothing of the console
        if (!Console.IsInputRedirected)
        {
            throw new CaptureException("-: standard input is the terminal; pipe a capture into it, as in: tcpdump -U -w - | rustnet --read -");
        }

        return Console.OpenStandardInput();
#pragma warning restore RS0030
    }
}
