using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Ssh;

/// <summary>SSH_MSG_KEXINIT (RFC 4253 §7.1), viewed in place: the lists that tell what the server's packets look like.</summary>
internal readonly ref struct SshKexInit
{
    private const int CookieLength = 16;

    /// <summary>kex_algorithms.</summary>
    public ReadOnlySpan<byte> KeyExchange { get; private init; }

    /// <summary>encryption_algorithms_server_to_client.</summary>
    public ReadOnlySpan<byte> Ciphers { get; private init; }

    /// <summary>mac_algorithms_server_to_client.</summary>
    public ReadOnlySpan<byte> Macs { get; private init; }

    /// <summary>Reads the message behind its number.</summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> body, out SshKexInit init)
    {
        init = default;
        var reader = new WireReader(body);
        if (!reader.TrySkip(CookieLength)
            || !TryTakeNames(ref reader, out var keyExchange)
            || !TryTakeNames(ref reader, out _)            // server_host_key_algorithms
            || !TryTakeNames(ref reader, out _)            // encryption_algorithms_client_to_server
            || !TryTakeNames(ref reader, out var ciphers)
            || !TryTakeNames(ref reader, out _)            // mac_algorithms_client_to_server
            || !TryTakeNames(ref reader, out var macs)
            || keyExchange.IsEmpty)
        {
            return ParseStatus.Malformed;
        }

        init = new SshKexInit { KeyExchange = keyExchange, Ciphers = ciphers, Macs = macs };
        return ParseStatus.Complete;
    }

    /// <summary>The first of the client's names that the server has too (RFC 4253 §7.1); empty when there is none.</summary>
    public static ReadOnlySpan<byte> Agree(ReadOnlySpan<byte> client, ReadOnlySpan<byte> server)
    {
        foreach (var range in client.Split((byte)','))
        {
            foreach (var other in server.Split((byte)','))
            {
                if (client[range].SequenceEqual(server[other]))
                {
                    return client[range];
                }
            }
        }

        return default;
    }

    private static bool TryTakeNames(scoped ref WireReader reader, out ReadOnlySpan<byte> names)
    {
        names = default;
        return reader.TryReadUInt32(out var length) && length <= int.MaxValue && reader.TryTake((int)length, out names)
            && !names.ContainsAnyExceptInRange((byte)0x21, (byte)0x7e);   // RFC 4251 §6
    }
}
