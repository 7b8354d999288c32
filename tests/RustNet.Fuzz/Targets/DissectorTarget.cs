using RustNet.Core.Dpi;
using RustNet.Core.Dpi.Protocols.Quic;
using RustNet.Core.Tests.Dpi;
using RustNet.Core.Wire;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Fuzz.Targets;

/// <summary>
/// One dissector, asked as the inspector asks it once the flow is its own: what it left is shown again with the bytes that follow,
/// what it remembers comes back. An input is a byte that chooses transport and port, then messages: flags, length, bytes. Where
/// a protocol encrypts with keys that everybody knows, a flag asks for the bytes to be encrypted: no fuzzer guesses a tag.
/// </summary>
internal sealed class DissectorTarget : FuzzTarget
{
    private const ushort ClientPort = 51000;
    private const ushort StrangePort = 40123;
    private const int StreamBytes = 64 * 1024;
    private const long AllocationPerCall = 32 * 1024;
    private const int AllocationPerByte = 64;
    private const int MaxSealed = 1400;

    private readonly IDissector _dissector;
    private readonly Transports[] _transports;
    private readonly Func<bool, ReadOnlySpan<byte>, byte[]>? _seal;

    public DissectorTarget(IDissector dissector)
        : base(NameOf(dissector))
    {
        _dissector = dissector;
        _transports = [.. Enum.GetValues<Transports>().Where(transport => dissector.Traits.Transports.HasFlag(transport))];
        _seal = dissector is QuicDissector ? SealInitial : null;
    }

    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            foreach (var sample in DissectorSamples.All.Where(sample => sample.Protocol == _dissector.Traits.Protocol && _transports.Contains(sample.Transport)))
            {
                var bytes = new WireBytes().U8((byte)Array.IndexOf(_transports, sample.Transport));
                foreach (var message in sample.Messages)
                {
                    bytes.U8(message.FromClient ? 0 : (int)Flags.FromServer).Vector16(message.Bytes);
                }

                yield return bytes.ToArray();
            }

            if (_seal is not null)
            {
                yield return new WireBytes().U8(0)
                    .U8((int)Flags.Sealed).Vector16(QuicBytes.Crypto(0, new ClientHelloBytes { ServerName = "example.com", Protocols = ["h3"] }.Message()))
                    .U8((int)(Flags.Sealed | Flags.FromServer)).Vector16([.. QuicBytes.Crypto(0, TlsBytes.ServerHello13().AsSpan(5)), .. QuicBytes.Close(0x101, "no")])
                    .ToArray();
            }

            yield return [0, 0, 0, 1, 0];
        }
    }

    private protected override void Play(ReadOnlySpan<byte> input)
    {
        var rest = new FuzzInput(input);
        var choice = rest.Byte();
        var flow = new Conversation(_dissector, _transports[(choice & 0x7f) % _transports.Length], choice < 0x80 ? UsualPort : StrangePort);
        while (!rest.IsEmpty && !flow.IsOver)
        {
            var flags = (Flags)rest.Byte();
            var bytes = rest.Block();
            flow.Send(flags, flags.HasFlag(Flags.Sealed) && _seal is not null ? _seal(!flags.HasFlag(Flags.FromServer), bytes) : bytes);
        }
    }

    private static byte[] SealInitial(bool fromClient, ReadOnlySpan<byte> frames)
    {
        var fitting = frames[..Math.Min(frames.Length, MaxSealed)];
        return fromClient ? QuicBytes.ClientInitial(fitting) : QuicBytes.ServerInitial(fitting);
    }

    private ushort UsualPort => _dissector.Traits.Ports is [var first, ..] ? first : StrangePort;

    // Two dissectors may answer the same protocol (DHCP and DHCPv6), so it is the type that names the target.
    private static string NameOf(IDissector dissector) => dissector.GetType().Name.Replace("Dissector", "", StringComparison.Ordinal).ToLowerInvariant();

    [Flags]
    private enum Flags : byte
    {
        FromServer = 1,
        StartsInGap = 2,
        EndsInGap = 4,
        Sealed = 8,
    }

    /// <summary>What a flow would keep for the dissector.</summary>
    private sealed class Conversation(IDissector dissector, Transports transport, ushort port)
    {
        private readonly Side _client = new();
        private readonly Side _server = new();
        private AppInfo? _app;
        private DissectorMemory? _memory;
        private long _now = Captured.Start;

        public bool IsOver { get; private set; }

        public void Send(Flags flags, ReadOnlySpan<byte> bytes)
        {
            _now += PacketTime.Millisecond;
            var side = flags.HasFlag(Flags.FromServer) ? _server : _client;
            if (side.IsDone || (transport != Transports.Tcp && bytes.IsEmpty))
            {
                return;
            }

            if (transport != Transports.Tcp)
            {
                Show(side, flags, bytes);
                return;
            }

            if (flags.HasFlag(Flags.StartsInGap))
            {
                side.Waiting.Clear();
                side.Skip = 0;
            }

            var skipped = Math.Min(side.Skip, bytes.Length);
            side.Skip -= skipped;
            side.Waiting.AddRange(bytes[skipped..]);
            if (side.Waiting.Count == 0)
            {
                return;
            }

            var all = side.Waiting.ToArray();
            var used = Show(side, flags, all);
            side.Skip = Math.Max(0, used - all.Length);
            side.Waiting.RemoveRange(0, Math.Min(used, all.Length));
            if (side.Waiting.Count >= StreamBytes)
            {
                side.IsDone = true;
            }
        }

        // How many bytes are dealt with.
        private int Show(Side side, Flags flags, ReadOnlySpan<byte> bytes)
        {
            var position = 0;
            while (true)
            {
                var payload = new Payload
                {
                    Bytes = bytes[position..],
                    Transport = transport,
                    FromInitiator = side == _client,
                    StartsInGap = position == 0 && flags.HasFlag(Flags.StartsInGap) && transport == Transports.Tcp,
                    EndsInGap = flags.HasFlag(Flags.EndsInGap),
                    SourcePort = side == _client ? ClientPort : port,
                    DestinationPort = side == _client ? port : ClientPort,
                    Timestamp = _now,
                    Current = _app,
                    Memory = _memory,
                };
                var before = GC.GetAllocatedBytesForCurrentThread();
                var finding = dissector.Dissect(payload);
                Invariant.RequireAllocation(before, AllocationPerCall, AllocationPerByte, payload.Bytes.Length + (_memory?.Size ?? 0), "one message");
                Learn(side, finding);
                Check(finding, payload.Bytes.Length);
                if (IsOver || side.IsDone)
                {
                    return bytes.Length;
                }

                switch (finding.Status)
                {
                    case ParseStatus.Malformed:
                        side.IsDone = transport == Transports.Tcp && !payload.StartsInGap;
                        return bytes.Length;
                    case ParseStatus.Truncated:
                        return position + finding.Consumed;
                }

                if (finding.Consumed >= payload.Bytes.Length)
                {
                    return finding.Consumed == Finding.WholePayload ? bytes.Length : (int)Math.Min((long)position + finding.Consumed, int.MaxValue);
                }

                position += finding.Consumed;
            }
        }

        private void Learn(Side side, in Finding finding)
        {
            _app = finding.Info ?? _app;
            _memory = finding.Memory ?? _memory;
            IsOver = finding.Interest is Interest.None or Interest.HandOver;
            side.IsDone |= finding.Interest == Interest.OtherDirection;
        }

        private void Check(in Finding finding, int length)
        {
            Invariant.Require(Enum.IsDefined(finding.Status), "status");
            Invariant.Require(finding.Consumed >= 0, "consumed less than nothing");
            Invariant.Require(finding.Status != ParseStatus.Truncated || finding.Consumed <= length, "an unfinished message consumed more than there is");
            Invariant.Require(
                finding.Status != ParseStatus.Complete || finding.Consumed > 0 || length == 0 || finding.Interest != Interest.Both, "a whole message without a byte");
            Invariant.Require(_memory is null || _memory.Size is >= 0 and <= 4 * StreamBytes, "size of memory");
            if (finding.Info is { } info)
            {
                Invariant.Require(info.Protocol == dissector.Traits.Protocol, $"{info.Protocol} is not {dissector.Traits.Protocol}");
                Invariant.RequireClean(info);
            }

            if (finding.Announces is { } announced)
            {
                Invariant.RequireClean(announced.App);
            }
        }

        private sealed class Side
        {
            public List<byte> Waiting { get; } = [];

            public int Skip { get; set; }

            public bool IsDone { get; set; }
        }
    }
}
