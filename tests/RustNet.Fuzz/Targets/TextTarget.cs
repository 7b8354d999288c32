using System.Net;
using System.Runtime.InteropServices;
using RustNet.Core.Dpi;

namespace RustNet.Fuzz.Targets;

/// <summary>What stands between text from the wire and the terminal. An input is a limit, and the text.</summary>
internal sealed class TextTarget() : FuzzTarget("text")
{
    private const long AllocationAtAll = 4 * 1024;
    private const int AllocationPerCharacter = 16;

    public override IEnumerable<byte[]> Seeds =>
    [
        [20, .. "plain text"u8],
        [5, .. "longer than five"u8],
        [255, .. "\u001b[31m\u202eabc\u200b\u00ad\U0001F600é\ue000"u8, 0xc3, 0x28, 0xf0, 0x9f, 0xed, 0xa0, 0x80],
        [0, .. "www.example.com."u8],
        [0, .. "user@[2001:db8::1%eth0]:443"u8],
        [0, .. "192.0.2.1:80"u8],
    ];

    private protected override void Play(ReadOnlySpan<byte> input)
    {
        var rest = new FuzzInput(input);
        var limit = rest.Byte() + 1;
        var bytes = rest.Rest();
        var characters = MemoryMarshal.Cast<byte, char>(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var cleaned = WireText.Clean(bytes, limit);
        var cleanedCharacters = WireText.Clean(characters, limit);
        var isName = WireText.TryHostName(bytes, out var name);
        var isAuthority = WireText.TryHostOfAuthority(bytes, out var host);
        Invariant.RequireAllocation(before, AllocationAtAll, AllocationPerCharacter, limit, "text");

        Invariant.RequirePlain(cleaned, limit, "text");
        Invariant.RequirePlain(cleanedCharacters, limit, "characters");
        Invariant.Require(WireText.Clean(cleaned, limit) == cleaned, "cleaning twice gives something else");
        Invariant.Require(isName == name is not null && isAuthority == host is not null, "answer and name");
        RequireHostName(name);
        RequireHostName(host);
    }

    private static void RequireHostName(string? name)
    {
        if (name is null)
        {
            return;
        }

        Invariant.RequireText(name, WireText.MaxHostNameLength, "host name");
        Invariant.Require(
            IPAddress.TryParse(name, out _) || name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'), "a host name that is none");
    }
}
