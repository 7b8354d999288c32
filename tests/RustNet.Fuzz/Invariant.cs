using System.Text;
using RustNet.Core.Dpi;

namespace RustNet.Fuzz;

/// <summary>What holds for every input.</summary>
internal static class Invariant
{
    private const int MaxFields = 100;

    /// <summary>A whole line for each of the two protocols of a connection that turned into another one.</summary>
    private const int MaxSummary = 2 * WireText.LineLength;

    public static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new BrokenInvariantException(what);
        }
    }

    /// <summary>Never by a length field: so much, and a multiple of what was there to read.</summary>
    public static void RequireAllocation(long before, long constant, int factor, int length, string what)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > constant + (long)factor * length)
        {
            throw new AllocatedTooMuchException($"{what}: {allocated} bytes were allocated for {length} bytes of input");
        }
    }

    /// <summary>Everything that a screen, a filter or an export reads of an application is complete and clean.</summary>
    public static void RequireClean(AppInfo app)
    {
        RequireText(app.Protocol, WireText.DefaultLength, "protocol");
        RequireText(app.DisplayName, WireText.DefaultLength, "display name");
        RequireText(app.Summary, MaxSummary, "summary");
        RequireOptional(app.HostName, WireText.MaxHostNameLength, "host name");
        RequireOptional(app.TransportState, WireText.DefaultLength, "state");
        RequireOptional(app.Phase, WireText.DefaultLength, "phase");
        Require(app.IdleTimeout is null or > 0, "idle timeout");
        RequireClean(app.Fields);
        if (app.Later is { } later)
        {
            RequireClean(later);
        }
    }

    private static void RequireClean(IEnumerable<AppField> fields)
    {
        var names = new HashSet<string>();
        foreach (var (name, label, value) in fields)
        {
            RequireText(name, WireText.DefaultLength, "field name");
            Require(name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_'), $"field name {name}");
            RequireText(label, WireText.DefaultLength, $"label of {name}");
            RequireText(value, WireText.LineLength, name);
            Require(names.Add(name), $"{name} is there twice");
            Require(names.Count <= MaxFields, "number of fields");
        }
    }

    private static void RequireOptional(string? text, int maxLength, string what)
    {
        if (text is not null)
        {
            RequireText(text, maxLength, what);
        }
    }

    public static void RequireText(string text, int maxLength, string what)
    {
        Require(text.Length > 0, $"{what} is empty");
        RequirePlain(text, maxLength, what);
    }

    /// <summary>Nothing in the text moves a cursor, hides, or turns the direction of what stands around it.</summary>
    public static void RequirePlain(ReadOnlySpan<char> text, int maxLength, string what)
    {
        Require(text.Length <= maxLength, $"{what} has {text.Length} characters, at most {maxLength} are allowed");
        while (!text.IsEmpty)
        {
            var status = Rune.DecodeFromUtf16(text, out var rune, out var used);
            if (status != System.Buffers.OperationStatus.Done || !WireText.IsPlain(rune))
            {
                throw new BrokenInvariantException($"{what} has U+{(int)text[0]:X4} in it");
            }

            text = text[used..];
        }
    }
}

/// <summary>Something that must hold does not.</summary>
public class BrokenInvariantException(string message) : Exception(message);

/// <summary>More was allocated than the input is worth.</summary>
public sealed class AllocatedTooMuchException(string message) : BrokenInvariantException(message);
