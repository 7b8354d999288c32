namespace RustNet.Fuzz;

/// <summary>
/// One part of the program that takes bytes from outside, and what must hold whatever the bytes are: it answers and does not
/// throw, it makes progress, it allocates in proportion, and what it says is fit to be shown. One thread.
/// </summary>
public abstract class FuzzTarget(string name)
{
    /// <summary>How the command line calls it.</summary>
    public string Name { get; } = name;

    /// <summary>Valid inputs to start from.</summary>
    public abstract IEnumerable<byte[]> Seeds { get; }

    /// <summary>
    /// Runs one input. Throws <see cref="BrokenInvariantException"/>, or lets through what the code under test throws: either is a
    /// finding.
    /// </summary>
    public void Run(ReadOnlySpan<byte> input)
    {
        try
        {
            Play(input);
        }
        catch (AllocatedTooMuchException)
        {
            // Something is made once for the whole process, and a collection rounds up: only what happens again is the input's.
            Play(input);
        }
    }

    public override string ToString() => Name;

    private protected abstract void Play(ReadOnlySpan<byte> input);
}
