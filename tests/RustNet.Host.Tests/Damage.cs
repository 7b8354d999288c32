namespace RustNet.Host.Tests;

/// <summary>Puts damaged input to a parser: it may refuse, never throw.</summary>
internal static class Damage
{
    private const int Rounds = 20_000;

    public delegate void Parser(ReadOnlySpan<byte> input);

    /// <summary>Every prefix, then seeded random changes: bytes replaced, cut, or doubled.</summary>
    public static void Try(ReadOnlySpan<byte> whole, Parser parse)
    {
        for (var length = 0; length < whole.Length; length++)
        {
            parse(whole[..length]);
        }

        var random = new Random(20_000);
        var buffer = new byte[2 * whole.Length];
        for (var round = 0; round < Rounds; round++)
        {
            whole.CopyTo(buffer);
            var length = whole.Length;
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                buffer[random.Next(length)] = (byte)random.Next(256);
            }

            if (random.Next(4) == 0)
            {
                var from = random.Next(length);
                var count = random.Next(length - from);
                Buffer.BlockCopy(buffer, from, buffer, from + count, length - from);
                length += count;
            }

            parse(buffer.AsSpan(0, random.Next(4) == 0 ? random.Next(length) : length));
        }
    }
}
