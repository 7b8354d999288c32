namespace RustNet.Core.Dpi.Protocols.Dns;

/// <summary>The answers to a question as one text, each once: <c>192.0.2.1, CNAME www.example.net</c>.</summary>
internal static class DnsAnswerText
{
    private const int MaxAnswers = 16;
    private const int MaxLength = 512;
    private const string Separator = ", ";

    /// <summary>The text after one more response; <paramref name="known"/> itself where it tells nothing new.</summary>
    /// <param name="known">The text so far, or <see langword="null"/>.</param>
    /// <param name="count">Answers in it, updated.</param>
    /// <param name="message">The response.</param>
    public static string? After(string? known, ref byte count, in DnsMessage message)
    {
        // Twice the room: what is cut must be seen to be longer than it may be.
        Span<char> text = stackalloc char[2 * MaxLength];
        var length = known?.Length ?? 0;
        known.AsSpan().CopyTo(text);
        var reader = message.Answers();
        while (count < MaxAnswers && length < MaxLength && reader.TryRead(out var record))
        {
            var start = length == 0 ? 0 : length + Separator.Length;
            var written = record.Format(text[start..]);
            if (IsListed(text[..length], text.Slice(start, written)))
            {
                continue;
            }

            if (length > 0)
            {
                Separator.CopyTo(text[length..]);
            }

            length = start + written;
            count++;
        }

        return length == (known?.Length ?? 0) ? known : WireText.Clean(text[..length], MaxLength);
    }

    private static bool IsListed(ReadOnlySpan<char> list, ReadOnlySpan<char> answer)
    {
        for (var start = 0; list[start..].IndexOf(answer) is >= 0 and var at; start += at + 1)
        {
            var before = list[..(start + at)];
            var after = list[(start + at + answer.Length)..];
            if ((before.IsEmpty || before.EndsWith(Separator)) && (after.IsEmpty || after.StartsWith(Separator)))
            {
                return true;
            }
        }

        return false;
    }
}
