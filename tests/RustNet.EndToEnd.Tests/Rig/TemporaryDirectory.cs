namespace RustNet.EndToEnd.Tests.Rig;

/// <summary>A folder of its own for one test, readable by everyone (some tests run the program as another user), removed after.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public TemporaryDirectory()
    {
        Path = Directory.CreateTempSubdirectory("rne2e").FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, (UnixFileMode)0b111_101_101);
        }
    }

    public string Path { get; }

    public string Locate(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(Locate(name), content);
        return Locate(name);
    }

    public string Write(string name, string content)
    {
        File.WriteAllText(Locate(name), content);
        return Locate(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
