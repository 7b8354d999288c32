using RustNet.Core.Dpi;
using RustNet.Fuzz.Targets;

namespace RustNet.Fuzz;

/// <summary>Every target. A protocol in the default set has one without a line here.</summary>
public static class FuzzTargets
{
    /// <summary>In the order they are run: dissectors as the program asks them, then everything around them.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        .. Dissectors(),
        new FrameTarget(),
        new InspectorTarget(),
        new TableTarget(),
        new PcapTarget(),
        new PcapngTarget(),
        new FilterTarget(),
        new TextTarget(),
    ];

    /// <summary>The target of that name, or <see langword="null"/>.</summary>
    public static FuzzTarget? Find(string name) => All.FirstOrDefault(target => target.Name == name);

    private static IEnumerable<FuzzTarget> Dissectors()
    {
        var set = DissectorSet.CreateDefault();
        return Enumerable.Range(0, set.Count).Select(index => new DissectorTarget(set[index]));
    }
}
