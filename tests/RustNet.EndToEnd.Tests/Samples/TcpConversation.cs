using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.EndToEnd.Tests.Samples;

/// <summary>
/// A TCP connection packet by packet: keeps both sequence numbers, lets ten milliseconds pass between packets, and adds
/// what it sends to a capture.
/// </summary>
internal sealed class TcpConversation(List<Captured> capture, string client, string server, double start, uint initialSequence = 1000)
{
    private uint _clientSequence = initialSequence;
    private uint _serverSequence = initialSequence + 4000;
    private double _time = start;

    public TcpConversation Open()
    {
        Add(fromClient: true, TcpFlags.Syn);
        Add(fromClient: false, TcpFlags.Syn | TcpFlags.Ack);
        Add(fromClient: true, TcpFlags.Ack);
        return this;
    }

    public TcpConversation Syn()
    {
        Add(fromClient: true, TcpFlags.Syn);
        return this;
    }

    /// <summary>Sends data in segments of at most <paramref name="segment"/> bytes, each acknowledged.</summary>
    public TcpConversation Send(bool fromClient, ReadOnlySpan<byte> data, int segment = 1400)
    {
        while (!data.IsEmpty)
        {
            var part = data[..Math.Min(segment, data.Length)];
            Add(fromClient, TcpFlags.Psh | TcpFlags.Ack, part);
            Add(!fromClient, TcpFlags.Ack);
            data = data[part.Length..];
        }

        return this;
    }

    /// <summary>Sends the last data of one side a second time.</summary>
    public TcpConversation Repeat(bool fromClient, ReadOnlySpan<byte> data)
    {
        if (fromClient)
        {
            _clientSequence -= (uint)data.Length;
        }
        else
        {
            _serverSequence -= (uint)data.Length;
        }

        Add(fromClient, TcpFlags.Psh | TcpFlags.Ack, data);
        return this;
    }

    /// <summary>Three-packet close: FIN, FIN+ACK, ACK.</summary>
    public TcpConversation Close(bool byClient = true)
    {
        Add(byClient, TcpFlags.Fin | TcpFlags.Ack);
        Add(!byClient, TcpFlags.Fin | TcpFlags.Ack);
        Add(byClient, TcpFlags.Ack);
        return this;
    }

    public TcpConversation Fin(bool byClient)
    {
        Add(byClient, TcpFlags.Fin | TcpFlags.Ack);
        Add(!byClient, TcpFlags.Ack);
        return this;
    }

    public TcpConversation Reset(bool byClient)
    {
        Add(byClient, TcpFlags.Rst | TcpFlags.Ack);
        return this;
    }

    public TcpConversation Wait(double seconds)
    {
        _time += seconds;
        return this;
    }

    private void Add(bool fromClient, TcpFlags flags, ReadOnlySpan<byte> payload = default)
    {
        var acknowledged = flags.HasFlag(TcpFlags.Ack);
        var frame = fromClient
            ? FrameBytes.Tcp(client, server, flags, _clientSequence, acknowledged ? _serverSequence : 0, payload)
            : FrameBytes.Tcp(server, client, flags, _serverSequence, acknowledged ? _clientSequence : 0, payload);
        capture.Add(Captured.At(_time, frame));
        _time += 0.01;
        var consumed = (uint)payload.Length + (flags.HasFlag(TcpFlags.Syn) || flags.HasFlag(TcpFlags.Fin) ? 1u : 0);
        if (fromClient)
        {
            _clientSequence += consumed;
        }
        else
        {
            _serverSequence += consumed;
        }
    }
}
