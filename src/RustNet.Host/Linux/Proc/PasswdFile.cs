using RustNet.Core.Dpi;

namespace RustNet.Host.Linux.Proc;

/// <summary>Reads <c>/etc/passwd</c> (passwd(5)). A line that does not parse is skipped. Never throws.</summary>
internal static class PasswdFile
{
    private const int MostUsers = 65_536;

    /// <summary>Name and home of each user id; of several names for one, the first, as getpwuid(3) has it.</summary>
    public static Dictionary<uint, PasswdUser> Parse(ReadOnlySpan<byte> text)
    {
        // name:password:uid:gid:comment:home:shell
        var users = new Dictionary<uint, PasswdUser>();
        Span<Range> fields = stackalloc Range[8];
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            if (TryFields(line, fields)
                && line[fields[0]] is { IsEmpty: false } name && name[0] is not ((byte)'#' or (byte)'+' or (byte)'-')
                && Fields.TryDecimal(line[fields[2]], out var id) && id <= uint.MaxValue
                && users.Count < MostUsers)
            {
                users.TryAdd((uint)id, new PasswdUser(WireText.Clean(name), WireText.Clean(line[fields[5]], WireText.LineLength)));
            }
        }

        return users;
    }

    private static bool TryFields(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        var start = 0;
        for (var i = 0; i < 7; i++)
        {
            var length = line[start..].IndexOf((byte)':');
            if (length < 0)
            {
                fields[i] = start..line.Length;
                return i == 6;
            }

            fields[i] = start..(start + length);
            start += length + 1;
        }

        return false;
    }
}

/// <summary>A user of the system.</summary>
/// <param name="Name">Name, cleaned.</param>
/// <param name="Home">Home directory, cleaned.</param>
internal readonly record struct PasswdUser(string Name, string Home);
