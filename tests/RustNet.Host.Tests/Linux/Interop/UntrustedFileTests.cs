using System.Runtime.Versioning;
using RustNet.Host.Linux.Interop;

namespace RustNet.Host.Tests.Linux.Interop;

[SupportedOSPlatform("linux")]
public sealed class UntrustedFileTests
{
    // A plain file of root, with content, for everybody; but of a file system that is no place for homes.
    private const string Directory = "/sys/kernel";
    private const string Name = "uevent_seqnum";

    [Fact]
    public void ReadBelow_refuses_a_directory_of_a_file_system_that_is_not_known_to_answer()
    {
        SkipWithoutFile();

        Assert.NotEmpty(UntrustedFile.Read($"{Directory}/{Name}", 1 << 16));
        Assert.Empty(UntrustedFile.ReadBelow(Directory, Name, owner: 0, 1 << 16));
    }

    [Fact]
    public void ReadBelow_refuses_another_file_system_on_the_way()
    {
        SkipWithoutFile();

        Assert.Empty(UntrustedFile.ReadBelow("/", $"{Directory}/{Name}", owner: 0, 1 << 16));
    }

    [Fact]
    public void Reopen_opens_what_was_found_and_not_what_is_there_by_now()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "files are read by system calls of Linux");
        var folder = System.IO.Directory.CreateTempSubdirectory("rustnet-file-");
        try
        {
            var path = Path.Combine(folder.FullName, "file");
            File.WriteAllText(path, "found");
            using var found = new FileDescriptor(FileCalls.OpenAnyPathAt(FileCalls.CurrentDirectory, [.. System.Text.Encoding.UTF8.GetBytes(path), 0], followsLink: false, out _));
            File.Delete(path);
            File.WriteAllText(path, "other");

            using var file = new FileDescriptor(FileCalls.Reopen(found.Number, out var error));
            var content = new byte[10];

            Assert.Equal(LinuxError.None, error);
            Assert.True(FileCalls.Read(found.Number, content, out _) < 0); // only a place: nobody was asked for content yet
            Assert.Equal(5, FileCalls.Read(file.Number, content, out _));
            Assert.Equal("found"u8, content.AsSpan(0, 5));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void SkipWithoutFile() => Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists($"{Directory}/{Name}"), "no sysfs here");
}
