using RustNet.Tui.Table;
using RustNet.Tui.Tests.Testing;

namespace RustNet.Tui.Tests.Table;

public sealed class TableSelectionTests
{
    private readonly TableSelection _selection = new() { PageSize = 10 };

    [Fact]
    public void Apply_follows_the_chosen_connection_when_rows_before_it_vanish()
    {
        var rows = Flows.Many(20);
        _selection.Apply(TableRows.Flat(rows));
        _selection.MoveTo(5);

        _selection.Apply(TableRows.Flat(rows[3..]));

        Assert.Equal(2, _selection.Index);
        Assert.Equal(6, _selection.Current!.Identity.Id);
    }

    [Fact]
    public void Apply_follows_the_chosen_connection_when_the_order_changes()
    {
        var rows = Flows.Many(20);
        _selection.Apply(TableRows.Flat(rows));
        _selection.MoveTo(2);

        _selection.Apply(TableRows.Flat([.. rows.Reverse()]));

        Assert.Equal(17, _selection.Index);
        Assert.InRange(_selection.Index, _selection.Top, _selection.Top + 9);
    }

    [Fact]
    public void Apply_stays_at_the_top_until_the_user_chooses()
    {
        var rows = Flows.Many(20);
        _selection.Apply(TableRows.Flat(rows));

        _selection.Apply(TableRows.Flat([.. rows.Reverse()]));

        Assert.Equal(0, _selection.Index);
        Assert.Equal(0, _selection.ChosenId);
    }

    [Fact]
    public void Apply_chooses_the_row_that_took_the_place_of_a_vanished_one()
    {
        var rows = Flows.Many(20);
        _selection.Apply(TableRows.Flat(rows));
        _selection.MoveTo(5);

        _selection.Apply(TableRows.Flat([.. rows[..5], .. rows[6..]]));

        Assert.Equal(7, _selection.Current!.Identity.Id);
        Assert.Equal(7, _selection.ChosenId);
    }

    [Fact]
    public void Apply_survives_that_all_rows_vanish()
    {
        _selection.Apply(TableRows.Flat(Flows.Many(20)));
        _selection.MoveTo(15);

        _selection.Apply(TableRows.Flat([]));
        Assert.Null(_selection.Current);
        _selection.Move(3);
        _selection.Apply(TableRows.Flat(Flows.Many(3)));

        Assert.NotNull(_selection.Current);
    }

    [Fact]
    public void Apply_keeps_the_rows_around_the_selection_where_they_are_when_scrolled()
    {
        var rows = Flows.Many(100);
        _selection.Apply(TableRows.Flat(rows));
        _selection.MoveTo(50);
        var offset = _selection.Index - _selection.Top;

        _selection.Apply(TableRows.Flat(rows[20..]));

        Assert.Equal(offset, _selection.Index - _selection.Top);
    }

    [Fact]
    public void PageSize_that_shrinks_keeps_the_selection_in_view()
    {
        _selection.Apply(TableRows.Flat(Flows.Many(20)));
        _selection.MoveTo(9);

        _selection.PageSize = 3;

        Assert.Equal(7, _selection.Top);
    }
}
