using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>
/// The key schedule of Initial packets (RFC 9001 §5.2): HKDF (RFC 5869) on SHA-256, written for what it is used for. Every message is
/// one block behind the block of its key. Down to the secrets of both sides each hash needs the one before; from there the six keys
/// are hashed side by side. Immutable.
/// </summary>
internal sealed class QuicInitialSecrets
{
    /// <summary>Words of what is answered: the longest key is 16 bytes long.</summary>
    public const int KeyWords = 4;

    /// <summary>Lanes of what <see cref="Derive"/> answers.</summary>
    public const int KeyLane = 0;

    /// <summary>Lane of the IV.</summary>
    public const int IvLane = 1;

    /// <summary>Lane of the header protection key.</summary>
    public const int HeaderLane = 2;

    private const uint InnerPad = 0x36363636;   // RFC 2104 §2
    private const uint OuterPad = 0x5c5c5c5c;
    private const int Words = Sha256Lanes.StateLength;
    private const int BlockWords = Sha256Lanes.BlockLength;
    private const int BlockBytes = BlockWords * sizeof(uint);
    private const int LongestMessage = BlockBytes - sizeof(ulong) - 1;
    private const uint EndOfMessage = 0x8000_0000;                                // FIPS 180-4 §5.1.1
    private const uint BitsOfOuter = (BlockBytes + Words * sizeof(uint)) * 8;     // a key's block, then a hash

    private static readonly uint[] s_client = Message("\u0000\u0020\u000ftls13 client in\u0000\u0001"u8);
    private static readonly uint[] s_server = Message("\u0000\u0020\u000ftls13 server in\u0000\u0001"u8);

    private readonly uint[] _saltInner = new uint[Words];
    private readonly uint[] _saltOuter = new uint[Words];
    private readonly Vector128<uint>[] _keyAndIv;   // twice, for both sides
    private readonly uint[] _header;

    /// <summary>The schedule of one salt and its labels, each as HKDF-Expand-Label writes it (RFC 8446 §7.1) and without the count.</summary>
    public QuicInitialSecrets(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> header)
    {
        var (keyMessage, ivMessage) = (Message([.. key, 1]), Message([.. iv, 1]));
        _keyAndIv = [.. keyMessage.Zip(ivMessage, static (ofKey, ofIv) => Vector128.Create(ofKey, ofIv, ofKey, ofIv))];
        _header = Message([.. header, 1]);
        Span<byte> padded = stackalloc byte[Words * sizeof(uint)];
        padded.Clear();
        salt.CopyTo(padded);
        Span<uint> words = stackalloc uint[Words];
        Read(padded, words);
        KeyStates(words, _saltInner, _saltOuter);
    }

    /// <summary>
    /// The first <see cref="KeyWords"/> words of both sides' keys for a connection id of at most 20 bytes: key, IV and header protection
    /// key in a lane each.
    /// </summary>
    public void Derive(ReadOnlySpan<byte> connectionId, Span<Vector128<uint>> client, Span<Vector128<uint>> server)
    {
        Span<uint> inner = stackalloc uint[Words];
        Span<uint> outer = stackalloc uint[Words];
        Span<uint> secret = stackalloc uint[Words];
        Span<uint> ofServer = stackalloc uint[Words];
        Span<uint> block = stackalloc uint[BlockWords];
        Write(connectionId, block);
        Authenticate(_saltInner, _saltOuter, block, secret);   // HKDF-Extract (RFC 5869 §2.2)

        // HKDF-Expand (§2.3), a single round of it, to the secrets of both sides ...
        KeyStates(secret, inner, outer);
        s_client.CopyTo(block);
        Authenticate(inner, outer, block, secret);
        s_server.CopyTo(block);
        Authenticate(inner, outer, block, ofServer);

        // ... and from each of them: inner and outer states of the client, then of the server.
        Span<Vector128<uint>> states = stackalloc Vector128<uint>[Words];
        KeyStates(secret, ofServer, states);
        ExpandKeys(states, client, server);
    }

    // Six times HMAC under two keys, in three goes: the inner hashes of key and IV; those of the header keys with the outer ones of the
    // client's; the rest.
    private void ExpandKeys(ReadOnlySpan<Vector128<uint>> states, Span<Vector128<uint>> client, Span<Vector128<uint>> server)
    {
        Span<Vector128<uint>> first = stackalloc Vector128<uint>[Words];
        Span<Vector128<uint>> second = stackalloc Vector128<uint>[Words];
        Span<Vector128<uint>> third = stackalloc Vector128<uint>[Words];
        Span<Vector128<uint>> block = stackalloc Vector128<uint>[BlockWords];
        Choose(states, Vector128.Create(0u, 0, 2, 2), first);
        _keyAndIv.CopyTo(block);
        Sha256Lanes.Compress(first, block);

        Choose(states, Vector128.Create(0u, 2, 1, 1), second);
        for (var i = 0; i < BlockWords; i++)
        {
            var hash = i < Words ? first[i] : Vector128.Create(AfterHash(i));
            block[i] = Vector128.Create(_header[i], _header[i], hash[0], hash[1]);
        }

        Sha256Lanes.Compress(second, block);
        Choose(states, Vector128.Create(1u, 3, 3, 3), third);
        for (var i = 0; i < BlockWords; i++)
        {
            block[i] = i < Words ? Vector128.Create(second[i][0], second[i][1], first[i][2], first[i][3]) : Vector128.Create(AfterHash(i));
        }

        Sha256Lanes.Compress(third, block);
        for (var i = 0; i < KeyWords; i++)
        {
            client[i] = Vector128.Create(second[i][2], second[i][3], third[i][0], 0);
            server[i] = Vector128.Create(third[i][2], third[i][3], third[i][1], 0);
        }
    }

    /// <summary>The states behind the block of a key (RFC 2104 §2).</summary>
    private static void KeyStates(ReadOnlySpan<uint> key, Span<uint> inner, Span<uint> outer)
    {
        PadWith(InnerPad, key, inner);
        PadWith(OuterPad, key, outer);

        static void PadWith(uint pad, ReadOnlySpan<uint> key, Span<uint> state)
        {
            Span<uint> block = stackalloc uint[BlockWords];
            block.Fill(pad);
            for (var i = 0; i < key.Length; i++)
            {
                block[i] ^= key[i];
            }

            Sha256Lanes.Initial.CopyTo(state);
            Sha256Block.Compress(state, block);
        }
    }

    /// <summary>The same of two keys: inner and outer state of the one, then of the other, in a lane each.</summary>
    private static void KeyStates(ReadOnlySpan<uint> first, ReadOnlySpan<uint> second, Span<Vector128<uint>> states)
    {
        var pad = Vector128.Create(InnerPad, OuterPad, InnerPad, OuterPad);
        Span<Vector128<uint>> block = stackalloc Vector128<uint>[BlockWords];
        block.Fill(pad);
        for (var i = 0; i < Words; i++)
        {
            block[i] ^= Vector128.Create(first[i], first[i], second[i], second[i]);
            states[i] = Vector128.Create(Sha256Lanes.Initial[i]);
        }

        Sha256Lanes.Compress(states, block);
    }

    /// <summary>HMAC of the message in a block, which is used up, under the key with these states.</summary>
    private static void Authenticate(ReadOnlySpan<uint> inner, ReadOnlySpan<uint> outer, Span<uint> block, Span<uint> result)
    {
        inner.CopyTo(result);
        Sha256Block.Compress(result, block);
        result.CopyTo(block);
        for (var i = Words; i < BlockWords; i++)
        {
            block[i] = AfterHash(i);
        }

        outer.CopyTo(result);
        Sha256Block.Compress(result, block);
    }

    /// <summary>What stands behind a hash in the block that it fills half.</summary>
    private static uint AfterHash(int word) => word switch
    {
        Words => EndOfMessage,
        BlockWords - 1 => BitsOfOuter,
        _ => 0,
    };

    private static void Choose(ReadOnlySpan<Vector128<uint>> states, Vector128<uint> lanes, Span<Vector128<uint>> result)
    {
        for (var i = 0; i < Words; i++)
        {
            result[i] = Vector128.Shuffle(states[i], lanes);
        }
    }

    private static uint[] Message(ReadOnlySpan<byte> message)
    {
        var block = new uint[BlockWords];
        Write(message, block);
        return block;
    }

    /// <summary>A message as the block behind a key's block: a bit, zeros, the length of both in bits (FIPS 180-4 §5.1.1).</summary>
    private static void Write(ReadOnlySpan<byte> message, Span<uint> block)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Length, LongestMessage);
        Span<byte> bytes = stackalloc byte[BlockBytes];
        bytes.Clear();
        message.CopyTo(bytes);
        bytes[message.Length] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(bytes[^sizeof(ulong)..], (ulong)(BlockBytes + message.Length) * 8);
        Read(bytes, block);
    }

    private static void Read(ReadOnlySpan<byte> bytes, Span<uint> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32BigEndian(bytes[(i * sizeof(uint))..]);
        }
    }
}
