namespace RustNet.EndToEnd.Tests.Rig;

/// <summary>What every started process sees of the environment, whatever terminal or build the tests themselves run in.</summary>
internal static class CleanEnvironment
{
    public static IReadOnlyDictionary<string, string?> Variables { get; } = new Dictionary<string, string?>
    {
        ["NO_COLOR"] = null,
        ["TMUX"] = null,
        ["TMUX_PANE"] = null,
        ["TUI_CONFIG"] = null,
        ["DisableRealDriverIO"] = null,
        ["COLORTERM"] = null,
        ["http_proxy"] = null,
        ["https_proxy"] = null,
        ["HTTP_PROXY"] = null,
        ["HTTPS_PROXY"] = null,
        ["ALL_PROXY"] = null,
        ["all_proxy"] = null,
        ["LC_ALL"] = "C.UTF-8",
        ["LANG"] = "C.UTF-8",
        ["TERM"] = "xterm-256color",
    };
}
