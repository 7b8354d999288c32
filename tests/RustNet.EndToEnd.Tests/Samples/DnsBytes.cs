using System.Net;
using System.Text;
using RustNet.Testing;

namespace RustNet.EndToEnd.Tests.Samples;

/// <summary>DNS messages (RFC 1035 §4).</summary>
internal static class DnsBytes
{
    public static byte[] Query(ushort id, string name, int type = 1) =>
        new WireBytes().U16(id).U16(0x0100).U16(1).U16(0).U16(0).U16(0).Append(Question(name, type)).ToArray();

    /// <summary>The answer to <see cref="Query"/> with one address, or with an error code and none.</summary>
    public static byte[] Answer(ushort id, string name, string? address, int type = 1, int code = 0)
    {
        var message = new WireBytes().U16(id).U16(0x8180 | code).U16(1).U16(address is null ? 0 : 1).U16(0).U16(0).Append(Question(name, type));
        return address is null
            ? message.ToArray()
            : message.U16(0xC00C).U16(type).U16(1).U32(60).Vector16(IPAddress.Parse(address).GetAddressBytes()).ToArray();
    }

    private static byte[] Question(string name, int type)
    {
        var question = new WireBytes();
        foreach (var label in name.Split('.'))
        {
            question.Vector8(Encoding.Latin1.GetBytes(label));
        }

        return question.U8(0).U16(type).U16(1).ToArray();
    }
}
