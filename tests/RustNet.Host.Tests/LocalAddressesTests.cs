using System.Net;
using RustNet.Core.Flows;

namespace RustNet.Host.Tests;

public sealed class LocalAddressesTests : IDisposable
{
    private static readonly InterfaceAddress s_first = new(IPAddress.Parse("192.0.2.7"), 24);
    private static readonly InterfaceAddress s_second = new(IPAddress.Parse("198.51.100.7"), 24);

    private readonly TimerClock _clock = new();
    private readonly List<LocalAddressSet> _changes = [];
    private IReadOnlyList<InterfaceAddress>? _system = [s_first];

    public void Dispose() => _clock.Dispose();

    [Fact]
    public void Current_is_read_at_once()
    {
        using var addresses = Watch();

        Assert.Contains(FlowText.FromIPAddress(s_first.Address), addresses.Current.Addresses.AsEnumerable());
    }

    [Fact]
    public void Changed_is_raised_with_the_new_set_when_the_timer_finds_one()
    {
        using var addresses = Watch();

        _system = [s_first, s_second];
        _clock.Fire();

        Assert.Same(addresses.Current, Assert.Single(_changes));
        Assert.Contains(FlowText.FromIPAddress(s_second.Address), addresses.Current.Addresses.AsEnumerable());
    }

    [Fact]
    public void Changed_is_not_raised_when_nothing_changed()
    {
        using var addresses = Watch();
        var before = addresses.Current;

        _clock.Fire();

        Assert.Empty(_changes);
        Assert.Same(before, addresses.Current);
    }

    [Fact]
    public void Current_stays_when_the_system_does_not_answer()
    {
        using var addresses = Watch();

        _system = null;
        _clock.Fire();

        Assert.Single(addresses.Current.Addresses);
        Assert.Empty(_changes);
    }

    [Fact]
    public void Changed_is_not_raised_after_disposal()
    {
        var addresses = Watch();
        addresses.Dispose();

        _system = [];
        _clock.Fire();
        addresses.Refresh();

        Assert.Empty(_changes);
        Assert.True(_clock.IsDisposed);
    }

    [Fact]
    public void Real_one_knows_the_loopback()
    {
        using var addresses = new LocalAddresses();

        Assert.Contains(FlowText.FromIPAddress(IPAddress.Loopback), addresses.Current.Addresses.AsEnumerable());
    }

    private LocalAddresses Watch()
    {
        var addresses = new LocalAddresses(() => _system, _clock);
        addresses.Changed += _changes.Add;
        return addresses;
    }

    /// <summary>A clock with one timer, which runs out when the test says so.</summary>
    private sealed class TimerClock : TimeProvider, ITimer
    {
        private Action _callback = () => { };

        public bool IsDisposed { get; private set; }

        public void Fire() => _callback();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _callback = () => callback(state);
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => IsDisposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
