namespace RustNet.Core.Dpi.Protocols.Ssh;

/// <summary>Where the two directions of an SSH connection are, until it is established. Owned by the flow.</summary>
internal sealed class SshProgress : DissectorMemory
{
    private const int OwnSize = 96;

    /// <summary>A longer KEXINIT is not kept; the phases then rest on counting alone.</summary>
    private const int MaxKept = 4096;

    private byte[]? _firstInit;
    private bool _firstIsClients;
    private bool _clientIsPastBanner;
    private bool _serverIsPastBanner;
    private bool _clientEncrypts;
    private bool _serverEncrypts;

    /// <inheritdoc/>
    public override int Size => OwnSize + (_firstInit?.Length ?? 0);

    /// <summary>Length of the server's packet that says that the user is let in; 0 while not known.</summary>
    public int SuccessLength { get; private set; }

    /// <summary>Payloads of the client since both sides encrypt.</summary>
    public int EncryptedPayloads { get; set; }

    /// <summary>Payloads behind a gap that no packet in clear began.</summary>
    public int UnreadablePayloads { get; set; }

    /// <summary>Both sides encrypt.</summary>
    public bool IsEncrypted => _clientEncrypts && _serverEncrypts;

    /// <summary>Whether a direction's identification string lies behind it, seen or lost.</summary>
    public bool IsPastBanner(bool fromClient) => fromClient ? _clientIsPastBanner : _serverIsPastBanner;

    /// <summary>Whether a direction is encrypted from here on.</summary>
    public bool Encrypts(bool fromClient) => fromClient ? _clientEncrypts : _serverEncrypts;

    /// <summary>A direction's identification string has passed.</summary>
    public void PassBanner(bool fromClient)
    {
        _clientIsPastBanner |= fromClient;
        _serverIsPastBanner |= !fromClient;
    }

    /// <summary>A direction has taken its new keys into use.</summary>
    public void Encrypt(bool fromClient)
    {
        PassBanner(fromClient);
        _clientEncrypts |= fromClient;
        _serverEncrypts |= !fromClient;
    }

    /// <summary>Takes a side's KEXINIT; with the second one it is known what was agreed on.</summary>
    /// <param name="info">What is known.</param>
    /// <param name="body">The message behind its number, which parsed as <paramref name="init"/>.</param>
    /// <param name="init">The message.</param>
    /// <param name="fromClient">Who sent it.</param>
    public SshInfo Negotiate(SshInfo info, ReadOnlySpan<byte> body, in SshKexInit init, bool fromClient)
    {
        if (_firstInit is null || _firstIsClients == fromClient)
        {
            _firstInit = body.Length <= MaxKept ? body.ToArray() : null;
            _firstIsClients = fromClient;
            return info;
        }

        SshKexInit.Parse(_firstInit, out var first);
        var client = fromClient ? init : first;
        var server = fromClient ? first : init;
        var keyExchange = SshKexInit.Agree(client.KeyExchange, server.KeyExchange);
        var cipher = SshKexInit.Agree(client.Ciphers, server.Ciphers);
        SuccessLength = SshPacketSizes.OfOneByte(cipher, SshKexInit.Agree(client.Macs, server.Macs));
        info = info with
        {
            KeyExchange = keyExchange.IsEmpty ? null : WireText.Clean(keyExchange),
            Cipher = cipher.IsEmpty ? null : WireText.Clean(cipher),
        };
        _firstInit = null;
        return info;
    }
}
