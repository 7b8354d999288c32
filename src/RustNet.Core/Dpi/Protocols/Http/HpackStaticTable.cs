namespace RustNet.Core.Dpi.Protocols.Http;

/// <summary>The fields that every HPACK header block may refer to by number (RFC 7541 appendix A).</summary>
internal static class HpackStaticTable
{
    private static readonly byte[] s_none = [];

    private static readonly (byte[] Name, byte[] Value)[] s_fields =
    [
        Field(":authority"u8),
        Field(":method"u8, "GET"u8),
        Field(":method"u8, "POST"u8),
        Field(":path"u8, "/"u8),
        Field(":path"u8, "/index.html"u8),
        Field(":scheme"u8, "http"u8),
        Field(":scheme"u8, "https"u8),
        Field(":status"u8, "200"u8),
        Field(":status"u8, "204"u8),
        Field(":status"u8, "206"u8),
        Field(":status"u8, "304"u8),
        Field(":status"u8, "400"u8),
        Field(":status"u8, "404"u8),
        Field(":status"u8, "500"u8),
        Field("accept-charset"u8),
        Field("accept-encoding"u8, "gzip, deflate"u8),
        Field("accept-language"u8),
        Field("accept-ranges"u8),
        Field("accept"u8),
        Field("access-control-allow-origin"u8),
        Field("age"u8),
        Field("allow"u8),
        Field("authorization"u8),
        Field("cache-control"u8),
        Field("content-disposition"u8),
        Field("content-encoding"u8),
        Field("content-language"u8),
        Field("content-length"u8),
        Field("content-location"u8),
        Field("content-range"u8),
        Field("content-type"u8),
        Field("cookie"u8),
        Field("date"u8),
        Field("etag"u8),
        Field("expect"u8),
        Field("expires"u8),
        Field("from"u8),
        Field("host"u8),
        Field("if-match"u8),
        Field("if-modified-since"u8),
        Field("if-none-match"u8),
        Field("if-range"u8),
        Field("if-unmodified-since"u8),
        Field("last-modified"u8),
        Field("link"u8),
        Field("location"u8),
        Field("max-forwards"u8),
        Field("proxy-authenticate"u8),
        Field("proxy-authorization"u8),
        Field("range"u8),
        Field("referer"u8),
        Field("refresh"u8),
        Field("retry-after"u8),
        Field("server"u8),
        Field("set-cookie"u8),
        Field("strict-transport-security"u8),
        Field("transfer-encoding"u8),
        Field("user-agent"u8),
        Field("vary"u8),
        Field("via"u8),
        Field("www-authenticate"u8),
    ];

    /// <summary>Number of fields; they are numbered from 1.</summary>
    public static int Count => s_fields.Length;

    /// <summary>Name of a field by its number, 1 to <see cref="Count"/>.</summary>
    public static ReadOnlySpan<byte> Name(int index) => s_fields[index - 1].Name;

    /// <summary>Value of a field by its number; empty for most.</summary>
    public static ReadOnlySpan<byte> Value(int index) => s_fields[index - 1].Value;

    private static (byte[] Name, byte[] Value) Field(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value = default) =>
        (name.ToArray(), value.IsEmpty ? s_none : value.ToArray());
}
