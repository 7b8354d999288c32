using RustNet.Core.Dpi;
using RustNet.Testing;

namespace RustNet.Core.Tests.Dpi;

/// <summary>
/// What every protocol must stand, run over every sample: cut anywhere, out of order, retransmitted with other content, begun
/// mid-stream, lost in part, damaged. A name is the whole name or none; a fact is the true one or none.
/// </summary>
public sealed class DissectorContractTests
{
    private const ushort StrangePort = 40123;
    private const int Damages = 20_000;

    public static TheoryData<string> Names => [.. DissectorSamples.All.Select(sample => sample.Name)];

    public static TheoryData<string> NamesOnAnyPort => [.. DissectorSamples.All.Where(sample => !sample.IsBoundToPort).Select(sample => sample.Name)];

    public static TheoryData<string> NamesOnOwnPort => [.. DissectorSamples.All.Where(sample => sample.IsBoundToPort).Select(sample => sample.Name)];

    public static TheoryData<string> Streams => [.. DissectorSamples.All.Where(sample => sample.Transport == Transports.Tcp).Select(sample => sample.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Dissect_names_the_protocol_and_the_host(string name)
    {
        var sample = Find(name);

        var flow = Play(sample, sample.Port);

        Assert.Equal(sample.Protocol, flow.App?.Protocol);
        Assert.Equal(sample.Host, flow.App?.HostName);
        Assert.NotEmpty(flow.Facts);
        Assert.All(flow.Facts, fact => Assert.NotEqual("", fact.Value));
    }

    /// <summary>What a flow is known as goes to other threads: whatever is learned later is another value.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Dissect_never_changes_what_it_has_answered(string name)
    {
        var sample = Find(name);
        var pieces = sample.Transport == Transports.Tcp ? 7 : int.MaxValue;
        var answered = new List<(AppInfo App, string Text)>();
        var flow = Open(sample);
        foreach (var message in sample.Messages)
        {
            foreach (var piece in message.Bytes.Chunk(pieces))
            {
                flow.Send(message.FromClient, piece);
                if (flow.App is { } app && (answered.Count == 0 || !ReferenceEquals(answered[^1].App, app)))
                {
                    answered.Add((app, TextOf(app)));
                }
            }
        }

        Assert.NotEmpty(answered);
        Assert.All(answered, answer => Assert.Equal(answer.Text, TextOf(answer.App)));
    }

    /// <summary>A filter takes what no dissector lists for a mistake.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Dissect_answers_names_and_states_that_are_listed(string name)
    {
        var sample = Find(name);
        var set = DissectorSet.CreateDefault();
        var traits = Enumerable.Range(0, set.Count).Select(place => set[place].Traits).ToArray();
        var names = traits.SelectMany(one => one.Names).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var states = traits.SelectMany(one => one.States()).ToHashSet();
        var flow = Open(sample);
        foreach (var message in sample.Messages)
        {
            flow.Send(message.FromClient, message.Bytes);
            foreach (var app in new[] { flow.App, flow.App?.Later }.OfType<AppInfo>())
            {
                Assert.Contains(app.Protocol, names);
                Assert.Contains(app.DisplayName, names);
                Assert.All(new[] { app.TransportState, app.Phase }.OfType<string>(), state => Assert.Contains(state, states));
            }
        }
    }

    [Theory, MemberData(nameof(NamesOnOwnPort))]
    public void Dissect_calls_it_something_else_on_another_port(string name)
    {
        var sample = Find(name);

        Assert.NotEqual(sample.Protocol, Play(sample, StrangePort).App?.Protocol);
    }

    [Theory, MemberData(nameof(NamesOnAnyPort))]
    public void Dissect_finds_the_same_on_any_port(string name)
    {
        var sample = Find(name);

        AssertSame(Play(sample, sample.Port), Play(sample, StrangePort));
    }

    [Theory, MemberData(nameof(Names))]
    public void Dissect_of_a_prefix_never_invents_anything(string name)
    {
        var sample = Find(name);
        var whole = Play(sample, sample.Port);
        for (var last = 0; last < sample.Messages.Length; last++)
        {
            for (var length = 0; length < sample.Messages[last].Bytes.Length; length++)
            {
                foreach (var isCut in new[] { true, false })
                {
                    var flow = Open(sample);
                    Array.ForEach(sample.Messages[..last], message => flow.Send(message.FromClient, message.Bytes));
                    var (fromClient, bytes) = sample.Messages[last];
                    flow.Segment(fromClient, flow.Next[fromClient ? 0 : 1], bytes.AsSpan(0, length), isCut ? bytes.Length : null);

                    AssertNothingInvented(sample, whole, flow);
                }
            }
        }
    }

    [Theory, MemberData(nameof(Streams))]
    public void Dissect_reads_messages_split_in_two_anywhere(string name)
    {
        var sample = Find(name);
        var whole = Play(sample, sample.Port);
        ForEverySplit(sample, (flow, message, at) =>
        {
            flow.Send(message.FromClient, message.Bytes.AsSpan(0, at));
            flow.Send(message.FromClient, message.Bytes.AsSpan(at));
        }, flow => AssertSame(whole, flow));
    }

    [Theory, MemberData(nameof(Streams))]
    public void Dissect_reads_messages_split_into_many_segments(string name)
    {
        var sample = Find(name);
        var whole = Play(sample, sample.Port);
        foreach (var size in new[] { 1, 2, 3, 7, 16, 61 })
        {
            var flow = Open(sample);
            Array.ForEach(sample.Messages, message => flow.SendCut(message.FromClient, message.Bytes, size));

            AssertSame(whole, flow);
        }
    }

    [Theory, MemberData(nameof(Streams))]
    public void Dissect_reads_segments_out_of_order(string name)
    {
        var sample = Find(name);
        var whole = Play(sample, sample.Port);
        ForEverySplit(sample, (flow, message, at) =>
        {
            var start = flow.Next[message.FromClient ? 0 : 1];
            flow.Segment(message.FromClient, start + (uint)at, message.Bytes.AsSpan(at));
            flow.Segment(message.FromClient, start, message.Bytes.AsSpan(0, at));
            flow.Skip(message.FromClient, message.Bytes.Length);
        }, flow => AssertSame(whole, flow));
    }

    [Theory, MemberData(nameof(Streams))]
    public void Dissect_reads_shuffled_segments(string name)
    {
        var sample = Find(name);
        var whole = Play(sample, sample.Port);
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var flow = Open(sample);
            foreach (var message in sample.Messages)
            {
                var size = Math.Max(1, message.Bytes.Length / 7);
                var starts = Enumerable.Range(0, (message.Bytes.Length + size - 1) / size).Select(i => i * size).ToArray();
                random.Shuffle(starts);
                var first = flow.Next[message.FromClient ? 0 : 1];
                foreach (var start in starts)
                {
                    flow.Segment(message.FromClient, first + (uint)start, message.Bytes.AsSpan(start, Math.Min(size, message.Bytes.Length - start)));
                }

                flow.Skip(message.FromClient, message.Bytes.Length);
            }

            AssertSame(whole, flow);
        }
    }

    [Theory, MemberData(nameof(Streams))]
    public void Dissect_believes_the_first_copy_of_a_byte(string name)
    {
        var sample = Find(name);
        var whole = Play(sample, sample.Port);
        ForEverySplit(sample, (flow, message, at) =>
        {
            var other = message.Bytes.Select(b => (byte)(b ^ 0x55)).ToArray();
            var start = flow.Next[message.FromClient ? 0 : 1];
            flow.Segment(message.FromClient, start, message.Bytes.AsSpan(0, at));
            flow.Segment(message.FromClient, start, other.AsSpan(0, at));
            flow.Segment(message.FromClient, start + (uint)at, message.Bytes.AsSpan(at));
            flow.Segment(message.FromClient, start, other);
            flow.Skip(message.FromClient, message.Bytes.Length);
        }, flow => AssertSame(whole, flow));
    }

    [Theory, MemberData(nameof(Streams))]
    public void Dissect_believes_the_first_copy_of_a_byte_that_came_early(string name)
    {
        var sample = Find(name);
        var whole = Play(sample, sample.Port);
        ForEverySplit(sample, (flow, message, at) =>
        {
            var other = message.Bytes.Select(b => (byte)(b ^ 0x55)).ToArray();
            var start = flow.Next[message.FromClient ? 0 : 1];
            flow.Segment(message.FromClient, start + (uint)at, message.Bytes.AsSpan(at));
            flow.Segment(message.FromClient, start + (uint)at, other.AsSpan(at));
            var overlap = message.Bytes.AsSpan(0, at).ToArray().Concat(other.Skip(at)).ToArray();
            flow.Segment(message.FromClient, start, overlap);
            flow.Skip(message.FromClient, message.Bytes.Length);
        }, flow => AssertSame(whole, flow));
    }

    [Theory, MemberData(nameof(Streams))]
    public void Dissect_begun_mid_stream_never_invents_anything(string name)
    {
        var sample = Find(name);
        var whole = Play(sample, sample.Port);
        for (var first = 0; first < sample.Messages.Length; first++)
        {
            for (var from = 0; from < sample.Messages[first].Bytes.Length; from++)
            {
                var flow = new Conversation(sample.Transport, serverPort: sample.Port);
                flow.Send(sample.Messages[first].FromClient, sample.Messages[first].Bytes.AsSpan(from));
                Array.ForEach(sample.Messages[(first + 1)..], message => flow.Send(message.FromClient, message.Bytes));

                AssertNothingInvented(sample, whole, flow);
            }
        }
    }

    [Theory, MemberData(nameof(Streams))]
    public void Dissect_with_lost_bytes_never_invents_anything(string name)
    {
        var sample = Find(name);
        var whole = Play(sample, sample.Port);
        var random = new Random(11);
        for (var round = 0; round < 2_000; round++)
        {
            var flow = Open(sample);
            foreach (var message in sample.Messages)
            {
                foreach (var piece in message.Bytes.Chunk(random.Next(1, message.Bytes.Length + 1)))
                {
                    if (random.Next(4) == 0)
                    {
                        flow.Skip(message.FromClient, piece.Length);
                    }
                    else
                    {
                        flow.Send(message.FromClient, piece);
                    }
                }
            }

            AssertNothingInvented(sample, whole, flow);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Dissect_survives_damage(string name)
    {
        var sample = Find(name);
        var random = new Random(1);
        var inspector = new Inspector();
        for (var round = 0; round < Damages; round++)
        {
            var flow = new Conversation(inspector, sample.Transport, serverPort: sample.Port).Open();
            foreach (var message in sample.Messages)
            {
                flow.SendCut(message.FromClient, Damage(message.Bytes, random), sample.Transport == Transports.Tcp ? random.Next(1, 600) : int.MaxValue);
            }

            flow.Release();
        }

        Assert.Equal(0, inspector.MemoryInUse);
    }

    [Theory, MemberData(nameof(Names))]
    public void Dissect_survives_hostile_lengths_anywhere(string name)
    {
        var sample = Find(name);
        foreach (var target in sample.Messages)
        {
            for (var at = 0; at + 1 < target.Bytes.Length; at++)
            {
                foreach (var value in new byte[] { 0x00, 0x7f, 0xff })
                {
                    var flow = Open(sample);
                    foreach (var message in sample.Messages)
                    {
                        var bytes = message.Bytes.ToArray();
                        if (ReferenceEquals(message, target))
                        {
                            bytes[at] = bytes[at + 1] = value;
                        }

                        flow.Send(message.FromClient, bytes);
                    }

                    Assert.InRange(flow.Inspector.MemoryInUse, 0, 8 * 1024);
                    flow.Release();
                    Assert.Equal(0, flow.Inspector.MemoryInUse);
                }
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Dissect_allocates_nothing_for_payloads_of_other_protocols(string name)
    {
        var sample = Find(name);
        var set = DissectorSet.CreateDefault();
        for (var i = 0; i < set.Count; i++)
        {
            var dissector = set[i];
            if (dissector.Traits.Protocol == sample.Protocol || dissector.Traits.Protocol == sample.Then || !dissector.Traits.Transports.HasFlag(sample.Transport))
            {
                continue;
            }

            Assert.Equal(0, Allocations.Of(() => Ask(dissector, sample)));
        }
    }

    private static void Ask(IDissector dissector, DissectorSample sample)
    {
        foreach (var message in sample.Messages)
        {
            dissector.Dissect(new Payload { Bytes = message.Bytes, Transport = sample.Transport, DestinationPort = sample.Port });
        }
    }

    private static byte[] Damage(byte[] bytes, Random random)
    {
        var damaged = bytes.ToArray();
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
        }

        return random.Next(3) == 0 ? damaged[..random.Next(1, damaged.Length + 1)] : damaged;
    }

    private static string TextOf(AppInfo app) =>
        $"{app.Summary} {app.HostName} {app.TransportState} {string.Join(", ", app.Fields.Select(field => $"{field.Name} {field.Value}"))}";

    private static DissectorSample Find(string name) => DissectorSamples.All.Single(sample => sample.Name == name);

    private static Conversation Open(DissectorSample sample) => new Conversation(sample.Transport, serverPort: sample.Port).Open();

    private static Conversation Play(DissectorSample sample, ushort port)
    {
        var flow = new Conversation(sample.Transport, serverPort: port).Open();
        Array.ForEach(sample.Messages, message => flow.Send(message.FromClient, message.Bytes));
        return flow;
    }

    private static void ForEverySplit(DissectorSample sample, Action<Conversation, SampleMessage, int> send, Action<Conversation> check)
    {
        for (var split = 0; split < sample.Messages.Length; split++)
        {
            for (var at = 1; at < sample.Messages[split].Bytes.Length; at++)
            {
                var flow = Open(sample);
                for (var i = 0; i < sample.Messages.Length; i++)
                {
                    if (i == split)
                    {
                        send(flow, sample.Messages[i], at);
                    }
                    else
                    {
                        flow.Send(sample.Messages[i].FromClient, sample.Messages[i].Bytes);
                    }
                }

                check(flow);
            }
        }
    }

    private static void AssertSame(Conversation expected, Conversation actual)
    {
        Assert.Equal(expected.App?.Protocol, actual.App?.Protocol);
        Assert.Equal(expected.App?.HostName, actual.App?.HostName);
        Assert.Equal(Told(expected), Told(actual));
    }

    // How far SSH has come is judged by the lengths of encrypted packets, too.
    private static IEnumerable<KeyValuePair<string, string>> Told(Conversation flow) => flow.Facts.Where(fact => fact.Key != "ssh.phase");

    /// <summary>
    /// Facts that a partial view gives under another name than the whole one, that say what came last, or that only the length of
    /// a message tells.
    /// </summary>
    private static readonly string[] s_provisional = ["tls.version_offered", "ftp.command", "ftp.reply", "http.version", "igmp.version", "mld.version", "ssh.phase"];

    private static void AssertNothingInvented(DissectorSample sample, Conversation whole, Conversation flow)
    {
        Assert.True(flow.App is null || flow.App.Protocol == sample.Protocol || flow.App.Protocol == sample.Then, $"{flow.App?.Protocol} is not {sample.Protocol}");
        Assert.True(flow.App?.HostName is null || flow.App.HostName == sample.Host, $"{flow.App?.HostName} is not {sample.Host}");
        foreach (var (name, value) in flow.Facts.Where(fact => !s_provisional.Contains(fact.Key)))
        {
            Assert.True(whole.Facts.TryGetValue(name, out var expected), $"{name} is not a fact of {sample}");
            Assert.True(IsPartOf(value, expected), $"{name} {value} is not {expected}");
        }
    }

    /// <summary>The value itself, or whole items of a list.</summary>
    private static bool IsPartOf(string value, string expected) =>
        value == expected || value.Split(", ").All(expected.Split(", ").Contains);
}
