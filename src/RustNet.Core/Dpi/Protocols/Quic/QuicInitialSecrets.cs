using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>
/// The key schedule of Initial packets (RFC 9001 §5.2): HKDF (RFC 5869) on SHA-256, written for what it is used for. Every message is
/// one block behind the block of its key, and what does not depend on each other is hashed side by side. Immutable.
/// </summary>
internal sealed class QuicInitialSecrets
{
    /// <summary>Lanes of what <see cref="Derive"/> answers.</summary>
    public const int KeyLane = 0;

    /// <summary>Lane of the IV.</summary>
    public const int IvLane = 1;

    /// <summary>Lane of the header protection key.</summary>
    public const int HeaderLane = 2;

    private const int InnerLane = 0;
    private const int OuterLane = 1;
    private const int ServerInnerLane = 2;
    private const int ServerOuterLane = 3;
    private const uint InnerPad = 0x36363636;   // RFC 2104 §2
    private const uint OuterPad = 0x5c5c5c5c;
    private const int BlockBytes = Sha256Lanes.BlockLength * sizeof(uint);
    private const int LongestMessage = BlockBytes - sizeof(ulong) - 1;

    private readonly Vector128<uint>[] _salt;
    private readonly Vector128<uint>[] _sides = Messages("\u0000\u0020\u000ftls13 client in\u0000\u0001"u8, "\u0000\u0020\u000ftls13 server in\u0000\u0001"u8, default);
    private readonly Vector128<uint>[] _labels;

    /// <summary>The schedule of one salt and its labels, each as HKDF-Expand-Label writes it (RFC 8446 §7.1) and without the count.</summary>
    public QuicInitialSecrets(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> header)
    {
        _labels = Messages([.. key, 1], [.. iv, 1], [.. header, 1]);
        _salt = new Vector128<uint>[Sha256Lanes.StateLength];
        Span<byte> padded = stackalloc byte[Sha256Lanes.StateLength * sizeof(uint)];
        padded.Clear();
        salt.CopyTo(padded);
        Span<Vector128<uint>> words = stackalloc Vector128<uint>[Sha256Lanes.StateLength];
        ToAllLanes(padded, words);
        KeyStates(words, _salt);
    }

    /// <summary>
    /// The words of both sides' keys for a connection id of at most 20 bytes: key, IV and header protection key in a lane each.
    /// </summary>
    public void Derive(ReadOnlySpan<byte> connectionId, Span<Vector128<uint>> client, Span<Vector128<uint>> server)
    {
        Span<Vector128<uint>> block = stackalloc Vector128<uint>[Sha256Lanes.BlockLength];
        Span<Vector128<uint>> states = stackalloc Vector128<uint>[Sha256Lanes.StateLength];
        Span<Vector128<uint>> secrets = stackalloc Vector128<uint>[Sha256Lanes.StateLength];
        ToAllLanes(Padded(connectionId, stackalloc byte[BlockBytes]), block);
        Authenticate(_salt, InnerLane, OuterLane, block, secrets);   // HKDF-Extract (RFC 5869 §2.2)

        // HKDF-Expand (§2.3), a single round of it, to the secrets of both sides ...
        KeyStates(secrets, states);
        _sides.CopyTo(block);
        Authenticate(states, InnerLane, OuterLane, block, secrets);

        // ... and from each of them.
        for (var i = 0; i < secrets.Length; i++)
        {
            secrets[i] = Vector128.Shuffle(secrets[i], Vector128.Create(0u, 0, 1, 1));
        }

        KeyStates(secrets, states);
        _labels.CopyTo(block);
        Authenticate(states, InnerLane, OuterLane, block, client);
        _labels.CopyTo(block);
        Authenticate(states, ServerInnerLane, ServerOuterLane, block, server);
    }

    /// <summary>The states behind the block of each lane's key (RFC 2104 §2), for the inner hash in even lanes, for the outer one in odd lanes.</summary>
    private static void KeyStates(ReadOnlySpan<Vector128<uint>> key, Span<Vector128<uint>> states)
    {
        var pad = Vector128.Create(InnerPad, OuterPad, InnerPad, OuterPad);
        Span<Vector128<uint>> block = stackalloc Vector128<uint>[Sha256Lanes.BlockLength];
        block.Fill(pad);
        for (var i = 0; i < key.Length; i++)
        {
            block[i] ^= key[i];
        }

        for (var i = 0; i < states.Length; i++)
        {
            states[i] = Vector128.Create(Sha256Lanes.Initial[i]);
        }

        Sha256Lanes.Compress(states, block);
    }

    /// <summary>HMAC of the message in each lane of a block, all under the key whose states are in two lanes.</summary>
    private static void Authenticate(
        ReadOnlySpan<Vector128<uint>> states, int innerLane, int outerLane, Span<Vector128<uint>> block, Span<Vector128<uint>> result)
    {
        Broadcast(states, innerLane, result);
        Sha256Lanes.Compress(result, block);
        block.Clear();
        result.CopyTo(block);
        block[Sha256Lanes.StateLength] = Vector128.Create(0x8000_0000u);
        block[^1] = Vector128.Create((uint)(BlockBytes + Sha256Lanes.StateLength * sizeof(uint)) * 8);
        Broadcast(states, outerLane, result);
        Sha256Lanes.Compress(result, block);
    }

    private static void Broadcast(ReadOnlySpan<Vector128<uint>> states, int lane, Span<Vector128<uint>> result)
    {
        for (var i = 0; i < states.Length; i++)
        {
            result[i] = Vector128.Create(states[i][lane]);
        }
    }

    /// <summary>A block with a message in each lane.</summary>
    private static Vector128<uint>[] Messages(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third)
    {
        var a = Padded(first, stackalloc byte[BlockBytes]);
        var b = Padded(second, stackalloc byte[BlockBytes]);
        var c = Padded(third, stackalloc byte[BlockBytes]);
        var block = new Vector128<uint>[Sha256Lanes.BlockLength];
        for (var i = 0; i < block.Length; i++)
        {
            block[i] = Vector128.Create(Word(a, i), Word(b, i), Word(c, i), 0);
        }

        return block;
    }

    /// <summary>A message as the block behind a key's block: a bit, zeros, the length of both in bits (FIPS 180-4 §5.1.1).</summary>
    private static ReadOnlySpan<byte> Padded(ReadOnlySpan<byte> message, Span<byte> block)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Length, LongestMessage);
        block.Clear();
        message.CopyTo(block);
        block[message.Length] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(block[^sizeof(ulong)..], (ulong)(BlockBytes + message.Length) * 8);
        return block;
    }

    private static void ToAllLanes(ReadOnlySpan<byte> bytes, Span<Vector128<uint>> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = Vector128.Create(Word(bytes, i));
        }
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadUInt32BigEndian(bytes[(index * sizeof(uint))..]);
}
