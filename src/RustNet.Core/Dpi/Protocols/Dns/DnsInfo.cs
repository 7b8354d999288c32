using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace RustNet.Core.Dpi.Protocols.Dns;

/// <summary>
/// What a flow asked first, and what it was answered. Further types for the same name (A, then AAAA) join in; of other names
/// (a resolver that keeps its port) the first few are kept, and all move the state between query and response.
/// </summary>
internal sealed record DnsInfo(NameServiceWords Words) : AppInfo
{
    private const string Separator = ", ";
    private const int MaxTypes = 4;
    private const int MaxAnswers = 16;
    private const int MaxAnswersLength = 512;
    private const int MaxResponses = 8;
    private const int MaxOthers = 8;
    private const int MaxOthersLength = 500;    // with their separators, and room for the sign that there are more

    /// <summary>Both states of the same facts, so that following a busy flow allocates nothing.</summary>
    private Pair? _pair;

    /// <inheritdoc/>
    public override string Protocol => Words.Protocol;

    /// <summary>Name of the first question, cleaned; <c>.</c> for the root; <see langword="null"/> where no question was seen.</summary>
    public string? Query { get; private init; }

    /// <summary>The name where it is plain to read.</summary>
    public string? QueryHost { get; private init; }

    /// <summary>Types asked for, in order.</summary>
    public string? Types { get; private init; }

    /// <summary>Response code of the last response about <see cref="Query"/>.</summary>
    public string? ResponseCode { get; private init; }

    /// <summary>Answers to <see cref="Query"/>, each once.</summary>
    public ImmutableArray<string> Answers { get; private init; } = [];

    /// <summary>The next names asked for, each once.</summary>
    public ImmutableArray<string> Others { get; private init; } = [];

    /// <summary>True when more names were asked for than <see cref="Others"/> has room for.</summary>
    public bool HasMore { get; private init; }

    /// <summary>True when the last message was a response.</summary>
    public bool IsResponse { get; private init; }

    // Types asked for as numbers, the newest in the lowest 16 bits; 0 is reserved (RFC 6895 §3.1): it takes no
    // place, and is told only where it was the first.
    private ulong TypeNumbers { get; init; }

    private int ResponseCount { get; init; }

    /// <inheritdoc/>
    public override string DisplayName => Words.DisplayName;

    /// <inheritdoc/>
    public override string? HostName => QueryHost;

    /// <inheritdoc/>
    public override string Summary => Query is null ? DisplayName
        : Others.IsEmpty ? $"{DisplayName} {Types} {Query}"
        : string.Create(CultureInfo.InvariantCulture, $"{DisplayName} {Types} {Query} (+{Others.Length}{(HasMore ? " and more" : "")})");

    /// <inheritdoc/>
    public override string TransportState => IsResponse ? Words.ResponseState : Words.QueryState;

    /// <inheritdoc/>
    public override long? IdleTimeout => Words.IdleTimeout;

    /// <inheritdoc/>
    public override void AddFields(List<AppField> fields)
    {
        if (Query is not null)
        {
            fields.Add(new(Words.QueryField, "Query", Query));
        }

        if (Types is not null)
        {
            fields.Add(new(Words.TypeField, "Type", Types));
        }

        if (ResponseCode is not null)
        {
            fields.Add(new(Words.ResponseCodeField, "Response code", ResponseCode));
        }

        if (!Answers.IsEmpty)
        {
            fields.Add(new(Words.AnswersField, "Answers", Answers is [var only] ? WireText.Clean(only, MaxAnswersLength) : WireText.Clean(string.Join(Separator, Answers.AsSpan()), MaxAnswersLength)));
        }

        if (!Others.IsEmpty)
        {
            var names = string.Join(Separator, Others.AsSpan());
            fields.Add(new(Words.OthersField, "Other queries", HasMore ? $"{names}{Separator}…" : names));
        }
    }

    /// <summary>The facts after one more message; <paramref name="known"/> itself, or its other state, where nothing is new.</summary>
    public static DnsInfo After(DnsInfo? known, in DnsMessage message) => After(known, message, NameServiceWords.Dns);

    /// <summary>The same for another protocol that asks and answers as DNS does.</summary>
    public static DnsInfo After(DnsInfo? known, in DnsMessage message, NameServiceWords words)
    {
        if (known is null)
        {
            var name = message.HasQuestion ? message.QuestionName : null;
            known = name is not null
                ? new DnsInfo(words)
                {
                    IsResponse = message.IsResponse,
                    Query = name,
                    QueryHost = name is not "." && name.Length <= WireText.MaxHostNameLength && message.HasPlainQuestion ? name : null,
                    Types = DnsNames.Type(message.QuestionType),
                    TypeNumbers = message.QuestionType,
                }
                : new DnsInfo(words) { IsResponse = message.IsResponse };
            return message.IsResponse ? known.WithResponse(message) : known;
        }

        if (!known.IsAbout(message))
        {
            return known.WithOther(message).InState(message.IsResponse);
        }

        if (message.IsResponse)
        {
            return known.ResponseCount < MaxResponses ? known.WithResponse(message) : known.InState(true);
        }

        return known.WithType(message).InState(false);
    }

    /// <summary>The same facts in the other state where the direction of the last message differs.</summary>
    public DnsInfo InState(bool isResponse)
    {
        if (IsResponse == isResponse)
        {
            return this;
        }

        if (_pair is null)
        {
            var pair = new Pair();
            _pair = pair;
            var other = this with { IsResponse = isResponse };
            pair.Query = isResponse ? this : other;
            pair.Response = isResponse ? other : this;
        }

        return (isResponse ? _pair.Response : _pair.Query)!;
    }

    private bool IsAbout(in DnsMessage message) =>
        message.HasQuestion && Query is not null ? message.AsksFor(Query) : message.IsResponse && !message.HasQuestion;

    private DnsInfo WithType(in DnsMessage message) =>
        Query is null || TypeNumbers >> (16 * (MaxTypes - 1)) != 0 || HasType(message.QuestionType)
            ? this
            : this with
            {
                Types = $"{Types}, {DnsNames.Type(message.QuestionType)}",
                TypeNumbers = TypeNumbers << 16 | message.QuestionType,
                _pair = null,
            };

    private DnsInfo WithOther(in DnsMessage message)
    {
        // Names with other signs are not found again by their text, and would each time be new.
        if (HasMore || Query is null || !message.HasQuestion || message.AsksFor(Others.AsSpan()) || !message.HasPlainQuestion)
        {
            return this;
        }

        var other = message.QuestionName;
        return Others.Length < MaxOthers && Others.Sum(static name => name.Length + Separator.Length) + other.Length <= MaxOthersLength
            ? this with { Others = Others.Add(other), _pair = null }
            : this with { HasMore = true, _pair = null };
    }

    private bool HasType(ushort type)
    {
        for (var known = TypeNumbers; known != 0; known >>= 16)
        {
            if ((ushort)known == type)
            {
                return true;
            }
        }

        return type == 0;
    }

    private DnsInfo WithResponse(in DnsMessage message)
    {
        var collected = default(Collected);
        Span<string> answers = collected!;
        var count = Answers.Length;
        Answers.CopyTo(answers);
        var reader = message.Answers();
        while (count < MaxAnswers && reader.TryRead(out var record))
        {
            var text = record.Text();
            if (!answers[..count].Contains(text))
            {
                answers[count++] = text;
            }
        }

        return this with
        {
            ResponseCode = DnsNames.ResponseCode(message.ResponseCode),
            Answers = count == Answers.Length ? Answers : ImmutableArray.Create(answers[..count]),
            IsResponse = true,
            ResponseCount = ResponseCount + 1,
            _pair = null,
        };
    }

    [InlineArray(MaxAnswers)]
    private struct Collected
    {
        private string? _first;
    }

    private sealed class Pair
    {
        public DnsInfo? Query { get; set; }

        public DnsInfo? Response { get; set; }
    }
}
