using System.Net;

namespace RustNet.Testing.Dpi;

/// <summary>DNS messages (RFC 1035 §4). Answers point back to the question's name at offset 12.</summary>
public static class DnsBytes
{
    /// <summary>A pointer to the question's name.</summary>
    public const int QuestionPointer = 0xc00c;

    public static byte[] Query(string name, int type = 1, int id = 0x1234) => Header(id, 0x0100, 1, 0, 0).Append(Question(name, type)).ToArray();

    public static byte[] Response(string name, int type, int code, params byte[][] answers) => Response(0x1234, name, type, code, answers);

    public static byte[] Response(int id, string name, int type, int code, params byte[][] answers)
    {
        var message = Header(id, 0x8180 | code, 1, answers.Length, 0).Append(Question(name, type));
        foreach (var answer in answers)
        {
            message.Append(answer);
        }

        return message.ToArray();
    }

    public static WireBytes Header(int id, int flags, int questions, int answers, int additional) =>
        new WireBytes().U16(id).U16(flags).U16(questions).U16(answers).U16(0).U16(additional);

    public static byte[] Question(string name, int type) => new WireBytes().Append(Name(name)).U16(type).U16(1).ToArray();

    public static byte[] Name(string name)
    {
        var bytes = new WireBytes();
        foreach (var label in name.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            bytes.Vector8(new WireBytes().Text(label).ToArray());
        }

        return bytes.U8(0).ToArray();
    }

    public static byte[] Record(int type, ReadOnlySpan<byte> data, int ttl = 300) =>
        new WireBytes().U16(QuestionPointer).U16(type).U16(1).U32(ttl).Vector16(data).ToArray();

    /// <summary>An A or AAAA record.</summary>
    public static byte[] Address(string address)
    {
        var bytes = IPAddress.Parse(address).GetAddressBytes();
        return Record(bytes.Length == 4 ? 1 : 28, bytes);
    }

    public static byte[] CName(string name) => Record(5, Name(name));

    /// <summary>A message as it goes over TCP (RFC 1035 §4.2.2).</summary>
    public static byte[] OverTcp(byte[] message) => new WireBytes().Vector16(message).ToArray();
}
