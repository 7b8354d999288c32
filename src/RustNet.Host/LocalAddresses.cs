using System.Net.NetworkInformation;
using RustNet.Core.Flows;

namespace RustNet.Host;

/// <summary>
/// The addresses of this machine, all interfaces, kept up to date: looked at again when the system says that they
/// changed, and every few seconds in case it does not. Needs no rights. <see cref="Current"/> may be read from any
/// thread; <see cref="Changed"/> is raised on a pool thread, one call at a time. Whoever made it disposes it.
/// </summary>
public sealed class LocalAddresses : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    private readonly Func<IReadOnlyList<InterfaceAddress>?> _fetch;
    private readonly Lock _refreshing = new();
    private readonly ITimer _timer;
    private volatile LocalAddressSet _current;
    private bool _disposed;

    /// <summary>Reads the addresses and starts watching them.</summary>
    public LocalAddresses()
        : this(LocalAddressSets.Fetch, TimeProvider.System)
    {
        try
        {
            NetworkChange.NetworkAddressChanged += OnNetworkAddressChanged;
        }
        catch (NetworkInformationException)
        {
            // no such news from this system; the timer has to do
        }
    }

    /// <summary>Watches what <paramref name="fetch"/> returns, by the clock only.</summary>
    internal LocalAddresses(Func<IReadOnlyList<InterfaceAddress>?> fetch, TimeProvider clock)
    {
        _fetch = fetch;
        _current = LocalAddressSets.Of(fetch() ?? []);
        _timer = clock.CreateTimer(static state => ((LocalAddresses)state!).Refresh(), this, s_interval, s_interval);
    }

    /// <summary>Raised after <see cref="Current"/> was replaced by a set with other addresses.</summary>
    public event Action<LocalAddressSet>? Changed;

    /// <summary>The addresses as of the last look. Never <see langword="null"/>.</summary>
    public LocalAddressSet Current => _current;

    /// <summary>Looks now. Where the system does not answer, the last set stays.</summary>
    public void Refresh()
    {
        lock (_refreshing)
        {
            if (_disposed || _fetch() is not { } fetched)
            {
                return;
            }

            var next = LocalAddressSets.Of(fetched);
            if (!LocalAddressSets.AreEqual(next, _current))
            {
                _current = next;
                Changed?.Invoke(next);
            }
        }
    }

    /// <summary>Stops watching. <see cref="Changed"/> is not raised any more once this has returned.</summary>
    public void Dispose()
    {
        NetworkChange.NetworkAddressChanged -= OnNetworkAddressChanged;
        _timer.Dispose();
        lock (_refreshing)
        {
            _disposed = true;
        }
    }

    private void OnNetworkAddressChanged(object? sender, EventArgs e) => Refresh();
}
