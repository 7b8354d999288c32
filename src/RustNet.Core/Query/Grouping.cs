using System.Buffers;
using System.Runtime.InteropServices;
using RustNet.Core.Flows;

namespace RustNet.Core.Query;

/// <summary>
/// Groups connections by program. Rows are only moved and looked at once, whatever the number of groups; what is allocated
/// grows with groups and processes, not with rows. Pure but for the order of the rows it is given.
/// </summary>
public static class Grouping
{
    /// <summary>
    /// Arranges the rows so that those of a group stand together, each group in the order in which its rows were, and answers
    /// the groups in that arrangement. Groups are ordered by their sum where the order is one of rates or totals, else by name (in the
    /// order's direction where it is that of processes); connections without a process come last then.
    /// </summary>
    public static ProcessGroup[] Group(Span<FlowSnapshot> rows, SortOrder order)
    {
        var drafts = new DraftSet();
        var numbers = ArrayPool<int>.Shared.Rent(rows.Length);
        var arranged = ArrayPool<FlowSnapshot>.Shared.Rent(rows.Length);
        try
        {
            for (var i = 0; i < rows.Length; i++)
            {
                numbers[i] = drafts.Add(rows[i]);
            }

            drafts.JoinUnknownPaths();
            var groups = drafts.Finish(order);
            for (var i = 0; i < rows.Length; i++)
            {
                arranged[drafts.NextPlace(numbers[i])] = rows[i];
            }

            arranged.AsSpan(0, rows.Length).CopyTo(rows);
            return groups;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(numbers);
            arranged.AsSpan(0, rows.Length).Clear(); // the pool must not keep rows alive
            ArrayPool<FlowSnapshot>.Shared.Return(arranged);
        }
    }

    /// <summary>Order of groups: what has no name stands last whatever the direction.</summary>
    private static int Compare(Draft x, Draft y, SortOrder order)
    {
        var sums = order.Column switch
        {
            SortColumn.Down => x.DownRate.CompareTo(y.DownRate),
            SortColumn.Up => x.UpRate.CompareTo(y.UpRate),
            SortColumn.Total => (x.BytesReceived + x.BytesSent).CompareTo(y.BytesReceived + y.BytesSent),
            SortColumn.Received => x.BytesReceived.CompareTo(y.BytesReceived),
            SortColumn.Sent => x.BytesSent.CompareTo(y.BytesSent),
            _ => 0,
        };
        if (sums != 0)
        {
            return order.Descending ? -sums : sums;
        }

        if (x.Key.IsProgram != y.Key.IsProgram)
        {
            return x.Key.IsProgram ? -1 : 1;
        }

        var names = string.Compare(x.Key.Name, y.Key.Name, StringComparison.OrdinalIgnoreCase);
        names = names != 0 ? names : string.CompareOrdinal(x.Key.Name, y.Key.Name);
        names = names != 0 ? names : string.CompareOrdinal(x.Key.Executable, y.Key.Executable);
        return names != 0
            ? (order is { Column: SortColumn.Process, Descending: true } ? -names : names)
            : ((int?)x.Key.WhyNot ?? int.MaxValue).CompareTo((int?)y.Key.WhyNot ?? int.MaxValue);
    }

    /// <summary>Groups in the making, found by name.</summary>
    private sealed class DraftSet
    {
        private const int None = -1;

        private readonly List<Draft> _drafts = [];
        private readonly Dictionary<string, int> _byName = [];
        private readonly int[] _byReason = [.. Enumerable.Repeat(None, (int)OwnerMatch.Kernel + 2)]; // one more: nobody has looked
        private ProcessInfo? _last;
        private int _lastNumber;

        /// <summary>Counts a row and answers the number of its group.</summary>
        public int Add(FlowSnapshot row)
        {
            var number = row.Process is { } process ? NumberOf(process) : NumberOf(row.Owner);
            _drafts[number].Add(row);
            return number;
        }

        /// <summary>Processes whose executable is not known join the only known program of their name.</summary>
        public void JoinUnknownPaths()
        {
            foreach (var draft in _drafts)
            {
                if (draft.Key is { IsProgram: true, Executable: null } && OnlyOther(draft) is { } other)
                {
                    other.Absorb(draft);
                }
            }
        }

        /// <summary>The groups in order.</summary>
        public ProcessGroup[] Finish(SortOrder order)
        {
            var left = _drafts.FindAll(static draft => draft.Joined is null);
            left.Sort((x, y) => Compare(x, y, order));
            var groups = new ProcessGroup[left.Count];
            var start = 0;
            for (var i = 0; i < groups.Length; i++)
            {
                groups[i] = left[i].Finish(start);
                start += left[i].Count;
            }

            return groups;
        }

        /// <summary>Place of the next row of a group.</summary>
        public int NextPlace(int number) => (_drafts[number].Joined ?? _drafts[number]).Place++;

        private int NumberOf(ProcessInfo process)
        {
            if (ReferenceEquals(process, _last))
            {
                return _lastNumber; // neighbours often have the same owner
            }

            ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(_byName, process.Name, out var exists);
            first = exists ? first : None;
            var number = first;
            while (number != None && _drafts[number].Key.Executable != process.Executable)
            {
                number = _drafts[number].NextOfName;
            }

            if (number == None)
            {
                number = _drafts.Count;
                _drafts.Add(new Draft(new GroupKey(process.Name, process.Executable, null)) { NextOfName = first });
                first = number;
            }

            (_last, _lastNumber) = (process, number);
            return number;
        }

        private int NumberOf(FlowOwner? owner)
        {
            ref var number = ref _byReason[owner is null ? ^1 : (int)owner.Match];
            if (number == None)
            {
                number = _drafts.Count;
                _drafts.Add(new Draft(GroupKey.Of(owner)));
            }

            return number;
        }

        private Draft? OnlyOther(Draft draft)
        {
            Draft? only = null;
            for (var number = _byName[draft.Key.Name!]; number != None; number = _drafts[number].NextOfName)
            {
                if (!ReferenceEquals(_drafts[number], draft))
                {
                    if (only is not null)
                    {
                        return null;
                    }

                    only = _drafts[number];
                }
            }

            return only;
        }
    }

    /// <summary>A group in the making.</summary>
    private sealed class Draft(GroupKey key)
    {
        private int _processId;
        private HashSet<int>? _processIds; // only where there is more than one
        private int _listening;
        private int _ended;
        private double _down; // weighted bytes, as is _up
        private double _up;
        private double _span = 1; // of the rows that have a rate, the greatest (FlowSnapshot.RateSpan)

        public GroupKey Key { get; } = key;

        public int NextOfName { get; init; } = -1;

        public Draft? Joined { get; private set; }

        public int Count { get; private set; }

        public double DownRate => _down / _span;

        public double UpRate => _up / _span;

        public long BytesReceived { get; private set; }

        public long BytesSent { get; private set; }

        public int Place { get; set; }

        public void Add(FlowSnapshot row)
        {
            Count++;
            _listening += row.Identity.IsListening ? 1 : 0;
            _ended += row.End != FlowEnd.None ? 1 : 0;
            AddRates(row.DownRate * row.RateSpan, row.UpRate * row.RateSpan, row.RateSpan);
            BytesReceived += row.BytesReceived;
            BytesSent += row.BytesSent;
            if (row.Process is { } process)
            {
                AddProcess(process.Id, isFirst: Count == 1);
            }
        }

        public void Absorb(Draft other)
        {
            Count += other.Count;
            _listening += other._listening;
            _ended += other._ended;
            AddRates(other._down, other._up, other._span);
            BytesReceived += other.BytesReceived;
            BytesSent += other.BytesSent;
            foreach (var id in other._processIds ?? [other._processId])
            {
                AddProcess(id, isFirst: false);
            }

            other.Joined = this;
        }

        public ProcessGroup Finish(int start)
        {
            Place = start;
            var processes = !Key.IsProgram ? 0 : _processIds?.Count ?? 1;
            return new ProcessGroup(Key, start, Count)
            {
                Processes = processes,
                ProcessId = processes == 1 ? _processId : null,
                Listening = _listening,
                Ended = _ended,
                DownRate = DownRate,
                UpRate = UpRate,
                BytesReceived = BytesReceived,
                BytesSent = BytesSent,
            };
        }

        private void AddRates(double down, double up, double span)
        {
            if (down > 0 || up > 0)
            {
                _span = _down > 0 || _up > 0 ? Math.Max(_span, span) : span;
                _down += down;
                _up += up;
            }
        }

        private void AddProcess(int id, bool isFirst)
        {
            if (isFirst)
            {
                _processId = id;
            }
            else if (_processIds is not null)
            {
                _processIds.Add(id);
            }
            else if (id != _processId)
            {
                _processIds = [_processId, id];
            }
        }
    }
}
