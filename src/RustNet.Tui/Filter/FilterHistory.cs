namespace RustNet.Tui.Filter;

/// <summary>Filters that were in force before, to be called back by Ctrl+P and Ctrl+N as a shell does. Forgotten with the screen. UI thread only.</summary>
internal sealed class FilterHistory
{
    /// <summary>Filters kept.</summary>
    public const int Capacity = 100;

    private readonly List<string> _texts = []; // the newest last
    private int _at; // the one that is shown; behind the last: what is being typed
    private string _typed = "";

    /// <summary>Whether there is anything to call back.</summary>
    public bool IsEmpty => _texts.Count == 0;

    /// <summary>Takes note of a filter; one that is there already becomes the newest.</summary>
    public void Add(string text)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            _texts.Remove(text);
            _texts.Add(text);
            if (_texts.Count > Capacity)
            {
                _texts.RemoveAt(0);
            }
        }

        Rewind();
    }

    /// <summary>Typing begins anew: the next step back leads to the newest.</summary>
    public void Rewind() => (_at, _typed) = (_texts.Count, "");

    /// <summary>The one before, or <see langword="null"/> where there is none.</summary>
    /// <param name="text">What stands in the line; what was typed comes back behind the newest.</param>
    public string? Older(string text)
    {
        if (_at == _texts.Count)
        {
            _typed = text;
        }

        var at = _at - 1;
        while (at >= 0 && _texts[at] == text)
        {
            at--; // what is there already is no step
        }

        return at < 0 ? null : _texts[_at = at];
    }

    /// <summary>The one after, at last what was typed; <see langword="null"/> where there is none.</summary>
    public string? Newer() => _at >= _texts.Count ? null : ++_at == _texts.Count ? _typed : _texts[_at];
}
