using RustNet.Core.Query;

namespace RustNet.Tui.Filter;

/// <summary>The filter line: what is typed, what of it is in force, and what is wrong with it. UI thread only.</summary>
/// <param name="interfaceName">Names interfaces for <c>interface:</c>; called on the query thread.</param>
internal sealed class FilterState(Func<int, string?> interfaceName)
{
    /// <summary>Whether the line is open for typing.</summary>
    public bool IsEditing { get; private set; }

    /// <summary>What stands in the line.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The filter in force: the last one that could be understood.</summary>
    public FilterExpression Applied { get; private set; } = FilterExpression.All;

    /// <summary>What is wrong with <see cref="Text"/>, or <see langword="null"/>.</summary>
    public FilterError? Error { get; private set; }

    /// <summary>Filters that were in force before.</summary>
    public FilterHistory History { get; } = new();

    /// <summary>Whether rows are being left out.</summary>
    public bool IsActive => !Applied.MatchesAll;

    /// <summary>Opens the line with what is in force.</summary>
    public void Open()
    {
        IsEditing = true;
        History.Rewind();
        Type(Applied.Text);
    }

    /// <summary>The text changed; a good one is in force at once, a bad one leaves the last good one in force.</summary>
    public void Type(string text)
    {
        Text = text;
        if (string.IsNullOrWhiteSpace(text))
        {
            Applied = FilterExpression.All;
            Error = null;
        }
        else if (FilterExpression.TryParse(text, out var expression, out var error))
        {
            Applied = expression.WithInterfaceNames(interfaceName);
            Error = null;
        }
        else
        {
            Error = error;
        }
    }

    /// <summary>Closes the line; what is in force stays.</summary>
    public void Keep()
    {
        IsEditing = false;
        Text = Applied.Text;
        Error = null;
        History.Add(Text);
    }

    /// <summary>Closes the line and shows everything. What was in force can be called back.</summary>
    public void Clear()
    {
        IsEditing = false;
        History.Add(Applied.Text);
        Type("");
    }
}
