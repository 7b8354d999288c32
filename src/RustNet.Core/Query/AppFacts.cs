using RustNet.Core.Dpi;

namespace RustNet.Core.Query;

/// <summary>Looks through what inspection learned about a connection.</summary>
internal static class AppFacts
{
    [ThreadStatic]
    private static List<AppField>? t_fields;

    /// <summary>Whether the protocol's name meets the condition.</summary>
    public static bool IsProtocol(AppInfo? app, TextMatcher matcher) => matcher.IsMatch(app?.Protocol) || matcher.IsMatch(app?.DisplayName);

    /// <summary>Whether a field whose name <paramref name="isMeant"/> accepts (with <paramref name="argument"/>) meets the condition.</summary>
    public static bool HasField(AppInfo? app, TextMatcher matcher, string argument, Func<string, string, bool> isMeant)
    {
        if (app is null)
        {
            return false;
        }

        foreach (var field in FieldsOf(app))
        {
            if (isMeant(field.Name, argument) && matcher.IsMatch(field.Value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether anything about the application that rows or details show meets the condition.</summary>
    public static bool HasAny(AppInfo? app, TextMatcher matcher)
    {
        if (app is null)
        {
            return false;
        }

        if (matcher.IsMatch(app.Protocol) || matcher.IsMatch(app.HostName) || matcher.IsMatch(app.DisplayName) || matcher.IsMatch(app.Phase))
        {
            return true;
        }

        foreach (var field in FieldsOf(app))
        {
            if (matcher.IsMatch(field.Value))
            {
                return true;
            }
        }

        return matcher.IsMatch(app.Summary); // last: most protocols make this text anew each time
    }

    // Every row is asked on every refresh: one list for them all.
    private static List<AppField> FieldsOf(AppInfo app)
    {
        var fields = t_fields ??= [];
        fields.Clear();
        app.AddFields(fields);
        return fields;
    }
}
