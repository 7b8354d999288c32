using System.Collections;
using RustNet.Core.Flows;
using RustNet.Core.Query;

namespace RustNet.Tui.Table;

/// <summary>One row of the table: a connection, or a group of them.</summary>
/// <param name="Connection">The connection, <see langword="null"/> where the row is that of a group.</param>
/// <param name="Group">The group that it is or belongs to, <see langword="null"/> while connections are not grouped.</param>
/// <param name="IsOpen">The group shows its connections.</param>
/// <param name="IsLast">The last connection of its group.</param>
internal readonly record struct TableRow(FlowSnapshot? Connection, ProcessGroup? Group, bool IsOpen = false, bool IsLast = false)
{
    /// <summary>Whether it is the row of a group.</summary>
    public bool IsGroup => Connection is null && Group is not null;
}

/// <summary>
/// The rows of the table from top to bottom: connections, or groups with the connections of those that are open below them.
/// Immutable. Beside the connections it only keeps where each group stands.
/// </summary>
internal sealed class TableRows : IReadOnlyList<TableRow>
{
    private readonly FlowSnapshot[] _connections;
    private readonly ProcessGroup[] _groups;
    private readonly int[] _lines; // of each group
    private readonly bool[] _isOpen;

    private TableRows(FlowSnapshot[] connections, ProcessGroup[] groups, bool isGrouped, OpenGroups open)
    {
        _connections = connections;
        _groups = groups;
        _lines = new int[groups.Length];
        _isOpen = new bool[groups.Length];
        IsGrouped = isGrouped;
        Count = isGrouped ? 0 : connections.Length;
        for (var i = 0; i < groups.Length; i++)
        {
            _lines[i] = Count;
            _isOpen[i] = open.Contains(groups[i].Key);
            Count += 1 + (_isOpen[i] ? groups[i].Count : 0);
        }
    }

    /// <summary>No rows.</summary>
    public static TableRows Empty { get; } = Flat([]);

    /// <summary>Connections one below the other.</summary>
    public static TableRows Flat(FlowSnapshot[] connections) => new(connections, [], isGrouped: false, OpenGroups.None);

    /// <summary>Groups. Arranges and sorts <paramref name="connections"/>, which belong to the result from then on; those of closed groups stay unsorted.</summary>
    public static TableRows Grouped(FlowSnapshot[] connections, SortOrder order, OpenGroups open)
    {
        var groups = Grouping.Group(connections, order);
        foreach (var group in groups)
        {
            if (open.Contains(group.Key))
            {
                order.Sort(connections.AsSpan(group.Start, group.Count));
            }
        }

        return new TableRows(connections, groups, isGrouped: true, open);
    }

    /// <summary>Rows there are to show.</summary>
    public int Count { get; }

    /// <summary>Whether connections are grouped.</summary>
    public bool IsGrouped { get; }

    /// <summary>The groups from top to bottom.</summary>
    public IReadOnlyList<ProcessGroup> Groups => _groups;

    /// <summary>A row.</summary>
    public TableRow this[int line]
    {
        get
        {
            if (!IsGrouped)
            {
                return new TableRow(_connections[line], null);
            }

            var number = GroupAt(line);
            var group = _groups[number];
            var member = line - _lines[number] - 1;
            return member < 0
                ? new TableRow(null, group, _isOpen[number])
                : new TableRow(_connections[group.Start + member], group, true, member == group.Count - 1);
        }
    }

    /// <summary>The connections of a group.</summary>
    public ReadOnlySpan<FlowSnapshot> Of(ProcessGroup group) => _connections.AsSpan(group.Start, group.Count);

    /// <summary>Line of a connection, or of the closed group that hides it; -1 where it is not among the rows.</summary>
    /// <param name="id">The connection.</param>
    /// <param name="near">Line where it probably is.</param>
    public int LineOf(long id, int near)
    {
        if ((uint)near < (uint)Count && this[near].Connection?.Identity.Id == id)
        {
            return near;
        }

        var index = Array.FindIndex(_connections, row => row.Identity.Id == id);
        if (index < 0 || !IsGrouped)
        {
            return index;
        }

        var number = Array.FindLastIndex(_groups, group => group.Start <= index);
        return _isOpen[number] ? _lines[number] + 1 + index - _groups[number].Start : _lines[number];
    }

    /// <summary>Line of a group; while nothing is grouped that of its first connection; -1 where there is none.</summary>
    public int LineOf(GroupKey key)
    {
        if (!IsGrouped)
        {
            return Array.FindIndex(_connections, row => GroupKey.Of(row.Owner).IsLike(key));
        }

        return Find(key) is { } group ? _lines[Array.IndexOf(_groups, group)] : -1;
    }

    /// <summary>The group of this key, or the one that it has become; <see langword="null"/> where there is none.</summary>
    public ProcessGroup? Find(GroupKey key) =>
        Array.Find(_groups, group => group.Key == key) ?? Array.Find(_groups, group => group.Key.IsLike(key));

    /// <inheritdoc/>
    public IEnumerator<TableRow> GetEnumerator()
    {
        for (var line = 0; line < Count; line++)
        {
            yield return this[line];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int GroupAt(int line)
    {
        var found = Array.BinarySearch(_lines, line);
        return found >= 0 ? found : ~found - 1;
    }
}
