using System.Collections.Immutable;
using System.Globalization;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.NetBios;

/// <summary>A message of the name service (RFC 1002 §4.2), viewed in place: the header of DNS with names and types of its own.</summary>
internal readonly ref struct NameServiceMessage
{
    private const int HeaderLength = 12;
    private const int ResponseFlag = 0x8000;
    private const int ReservedFlags = 0x0060;
    private const int MaxAddresses = 4;
    private const int AddressEntryLength = 6;      // NB_FLAGS | NB_ADDRESS
    private const ushort Internet = 1;

    /// <summary>Types of questions and records (RFC 1002 §4.2.1.3).</summary>
    private enum RecordType : ushort
    {
        Null = 0x000a,
        NetBios = 0x0020,
        NetBiosStatus = 0x0021,
    }

    /// <summary>What it asks or says.</summary>
    public NetBiosState State { get; private init; }

    /// <summary>The name it is about.</summary>
    public NetBiosName Name { get; private init; }

    /// <summary>Its place in the exchange of a request and its response.</summary>
    public Exchange Exchange { get; private init; }

    /// <summary>Whether it is a positive answer with addresses.</summary>
    public bool HasAddresses => AddressData.Length >= AddressEntryLength;

    /// <summary>Record data with addresses; empty where there are none.</summary>
    private ReadOnlySpan<byte> AddressData { get; init; }

    /// <summary>Reads a message. On <see cref="ParseStatus.Truncated"/> nothing is set.</summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, out NameServiceMessage message)
    {
        message = default;
        var reader = new WireReader(bytes);
        if (bytes.Length < HeaderLength)
        {
            return ParseStatus.Truncated;
        }

        reader.TryReadUInt16(out var id);   // NAME_TRN_ID
        reader.TryReadUInt16(out var flags);
        reader.TryReadUInt16(out var questions);
        reader.TryReadUInt16(out var answers);
        reader.TryReadUInt16(out var authorities);
        reader.TryReadUInt16(out var additionals);
        var isResponse = (flags & ResponseFlag) != 0;
        if (!TryState(flags >> 11 & 0x0f, isResponse, out var state) || (flags & ReservedFlags) != 0
            || questions > 1 || answers > 1 || authorities > 1 || additionals > 1 || (!isResponse && questions == 0))   // a negative response counts no record
        {
            return ParseStatus.Malformed;
        }

        var status = NetBiosName.Parse(ref reader, out var name);
        if (status != ParseStatus.Complete)
        {
            return status;
        }

        if (!reader.TryReadUInt16(out var type) || !reader.TryReadUInt16(out var recordClass))
        {
            return ParseStatus.Truncated;
        }

        if ((RecordType)type is not (RecordType.NetBios or RecordType.NetBiosStatus) && !(isResponse && (RecordType)type == RecordType.Null)
            || recordClass != Internet)
        {
            return ParseStatus.Malformed;
        }

        var addresses = ReadOnlySpan<byte>.Empty;
        if (isResponse && questions == 0 && reader.TryReadUInt32(out _) && reader.TryTakeVector16(out var data)   // TTL | RDATA
            && (RecordType)type == RecordType.NetBios && state == NetBiosState.Response && data.Length % AddressEntryLength == 0)
        {
            addresses = data;
        }

        message = new NameServiceMessage { State = state, Name = name, AddressData = addresses, Exchange = isResponse ? Exchange.Response(id) : Exchange.Request(id) };
        return ParseStatus.Complete;
    }

    /// <summary>The addresses of a positive answer, the first few.</summary>
    public ImmutableArray<string> Addresses()
    {
        var addresses = ImmutableArray.CreateBuilder<string>();
        for (var rest = AddressData; rest.Length >= AddressEntryLength && addresses.Count < MaxAddresses; rest = rest[AddressEntryLength..])
        {
            addresses.Add(string.Create(CultureInfo.InvariantCulture, $"{rest[2]}.{rest[3]}.{rest[4]}.{rest[5]}"));
        }

        return addresses.ToImmutable();
    }

    // OPCODE, RFC 1002 §4.2.1.1; 9 is what some send for refresh, 15 registers a host with several addresses
    private static bool TryState(int opcode, bool isResponse, out NetBiosState state)
    {
        state = opcode switch
        {
            0 => NetBiosState.Query,
            5 or 15 => NetBiosState.Registration,
            6 => NetBiosState.Release,
            7 => NetBiosState.Wait,
            8 or 9 => NetBiosState.Refresh,
            _ => NetBiosState.Session,
        };
        var isKnown = state != NetBiosState.Session && (isResponse || state != NetBiosState.Wait);
        state = isResponse && state != NetBiosState.Wait ? NetBiosState.Response : state;
        return isKnown;
    }
}
