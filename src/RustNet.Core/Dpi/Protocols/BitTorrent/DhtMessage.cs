using System.Buffers;

namespace RustNet.Core.Dpi.Protocols.BitTorrent;

/// <summary>A KRPC message of the DHT (BEP 5), viewed in place.</summary>
internal readonly ref struct DhtMessage
{
    private static readonly SearchValues<byte> s_method = SearchValues.Create("abcdefghijklmnopqrstuvwxyz_0123456789"u8);

    private const int HashLength = 20;

    /// <summary>Method of a query; empty for responses and errors.</summary>
    public ReadOnlySpan<byte> Query { get; private init; }

    /// <summary>Info hash that a query is about; empty where there is none.</summary>
    public ReadOnlySpan<byte> InfoHash { get; private init; }

    /// <summary>Two letters of the sender's program; empty where it does not tell.</summary>
    public ReadOnlySpan<byte> Program { get; private init; }

    /// <summary>
    /// Reads a message. One that is cut short is read as nothing, if its front can be nothing else (<paramref name="isCut"/>).
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out DhtMessage message, out bool isCut)
    {
        message = default;
        isCut = false;
        var reader = new Bencode(bytes);
        if (!reader.TryTake('d'))
        {
            return false;
        }

        ReadOnlySpan<byte> arguments = default, answer = default, query = default, transaction = default, program = default, kind = default;
        var hasError = false;
        while (!reader.TryTake('e'))
        {
            if (!reader.TryTakeString(out var key))
            {
                return isCut = IsFront(bytes);
            }

            var isRead = key.Length != 1 ? reader.TryTakeValue(out _) : (char)key[0] switch
            {
                'a' => reader.TryTakeValue(out arguments),
                'r' => reader.TryTakeValue(out answer),
                'q' => reader.TryTakeString(out query),
                't' => reader.TryTakeString(out transaction),
                'v' => reader.TryTakeString(out program),
                'y' => reader.TryTakeString(out kind),
                'e' => hasError = reader.TryTakeValue(out _),
                _ => reader.TryTakeValue(out _),
            };
            if (!isRead)
            {
                return isCut = IsFront(bytes);
            }
        }

        if (kind.Length != 1 || transaction.IsEmpty)
        {
            return false;
        }

        ReadOnlySpan<byte> hash = default;
        var isValid = (char)kind[0] switch
        {
            'q' => IsMethod(query) && HasId(arguments, out hash),
            'r' => HasId(answer, out _),
            'e' => hasError,
            _ => false,
        };
        if (isValid)
        {
            message = new DhtMessage { Query = kind[0] == 'q' ? query : default, InfoHash = hash, Program = program.Length >= 2 ? program[..2] : default };
        }

        return isValid;
    }

    private static bool IsFront(ReadOnlySpan<byte> bytes) => bytes.StartsWith("d1:ad2:id20:"u8) || bytes.StartsWith("d1:rd2:id20:"u8);

    private static bool IsMethod(ReadOnlySpan<byte> query) =>
        query.Length is > 0 and <= 32 && !query.ContainsAnyExcept(s_method);

    /// <summary>Every query and every response has the sender's node id.</summary>
    private static bool HasId(ReadOnlySpan<byte> dictionary, out ReadOnlySpan<byte> infoHash)
    {
        infoHash = default;
        var hasId = false;
        var reader = new Bencode(dictionary);
        if (!reader.TryTake('d'))
        {
            return false;
        }

        while (!reader.TryTake('e'))
        {
            if (!reader.TryTakeString(out var key))
            {
                return false;
            }

            var value = default(ReadOnlySpan<byte>);
            var isText = key.SequenceEqual("id"u8) || key.SequenceEqual("info_hash"u8);
            if (isText ? !reader.TryTakeString(out value) || value.Length != HashLength : !reader.TryTakeValue(out _))
            {
                return false;
            }

            if (isText && key.Length == 2)
            {
                hasId = true;
            }
            else if (isText)
            {
                infoHash = value;
            }
        }

        return hasId;
    }
}
