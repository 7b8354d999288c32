using System.Buffers;
using RustNet.Core.Dpi;

namespace RustNet.Core.Names;

/// <summary>Arguments as one types them, for messages that propose a command.</summary>
public static class ShellWords
{
    /// <summary>What stands for arguments that cannot be shown so that they can be typed again.</summary>
    public const string Unshown = "<the same options>";

    private const int MaxLength = WireText.LineLength / 2; // a message cuts its lines, and half a command is none

    private static readonly SearchValues<char> s_plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:,@%+=");

    /// <summary>
    /// The words quoted where a POSIX shell would read them otherwise (POSIX.1-2024, Shell Command Language §2.2), with blanks between;
    /// <see cref="Unshown"/> where one has characters that no terminal should be sent, or there are too many.
    /// </summary>
    public static string Join(IEnumerable<string> words)
    {
        var text = string.Join(' ', words.Select(Quote));
        return text.Length <= MaxLength && WireText.Clean(text, MaxLength) == text ? text : Unshown;
    }

    // Single quotes keep everything but themselves; zsh would look for a command behind a leading equals sign.
    private static string Quote(string word) =>
        word.Length > 0 && word[0] != '=' && !word.AsSpan().ContainsAnyExcept(s_plain) ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
