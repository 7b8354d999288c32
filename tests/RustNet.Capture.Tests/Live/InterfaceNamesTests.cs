using RustNet.Capture.Live;

namespace RustNet.Capture.Tests.Live;

public class InterfaceNamesTests
{
    private readonly Dictionary<int, string> _system = new() { [2] = "eth0", [3] = "wg0" };
    private readonly InterfaceNames _names;
    private int _lookUps;

    public InterfaceNamesTests() => _names = new InterfaceNames(index =>
    {
        _lookUps++;
        return _system.GetValueOrDefault(index);
    });

    [Fact]
    public void Find_knows_an_interface_that_is_gone()
    {
        _names.Note(3);
        _system.Remove(3);
        _names.Refresh();

        Assert.Equal("wg0", _names.Find(3));
    }

    [Fact]
    public void Find_follows_a_rename_after_a_refresh()
    {
        _names.Note(3);
        _system[3] = "vpn";
        _names.Refresh();

        Assert.Equal("vpn", _names.Find(3));
    }

    [Fact]
    public void Find_looks_an_index_up_that_no_frame_named() => Assert.Equal("eth0", _names.Find(2));

    [Fact]
    public void Find_returns_null_for_an_index_the_system_does_not_know()
    {
        _names.Note(9);

        Assert.Null(_names.Find(9));
        Assert.Null(_names.Find(10));
    }

    [Fact]
    public void Note_asks_the_system_once_per_interface()
    {
        for (var i = 0; i < 1000; i++)
        {
            _names.Note(2 + (i % 3));
        }

        Assert.Equal(3, _lookUps);
    }
}
