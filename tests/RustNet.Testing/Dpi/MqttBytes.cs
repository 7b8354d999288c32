namespace RustNet.Testing.Dpi;

/// <summary>MQTT control packets (MQTT 3.1.1 §3, 5.0 §3).</summary>
public static class MqttBytes
{
    public static byte[] Connect(string clientId, int level, int flags = 0x02)
    {
        var body = new WireBytes().Vector16(Bytes(level == 3 ? "MQIsdp" : "MQTT")).U8(level).U8(flags).U16(60);
        if (level == 5)
        {
            body.Vector8([0x21, 0, 20]);   // Receive Maximum
        }

        return Packet(0x10, body.Vector16(Bytes(clientId)).ToArray());
    }

    public static byte[] Publish(string topic, string message) =>
        Packet(0x30, new WireBytes().Vector16(Bytes(topic)).Text(message).ToArray());

    public static byte[] Packet(int header, ReadOnlySpan<byte> body)
    {
        var bytes = new WireBytes().U8(header);
        var length = body.Length;
        do
        {
            bytes.U8(length % 128 | (length > 127 ? 128 : 0));
            length /= 128;
        }
        while (length > 0);

        return bytes.Append(body).ToArray();
    }

    private static byte[] Bytes(string text) => new WireBytes().Text(text).ToArray();
}
