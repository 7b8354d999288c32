namespace RustNet.Core.Flows;

/// <summary>
/// Makes objects some at a time, so that those which every packet looks at lie side by side and not between all that inspection leaves
/// behind: with 20,000 connections that is the difference between 5 MB of pages that the processor has at hand and 25 MB. Not
/// thread-safe.
/// </summary>
/// <param name="make">Makes one, new and empty.</param>
internal sealed class Batch<T>(Func<T> make)
    where T : class
{
    private const int Size = 32;

    private readonly T?[] _ready = new T?[Size];
    private int _left;

    /// <summary>One that nobody has had.</summary>
    public T Take()
    {
        if (_left == 0)
        {
            for (; _left < Size; _left++)
            {
                _ready[_left] = make();
            }
        }

        var taken = _ready[--_left]!;
        _ready[_left] = null;
        return taken;
    }
}
