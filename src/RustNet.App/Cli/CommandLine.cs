using System.CommandLine;
using RustNet.Core.Dpi;
using RustNet.Core.Names;

namespace RustNet.App.Cli;

/// <summary>Turns the arguments of the process into <see cref="RunOptions"/>. Touches nothing outside its arguments.</summary>
internal static class CommandLine
{
    /// <summary>
    /// Reads the arguments. <c>--help</c> and <c>--version</c> win over everything else on the line.
    /// Throws a <see cref="UsageException"/> for a line that cannot be understood or contradicts itself.
    /// </summary>
    /// <param name="arguments">As the process got them.</param>
    /// <param name="noColorVariable">Value of the variable NO_COLOR; set and not empty means no colours (no-color.org).</param>
    public static CommandLineRequest Parse(IReadOnlyList<string> arguments, string? noColorVariable)
    {
        var set = new OptionSet();
        var command = new RootCommand();
        command.Options.Clear();
        command.Directives.Clear();
        foreach (var option in set.All)
        {
            command.Options.Add(option);
        }

        // No response files: '@name' may well be a value.
        var parsed = command.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });

        if (parsed.GetValue(set.Help) || IsSwallowed(parsed, set, set.Help))
        {
            return new CommandLineRequest.Help();
        }

        if (parsed.GetValue(set.Version) || IsSwallowed(parsed, set, set.Version))
        {
            return new CommandLineRequest.Version();
        }

        RefuseWhatDoesNotFit(parsed, set);
        var options = Read(parsed, set, noColorVariable);
        RefuseContradictions(parsed, set, options);
        return new CommandLineRequest.Run(options with { Arguments = ShellWords.Join(arguments) });
    }

    private static RunOptions Read(ParseResult parsed, OptionSet set, string? noColorVariable)
    {
        var options = new RunOptions
        {
            Inspect = !parsed.GetValue(set.NoDpi),
            Headless = parsed.GetValue(set.Headless),
            ListInterfaces = parsed.GetValue(set.ListInterfaces),
            NoColor = parsed.GetValue(set.NoColor) || !string.IsNullOrEmpty(noColorVariable),
            Localhost = parsed.GetValue(set.ShowLocalhost) ? true : parsed.GetValue(set.NoLocalhost) ? false : null,
        };

        if (parsed.GetValue(set.Interface) is { } name)
        {
            options = options with { Interface = OptionValues.NotEmpty("--interface", name, "the name of an interface (--list-interfaces shows them)") };
        }

        if (parsed.GetValue(set.Read) is { } path)
        {
            options = options with { ReadPath = OptionValues.NotEmpty("--read", path, "the name of a capture file, or - for standard input") };
        }

        if (parsed.GetValue(set.BpfFilter) is { } bpf)
        {
            options = options with { BpfFilter = OptionValues.NotEmpty("--bpf-filter", bpf, "a libpcap filter such as 'tcp port 443'") };
        }

        if (parsed.GetValue(set.RefreshInterval) is { } refresh)
        {
            var milliseconds = OptionValues.WholeNumber("--refresh-interval", refresh, RunOptions.MinRefresh, RunOptions.MaxRefresh, "milliseconds");
            options = options with { RefreshInterval = TimeSpan.FromMilliseconds(milliseconds) };
        }

        if (parsed.GetValue(set.LogLevel) is { } level)
        {
            options = options with { LogLevel = OptionValues.LogLevel("--log-level", level) };
        }

        if (parsed.GetValue(set.Speed) is { } speed)
        {
            options = options with { Speed = OptionValues.Speed("--speed", speed) };
        }

        if (parsed.GetValue(set.Filter) is { } filter)
        {
            options = options with { Filter = OptionValues.Filter("--filter", filter) };
        }

        if (parsed.GetValue(set.Sort) is { } sort)
        {
            options = options with { Sort = OptionValues.Sort("--sort", sort) };
        }

        if (parsed.GetValue(set.MaxConnections) is { } connections)
        {
            options = options with { MaxConnections = OptionValues.WholeNumber("--max-connections", connections, 1, RunOptions.MaxMaxConnections, "connections") };
        }

        return options;
    }

    // The parser takes whatever follows an option that wants a value as that value, also another option.
    private static bool IsSwallowed(ParseResult parsed, OptionSet set, Option wanted) =>
        set.All.Any(option => option.HelpName is not null
            && parsed.GetResult(option)?.Tokens is { } tokens
            && tokens.Any(token => token.Value == wanted.Name || wanted.Aliases.Contains(token.Value)));

    private static bool IsOption(string token, OptionSet set) =>
        set.All.Any(option => option.Name == token || option.Aliases.Contains(token));

    private static void RefuseWhatDoesNotFit(ParseResult parsed, OptionSet set)
    {
        if (parsed.UnmatchedTokens is [var unknown, ..])
        {
            throw new UsageException(Unknown(unknown, set));
        }

        foreach (var option in set.All)
        {
            if (option.HelpName is null || parsed.GetResult(option) is not { } given)
            {
                continue;
            }

            if (given.Tokens.Count == 0 || (given.Tokens is [var only] && IsOption(only.Value, set)))
            {
                throw new UsageException($"{option.Name} needs a value: {option.Name} <{option.HelpName}>");
            }

            if (given.Tokens.Count > 1 || given.IdentifierTokenCount > 1)
            {
                throw new UsageException($"{option.Name} is given more than once: keep one");
            }
        }

        if (parsed.Errors is [var error, ..])
        {
            throw new UsageException(WireText.Clean(error.Message, WireText.LineLength));
        }
    }

    private static void RefuseContradictions(ParseResult parsed, OptionSet set, RunOptions options)
    {
        Refuse(set.Read, set.Interface, "a file is replayed or an interface is captured: leave one of them out");
        Refuse(set.Read, set.BpfFilter, "a capture filter works on an interface: use --filter for a file");
        Refuse(set.ListInterfaces, set.Interface, "the list always shows all interfaces");
        Refuse(set.ListInterfaces, set.Read, "the list needs no capture file");
        Refuse(set.ListInterfaces, set.Headless, "the list is a table for people, not JSON");
        Refuse(set.ListInterfaces, set.BpfFilter, "the list captures nothing");
        if (IsGiven(set.Speed) && !IsGiven(set.Read))
        {
            throw new UsageException("--speed is the speed of a replay: give --read <FILE> too");
        }

        if (IsGiven(set.Speed) && options.Headless && !double.IsInfinity(options.Speed))
        {
            throw new UsageException("--headless replays as fast as it can: leave --speed out, or leave --headless out to watch the replay");
        }

        if (IsGiven(set.Sort) && options.Headless)
        {
            throw new UsageException("--sort is the order on the screen: --headless writes connections as they end");
        }

        bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };

        void Refuse(Option one, Option other, string why)
        {
            if (IsGiven(one) && IsGiven(other))
            {
                throw new UsageException($"{one.Name} and {other.Name} do not go together: {why}");
            }
        }
    }

    private static string Unknown(string token, OptionSet set)
    {
        var shown = WireText.Clean(token, 60);
        if (!token.StartsWith('-'))
        {
            return $"unexpected argument '{shown}': see rustnet --help";
        }

        var name = token.Split('=', 2)[0];
        var near = set.All.Select(option => option.Name).MinBy(candidate => EditDistance.Between(name, candidate))!;
        return EditDistance.Between(name, near) <= 2
            ? $"unknown option '{shown}': did you mean {near}?"
            : $"unknown option '{shown}': see rustnet --help";
    }
}

/// <summary>What the command line asks for.</summary>
internal abstract record CommandLineRequest
{
    /// <summary>Show the help text.</summary>
    public sealed record Help : CommandLineRequest;

    /// <summary>Show the version.</summary>
    public sealed record Version : CommandLineRequest;

    /// <summary>Run with these options.</summary>
    public sealed record Run(RunOptions Options) : CommandLineRequest;
}
