using System.Collections.Immutable;
using RustNet.Core.Query;

namespace RustNet.Tui.Table;

/// <summary>Groups that show their connections; all others are closed. Immutable, so that two threads may look at it.</summary>
internal sealed class OpenGroups
{
    private readonly ImmutableHashSet<GroupKey> _keys;

    private OpenGroups(ImmutableHashSet<GroupKey> keys) => _keys = keys;

    /// <summary>All are closed.</summary>
    public static OpenGroups None { get; } = new([]);

    /// <summary>Whether a group is open; one that was opened before its executable was known still is.</summary>
    public bool Contains(GroupKey key) => _keys.Contains(key) || _keys.Contains(key with { Executable = null });

    /// <summary>With one more open.</summary>
    public OpenGroups With(GroupKey key) => Contains(key) ? this : new(_keys.Add(key));

    /// <summary>With one closed.</summary>
    public OpenGroups Without(GroupKey key) => Contains(key) ? new(_keys.Remove(key).Remove(key with { Executable = null })) : this;
}
