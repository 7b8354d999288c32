using System.Buffers;
using System.Globalization;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Http;

/// <summary>What is kept of a request's or a response's header block (RFC 9113 §8.3).</summary>
internal readonly record struct Http2Fields
{
    private const int MaxText = 16 * 1024;   // decoded text of one block
    private const int MaxEntries = 64;
    private const int MaxPathLength = 512;

    /// <summary>True for a request, false for a response.</summary>
    public bool IsRequest => Method is not null;

    private string? Method { get; init; }

    private string? Path { get; init; }

    private string? Authority { get; init; }

    private string? ValidHost { get; init; }

    private string? UserAgent { get; init; }

    private int Status { get; init; }

    private string? Server { get; init; }

    /// <summary>
    /// Reads a header block, the first of its direction. Not <see cref="ParseStatus.Complete"/> unless it is a request or a
    /// response; one that is not whole is read as far as it goes.
    /// </summary>
    public static ParseStatus Read(ReadOnlySpan<byte> block, bool isWhole, out Http2Fields fields)
    {
        fields = default;
        var scratch = ArrayPool<byte>.Shared.Rent(MaxText);
        try
        {
            var reader = new HpackReader(block, scratch, stackalloc HpackReader.Entry[MaxEntries]);
            var isPastPseudo = false;
            var read = default(Http2Fields);
            while (!reader.AtEnd)
            {
                var status = reader.Read(out var name, out var value);
                if (status == ParseStatus.Truncated && !isWhole)
                {
                    break;
                }

                if (status != ParseStatus.Complete || name.IsEmpty || (name[0] == ':' && isPastPseudo))
                {
                    return ParseStatus.Malformed;
                }

                isPastPseudo |= name[0] != ':';
                if (!read.TryWith(name, value, out var more))
                {
                    return ParseStatus.Malformed;
                }

                read = more;
            }

            if (read.Method is null == (read.Status == 0))
            {
                return ParseStatus.Malformed;
            }

            fields = read;
            return ParseStatus.Complete;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    /// <summary>What is known after this request.</summary>
    public HttpInfo WithRequest(HttpInfo known, bool fromInitiator) => known with
    {
        Method = Method,
        Path = Path,
        Host = Authority,
        ValidHost = ValidHost,
        UserAgent = UserAgent,
        RequestIsFromInitiator = fromInitiator,
        HeadIsWhole = true,
    };

    /// <summary>What is known after this response; an interim one says nothing, and what follows it is not read.</summary>
    public HttpInfo WithResponse(HttpInfo known) => Status < 200 ? known : known with { Status = Status, Server = Server };

    private bool TryWith(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, out Http2Fields fields)
    {
        fields = this;
        if (name.SequenceEqual(":method"u8))
        {
            fields = this with { Method = WireText.Clean(value) };
            return Method is null && HttpStartLine.IsToken(value);
        }

        if (name.SequenceEqual(":status"u8))
        {
            var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && value.Length == 3 && status >= 100;
            fields = this with { Status = status };
            return Status == 0 && isNumber;
        }

        if (value.IsEmpty)
        {
            return true;
        }

        // Each of them once: a pseudo-header field may not come twice (RFC 9113 §8.3), and of the others the first counts. So no block,
        // whatever it repeats, makes more text than this.
        if (name.SequenceEqual(":path"u8))
        {
            fields = Path is null ? this with { Path = WireText.Clean(value, MaxPathLength) } : this;
            return Path is null;
        }

        if (name.SequenceEqual(":authority"u8))
        {
            fields = Authority is null ? WithAuthority(value) : this;
            return Authority is null;
        }

        if (Authority is null && name.SequenceEqual("host"u8))
        {
            fields = WithAuthority(value);
        }
        else if (UserAgent is null && name.SequenceEqual("user-agent"u8))
        {
            fields = this with { UserAgent = WireText.Clean(value) };
        }
        else if (Server is null && name.SequenceEqual("server"u8))
        {
            fields = this with { Server = WireText.Clean(value) };
        }

        return true;
    }

    private Http2Fields WithAuthority(ReadOnlySpan<byte> value)
    {
        var text = WireText.Clean(value);
        return this with { Authority = text, ValidHost = WireText.TryHostOfAuthority(value, out var valid, text) ? valid : null };
    }
}
