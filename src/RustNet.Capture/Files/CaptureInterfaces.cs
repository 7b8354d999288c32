using RustNet.Core.Wire;

namespace RustNet.Capture.Files;

/// <summary>
/// The interfaces a file has named so far, numbered through all its sections. Added to by the capture thread, read by any.
/// </summary>
internal sealed class CaptureInterfaces
{
    private readonly Lock _lock = new();
    private readonly List<string?> _names = [];
    private readonly List<LinkLayer> _linkLayers = [];
    private string _linkTypeName = "unknown";

    /// <summary>The link types in order of appearance, for people: <c>Ethernet + Linux cooked v1</c>.</summary>
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
            if (!_linkLayers.Contains(linkLayer))
            {
                _linkLayers.Add(linkLayer);
                _linkTypeName = string.Join(" + ", _linkLayers.Select(LinkLayerNames.Name));
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
}
