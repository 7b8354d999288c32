namespace RustNet.Capture.Interfaces;

/// <summary>Reads small files of /proc and /sys, whose stated length says nothing.</summary>
internal static class SystemFile
{
    private const int MaximumLength = 1 << 20;

    /// <summary>The content, at most 1 MB; empty where the file is not there or not for this user.</summary>
    public static byte[] Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var content = new MemoryStream();
            Span<byte> chunk = stackalloc byte[4096];
            for (int count; content.Length < MaximumLength && (count = file.Read(chunk)) > 0;)
            {
                content.Write(chunk[..count]);
            }

            return content.ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
