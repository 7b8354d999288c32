using System.Globalization;

namespace RustNet.Host.Linux.Proc;

/// <summary>
/// Names of user ids as /etc/passwd has them, read again when the file has changed, at most once in a while. One thread.
/// </summary>
internal sealed class UserNames(TimeProvider clock, string path = "/etc/passwd")
{
    private const int MaxFileLength = 16 << 20;
    private static readonly TimeSpan s_lookInterval = TimeSpan.FromSeconds(30);

    private Dictionary<uint, PasswdUser> _users = [];
    private DateTime _writtenAt;
    private long _lookedAt;
    private bool _hasLooked;

    /// <summary>The name, or the number where there is none.</summary>
    public string Name(uint user) => Find(user)?.Name ?? user.ToString(CultureInfo.InvariantCulture);

    /// <summary>Home directory, or <see langword="null"/>.</summary>
    public string? Home(uint user) => Find(user)?.Home is { Length: > 0 } home ? home : null;

    private PasswdUser? Find(uint user)
    {
        if (!_hasLooked || clock.GetElapsedTime(_lookedAt) > s_lookInterval)
        {
            _hasLooked = true;
            _lookedAt = clock.GetTimestamp();
            Look();
        }

        return _users.TryGetValue(user, out var found) ? found : null;
    }

    private void Look()
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.LastWriteTimeUtc != _writtenAt && file.Length <= MaxFileLength)
            {
                _writtenAt = file.LastWriteTimeUtc;
                _users = PasswdFile.Parse(File.ReadAllBytes(path));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // what was read before stays; the numbers tell enough
        }
    }
}
