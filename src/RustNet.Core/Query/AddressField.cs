using RustNet.Core.Flows;

namespace RustNet.Core.Query;

/// <summary>
/// The local or the remote address: part of its text, a network in CIDR notation, an address with a port
/// (<c>10.0.0.1:443</c>, <c>[2001:db8::1]:443</c>), or with <c>=</c> exactly this one.
/// </summary>
internal sealed class AddressField(bool ofLocal) : FilterField
{
    private const string NetworkForm = "a network is an address, a slash and up to 32 (IPv6: 128) bits, such as 10.0.0.0/8";

    public override FilterNode? Build(FilterToken term, out FilterError? error)
    {
        error = null;
        if (term.ValueKind == FilterValueKind.Word && term.Value.Contains('/', StringComparison.Ordinal))
        {
            return Network(term, out error);
        }

        if (term.Operator is not (FilterOperator.None or FilterOperator.Equal or FilterOperator.NotEqual) && term.Value.Length > 0)
        {
            error = term.Error("addresses have no order here; a network is written as 10.0.0.0/8");
            return null;
        }

        var value = term.Value;
        var withPort = false;
        if (term.ValueKind == FilterValueKind.Word)
        {
            value = Normalise(value, out withPort);
        }

        var matcher = FilterText.Matcher(term with { Value = value }, out error);
        return matcher is null ? null
            : term.Operator == FilterOperator.NotEqual && value.Length > 0 ? new NotNode(new Node(ofLocal, withPort, matcher))
            : new Node(ofLocal, withPort, matcher);
    }

    /// <summary>The length of a network.</summary>
    public override FilterError? Missing(FilterToken term) =>
        term.ValueKind == FilterValueKind.Word && term.Value.EndsWith('/') ? term.ValueError(NetworkForm) : null;

    /// <summary>A network; while its length is not typed yet, the text before the slash.</summary>
    private FilterNode? Network(FilterToken term, out FilterError? error)
    {
        error = null;
        if (term.Value[^1] == '/')
        {
            return Build(term with { Value = term.Value[..^1] }, out error);
        }

        if (term.Operator is FilterOperator.None or FilterOperator.Equal or FilterOperator.NotEqual && AddressNetwork.TryParse(term.Value, out var network))
        {
            FilterNode node = new NetworkNode(network, ofLocal, !ofLocal);
            return term.Operator == FilterOperator.NotEqual ? new NotNode(node) : node;
        }

        error = term.ValueError(NetworkForm);
        return null;
    }

    /// <summary>
    /// The value as rows spell it: with a port like an endpoint, without one like an address alone; complete addresses in
    /// their canonical form.
    /// </summary>
    private static string Normalise(string value, out bool withPort)
    {
        var colon = value.LastIndexOf(':');
        var isBracketed = value.StartsWith('[');
        withPort = colon > 0 && IsDigits(value.AsSpan(colon + 1))
            && (isBracketed ? value[colon - 1] == ']' : value.IndexOf(':', StringComparison.Ordinal) == colon);

        var address = withPort ? value[..colon] : value;
        address = isBracketed ? address.TrimStart('[').TrimEnd(']') : address;
        address = AddressNetwork.TryParseAddress(address, out var parsed) ? FlowText.Address(parsed) : address;
        return !withPort ? address
            : address.Contains(':', StringComparison.Ordinal) ? $"[{address}]{value[colon..]}"
            : $"{address}{value[colon..]}";
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    private sealed class Node(bool ofLocal, bool withPort, TextMatcher matcher) : FilterNode
    {
        public override bool Matches(FlowSnapshot row, in FilterContext context)
        {
            var identity = row.Identity;
            if (!ofLocal && identity.IsListening)
            {
                return matcher.IsMatch(identity.RemoteText); // "*" has neither brackets nor a port
            }

            if (!ofLocal && matcher.IsMatch(FlowWords.Scope(identity.RemoteScope)))
            {
                return true;
            }

            var endpoint = (ofLocal ? identity.LocalText : identity.RemoteText).AsSpan();
            return matcher.IsMatch(withPort || !identity.HasPorts ? endpoint
                : endpoint[0] == '[' ? endpoint[1..endpoint.IndexOf(']')]
                : endpoint[..endpoint.LastIndexOf(':')]);
        }
    }
}

/// <summary>One address or the other, as <see cref="AddressField"/> reads them; with <c>!=</c> neither is the one named.</summary>
internal sealed class EitherAddressField : FilterField
{
    private readonly AddressField _local = new(ofLocal: true);
    private readonly AddressField _remote = new(ofLocal: false);

    public override FilterNode? Build(FilterToken term, out FilterError? error) =>
        _local.Build(term, out error) is not { } local || _remote.Build(term, out error) is not { } remote ? null
            : term is { Operator: FilterOperator.NotEqual, Value.Length: > 0 } ? new AllOfNode([local, remote])
            : new AnyOfNode([local, remote]);

    public override FilterError? Missing(FilterToken term) => _local.Missing(term);
}
