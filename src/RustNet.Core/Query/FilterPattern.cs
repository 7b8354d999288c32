using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace RustNet.Core.Query;

/// <summary>
/// Compiles the regular expressions of filters. They run without backtracking, in time linear in the text they look at,
/// so neither a pattern nor a text from the wire can make the screen hang; look-around and back-references do not exist.
/// </summary>
internal static class FilterPattern
{
    /// <summary>Most characters of one pattern.</summary>
    public const int MaxLength = 200;

    /// <summary>
    /// Most elements that a repeated group may stand for. Without backtracking, counted repetitions are multiplied out:
    /// <c>(.{1,30}){1,30}</c> costs seconds for a single text, <c>([0-9]{1,3}[.]){3}</c> (12 elements) nothing.
    /// </summary>
    private const int MaxGroupSize = 50;

    private static readonly SearchValues<char> s_counts = SearchValues.Create("0123456789,");

    /// <summary>Compiles the pattern of a token; on failure <paramref name="error"/> marks the place in the filter.</summary>
    public static TextMatcher? Compile(FilterToken token, out FilterError? error)
    {
        error = null;
        var pattern = token.Value;
        if (pattern.Length > MaxLength)
        {
            error = new FilterError(token.ValueStart + MaxLength, pattern.Length - MaxLength, $"a regular expression has at most {MaxLength} characters");
            return null;
        }

        if (LargestRepeatedGroup(pattern) > MaxGroupSize)
        {
            error = token.ValueError("the repetitions in this regular expression multiply to too much");
            return null;
        }

        try
        {
            return new PatternText(new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant));
        }
        catch (RegexParseException wrong)
        {
            var offset = Math.Clamp(wrong.Offset - 1, 0, Math.Max(0, pattern.Length - 1));
            error = new FilterError(Math.Min(token.ValueStart + offset, token.End - 1), 1, Reason(wrong.Error));
        }
        catch (NotSupportedException)
        {
            error = token.ValueError("look-around, back-references and very large repetitions are not possible here");
        }

        return null;
    }

    /// <summary>In our words, as the framework's messages may have been trimmed away.</summary>
    private static string Reason(RegexParseError error) => error switch
    {
        RegexParseError.InsufficientClosingParentheses => "a ( of the regular expression is not closed",
        RegexParseError.InsufficientOpeningParentheses => "there is no ( in the regular expression that this closes",
        RegexParseError.UnterminatedBracket => "a [ of the regular expression is not closed",
        RegexParseError.QuantifierAfterNothing or RegexParseError.NestedQuantifiersNotParenthesized => "there is nothing here to repeat",
        RegexParseError.ReversedCharacterRange or RegexParseError.ReversedQuantifierRange => "the range runs backwards",
        RegexParseError.UnescapedEndingBackslash => "a single \\ at the end escapes nothing",
        _ => "this is not a regular expression",
    };

    /// <summary>
    /// The largest number of elements that any group under a counted repetition stands for. Reads well-formed patterns as
    /// the framework does; what it makes of others does not matter, as they do not compile.
    /// </summary>
    private static long LargestRepeatedGroup(string pattern)
    {
        var outer = new Stack<long>();
        var (largest, group, element, isGroup) = (0L, 0L, 0L, false); // sizes: of the open group, and of the last element in it
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '(':
                    outer.Push(group);
                    (group, element, isGroup) = (0, 0, false);
                    break;
                case ')' when outer.Count > 0:
                    (element, isGroup) = (group, true);
                    group += outer.Pop();
                    break;
                case '{' when TryReadCount(pattern.AsSpan(i), out var count, out var length):
                    group += element * (count - 1);
                    element *= count;
                    largest = isGroup ? Math.Max(largest, element) : largest;
                    i += length - 1;
                    break;
                case '?' or '*' or '+' or '|':
                    break;
                default:
                    i = EndOfCharacter(pattern, i);
                    (element, isGroup) = (1, false);
                    group++;
                    break;
            }
        }

        return largest;
    }

    /// <summary>Reads <c>{n}</c>, <c>{n,}</c> or <c>{n,m}</c>; the count is the larger number, at least 1 and bounded.</summary>
    private static bool TryReadCount(ReadOnlySpan<char> text, out long count, out int length)
    {
        count = 1;
        length = text.IndexOf('}') + 1;
        if (length == 0 || text[1..(length - 1)].ContainsAnyExcept(s_counts))
        {
            return false;
        }

        foreach (var bound in text[1..(length - 1)].Split(','))
        {
            if (int.TryParse(text[1..(length - 1)][bound], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                count = Math.Clamp(number, count, MaxGroupSize + 1);
            }
        }

        return true;
    }

    /// <summary>Index of the last character of what begins at <paramref name="start"/>: an escape, a set, or one character.</summary>
    private static int EndOfCharacter(string pattern, int start)
    {
        if (pattern[start] == '\\')
        {
            return start + 1;
        }

        if (pattern[start] != '[')
        {
            return start;
        }

        // A closing bracket right after the opening one, or after its caret, is a member of the set.
        var at = start + 1;
        at += at < pattern.Length && pattern[at] == '^' ? 2 : 1;
        while (at < pattern.Length && pattern[at] != ']')
        {
            at += pattern[at] == '\\' ? 2 : 1;
        }

        return at;
    }
}
