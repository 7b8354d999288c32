using RustNet.Core.Flows;
using RustNet.Host;

namespace RustNet.App.Pipeline;

/// <summary>Keeps a table informed of this machine's addresses: at once, and whenever they change, until disposed.</summary>
internal sealed class LocalAddressWatch : IDisposable
{
    private readonly LocalAddresses _addresses = new();
    private readonly Action<LocalAddressSet> _apply;

    /// <summary>Applies the addresses of this moment before it returns; later ones come on a thread of the runtime.</summary>
    public LocalAddressWatch(Action<LocalAddressSet> apply)
    {
        _apply = apply;
        _addresses.Changed += apply;
        apply(_addresses.Current);
    }

    /// <summary>Stops watching.</summary>
    public void Dispose()
    {
        _addresses.Changed -= _apply;
        _addresses.Dispose();
    }
}
