namespace RustNet.Host;

/// <summary>
/// Remembers what was set or asked for lately, at most twice <paramref name="capacity"/> entries: when so many are in use, those
/// that were not are forgotten at once. One thread.
/// </summary>
internal sealed class RecentEntries<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private Dictionary<TKey, TValue> _recent = [];
    private Dictionary<TKey, TValue> _older = [];

    /// <summary>Entries remembered; one that is in both halves counts twice.</summary>
    public int Count => _recent.Count + _older.Count;

    /// <summary>The entry, which counts as in use now.</summary>
    public bool TryGet(TKey key, out TValue value)
    {
        if (_recent.TryGetValue(key, out value!))
        {
            return true;
        }

        if (!_older.TryGetValue(key, out value!))
        {
            return false;
        }

        Set(key, value);
        return true;
    }

    /// <summary>Remembers, or replaces.</summary>
    public void Set(TKey key, TValue value)
    {
        if (_recent.Count >= capacity && !_recent.ContainsKey(key))
        {
            (_recent, _older) = (_older, _recent);
            _recent.Clear();
        }

        _recent[key] = value;
    }

    /// <summary>Forgets one.</summary>
    public void Remove(TKey key)
    {
        _recent.Remove(key);
        _older.Remove(key);
    }
}
