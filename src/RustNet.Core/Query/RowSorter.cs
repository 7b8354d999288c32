using System.Buffers;
using RustNet.Core.Flows;

namespace RustNet.Core.Query;

/// <summary>
/// Sorts rows by keys that are taken out once, so that comparing touches neither rows nor accessors and allocates nothing.
/// Every key ends with the connection's number: no two are equal, and an unstable sort gives the stable order.
/// </summary>
internal static class RowSorter
{
    /// <summary>By text without case, then by a number; rows without text come last in both directions.</summary>
    public static void ByText(Span<FlowSnapshot> rows, bool descending, Func<FlowSnapshot, string?> text, Func<FlowSnapshot, int>? number = null) =>
        Sort(rows, row => new TextKey(text(row), number?.Invoke(row) ?? 0, row.Identity.Id), new TextOrder(descending));

    /// <summary>By a number, as doubles compare.</summary>
    public static void ByNumber(Span<FlowSnapshot> rows, bool descending, Func<FlowSnapshot, double> number) =>
        Sort(rows, row => new NumberKey(number(row), row.Identity.Id), new NumberOrder(descending));

    /// <summary>By address family, address and port.</summary>
    public static void ByAddress(Span<FlowSnapshot> rows, bool descending, Func<FlowIdentity, (UInt128 Address, ushort Port)> endpoint) =>
        Sort(rows, row => AddressKey.Of(endpoint(row.Identity), row.Identity.Id), new AddressOrder(descending));

    private static void Sort<TKey>(Span<FlowSnapshot> rows, Func<FlowSnapshot, TKey> key, IComparer<TKey> order)
    {
        var keys = ArrayPool<TKey>.Shared.Rent(rows.Length);
        try
        {
            for (var i = 0; i < rows.Length; i++)
            {
                keys[i] = key(rows[i]);
            }

            keys.AsSpan(0, rows.Length).Sort(rows, order);
        }
        finally
        {
            ArrayPool<TKey>.Shared.Return(keys, clearArray: true); // texts must not outlive the rows
        }
    }

    private readonly record struct TextKey(string? Text, int Number, long Id);

    private readonly record struct NumberKey(double Number, long Id);

    private readonly record struct AddressKey(bool IsIPv6, UInt128 Address, ushort Port, long Id)
    {
        public static AddressKey Of((UInt128 Address, ushort Port) endpoint, long id) =>
            new(!FlowText.IsIPv4(endpoint.Address), endpoint.Address, endpoint.Port, id);
    }

    private sealed class TextOrder(bool descending) : IComparer<TextKey>
    {
        public int Compare(TextKey x, TextKey y)
        {
            if (!ReferenceEquals(x.Text, y.Text))
            {
                if (string.IsNullOrEmpty(x.Text) != string.IsNullOrEmpty(y.Text))
                {
                    return string.IsNullOrEmpty(x.Text) ? 1 : -1;
                }

                var order = string.Compare(x.Text, y.Text, StringComparison.OrdinalIgnoreCase);
                if (order != 0)
                {
                    return descending ? -order : order;
                }
            }

            var number = x.Number.CompareTo(y.Number);
            return number == 0 ? x.Id.CompareTo(y.Id) : descending ? -number : number;
        }
    }

    private sealed class NumberOrder(bool descending) : IComparer<NumberKey>
    {
        public int Compare(NumberKey x, NumberKey y)
        {
            var order = x.Number.CompareTo(y.Number);
            return order == 0 ? x.Id.CompareTo(y.Id) : descending ? -order : order;
        }
    }

    private sealed class AddressOrder(bool descending) : IComparer<AddressKey>
    {
        public int Compare(AddressKey x, AddressKey y)
        {
            var order = x.IsIPv6.CompareTo(y.IsIPv6);
            order = order != 0 ? order : x.Address.CompareTo(y.Address);
            order = order != 0 ? order : x.Port.CompareTo(y.Port);
            return order == 0 ? x.Id.CompareTo(y.Id) : descending ? -order : order;
        }
    }
}
