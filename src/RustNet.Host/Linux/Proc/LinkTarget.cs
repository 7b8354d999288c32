namespace RustNet.Host.Linux.Proc;

/// <summary>Reads what a link of /proc to something without a path points at: <c>socket:[4026]</c>. Never throws.</summary>
internal static class LinkTarget
{
    /// <summary>The number, where the target is of that kind.</summary>
    public static bool TryInode(ReadOnlySpan<byte> target, ReadOnlySpan<byte> kind, out ulong inode)
    {
        inode = 0;
        return target.Length > kind.Length + 3
            && target.StartsWith(kind) && target[kind.Length..].StartsWith(":["u8) && target[^1] == ']'
            && Fields.TryDecimal(target[(kind.Length + 2)..^1], out inode);
    }
}
