using System.Globalization;

namespace RustNet.Core.Names;

/// <summary>
/// Appends to a caller's span and remembers when it is full. Interpolated handlers would read nicer, but they box every
/// number until the runtime has optimised them.
/// </summary>
internal ref struct ShortText(Span<char> destination)
{
    private readonly Span<char> _destination = destination;
    private int _length;
    private bool _isFull;

    /// <summary>The end: whether everything fitted, and how long it is (0 where it did not fit).</summary>
    public readonly bool TryFinish(out int written)
    {
        written = _isFull ? 0 : _length;
        return !_isFull;
    }

    public void Append(long number, ReadOnlySpan<char> format = default)
    {
        if (number.TryFormat(_destination[_length..], out var digits, format, CultureInfo.InvariantCulture))
        {
            _length += digits;
        }
        else
        {
            _isFull = true;
        }
    }

    public void Append(ReadOnlySpan<char> text)
    {
        if (text.TryCopyTo(_destination[_length..]))
        {
            _length += text.Length;
        }
        else
        {
            _isFull = true;
        }
    }
}
