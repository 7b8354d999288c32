using System.Globalization;
using System.Text;

namespace RustNet.EndToEnd.Tests.Samples;

/// <summary>HTTP/1.1 messages (RFC 9112).</summary>
internal static class HttpBytes
{
    public static byte[] Get(string host, string path = "/", string agent = "sample/1") =>
        Encoding.Latin1.GetBytes($"GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {agent}\r\nAccept: */*\r\n\r\n");

    public static byte[] Response(int status, int bodyLength) => Encoding.Latin1.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Word\r\nContent-Length: {bodyLength}\r\n\r\n") + new string('x', bodyLength));
}
