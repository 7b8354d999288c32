using System.Collections.Concurrent;

namespace RustNet.Capture.Live;

/// <summary>
/// Names of the interfaces that a capture on several of them has seen. A name is looked up with the first frame of its
/// interface and kept when the interface is gone. The capture thread notes and refreshes; any thread finds.
/// </summary>
/// <param name="lookUp">Asks the system for the name of an index; <see langword="null"/> where it has none.</param>
internal sealed class InterfaceNames(Func<int, string?> lookUp)
{
    private readonly ConcurrentDictionary<int, string?> _names = new();
    private int _lastNoted;

    /// <summary>The name, or <see langword="null"/> where the system never had one for that index. Any thread.</summary>
    public string? Find(int index)
    {
        if (_names.TryGetValue(index, out var known))
        {
            return known;
        }

        var name = lookUp(index);
        if (name is not null)
        {
            _names.TryAdd(index, name);
        }

        return name;
    }

    /// <summary>A frame of that interface was seen. Costs a comparison for the interface of the frame before.</summary>
    public void Note(int index)
    {
        if (index == _lastNoted)
        {
            return;
        }

        _lastNoted = index;
        if (!_names.ContainsKey(index))
        {
            _names[index] = lookUp(index);
        }
    }

    /// <summary>Follows interfaces that were renamed. About once a second is enough.</summary>
    public void Refresh()
    {
        foreach (var (index, known) in _names)
        {
            if (lookUp(index) is { } name && name != known)
            {
                _names[index] = name;
            }
        }
    }
}
