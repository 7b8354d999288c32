using System.Globalization;
using RustNet.Core.Wire;

namespace RustNet.Capture.Files;

/// <summary>
/// The interfaces a file has named so far, numbered through all its sections. Added to by the capture thread, read by any.
/// </summary>
internal sealed class CaptureInterfaces
{
    private const int MostNamed = 3;        // link types: no capture tool writes more, and a line has room for no more

    private readonly Lock _lock = new();
    private readonly List<string?> _names = [];
    private readonly HashSet<LinkLayer> _linkLayers = [];
    private string _named = "";
    private string _linkTypeName = "unknown";

    /// <summary>The link types in order of appearance, for people: <c>Ethernet + Linux cooked v1</c>; those after the third as <c>2 more</c>.</summary>
    public string LinkTypeName
    {
        get
        {
            lock (_lock)
            {
                return _linkTypeName;
            }
        }
    }

    /// <summary>Adds an interface and gives it its number, from 0.</summary>
    public int Add(LinkLayer linkLayer, string? name)
    {
        lock (_lock)
        {
            _names.Add(name);
            if (_linkLayers.Add(linkLayer))
            {
                NameLinkType(linkLayer);
            }

            return _names.Count - 1;
        }
    }

    /// <summary>
    /// Name of an interface, or <see langword="null"/>. Cooked v2 frames carry the kernel's numbers, which mean nothing here: a file
    /// that has them names none.
    /// </summary>
    public string? Name(int number)
    {
        lock (_lock)
        {
            return (uint)number < (uint)_names.Count && !_linkLayers.Contains(LinkLayer.LinuxSll2) ? _names[number] : null;
        }
    }

    private void NameLinkType(LinkLayer added)
    {
        if (_linkLayers.Count <= MostNamed)
        {
            var name = LinkLayerNames.Name(added);
            _linkTypeName = _named = _linkLayers.Count == 1 ? name : $"{_named} + {name}";
        }
        else
        {
            _linkTypeName = string.Create(CultureInfo.InvariantCulture, $"{_named} + {_linkLayers.Count - MostNamed} more");
        }
    }
}
