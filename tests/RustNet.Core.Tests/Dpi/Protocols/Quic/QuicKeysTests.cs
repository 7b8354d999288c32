using System.Security.Cryptography;
using System.Text;
using RustNet.Core.Dpi.Protocols.Quic;

namespace RustNet.Core.Tests.Dpi.Protocols.Quic;

public sealed class QuicKeysTests
{
    [Theory]   // RFC 9001 appendix A.1
    [InlineData(true, "1f369613dd76d5467730efcbe3b1a22d", "fa044b2f42a3fd3b46fb255c", "9f50449e04a0e810283a1e9933adedd2")]
    [InlineData(false, "cf3a5331653c364c88f0f379b6067e37", "0ac1493ca1905853b0bba03e", "c206b8d9b9f0f37644430b490eeaa314")]
    public void Derive_makes_the_keys_of_rfc_9001(bool ofClient, string key, string iv, string headerKey)
    {
        var keys = KeysOf(QuicProtection.V1, ofClient);

        Assert.Equal((key, iv, headerKey), Hex(keys));
    }

    [Theory]   // RFC 9369 appendix A.1
    [InlineData(true, "8b1a0bc121284290a29e0971b5cd045d", "91f73e2351d8fa91660e909f", "45b95e15235d6f45a6b19cbcb0294ba9")]
    [InlineData(false, "82db637861d55e1d011f19ea71d5d2a7", "dd13c276499c0249d3310652", "edf6d05c83121201b436e16877593c3a")]
    public void Derive_makes_the_keys_of_rfc_9369(bool ofClient, string key, string iv, string headerKey)
    {
        var keys = KeysOf(QuicProtection.V2, ofClient);

        Assert.Equal((key, iv, headerKey), Hex(keys));
    }

    [Fact]
    public void Derive_makes_the_keys_that_the_platform_makes()
    {
        var random = new Random(9001);
        for (var i = 0; i < 500; i++)
        {
            var id = new byte[random.Next(21)];
            random.NextBytes(id);
            var initial = HKDF.Extract(HashAlgorithmName.SHA256, id, Convert.FromHexString("38762cf7f55934b34d179ae6a4c80cadccbb7f0a"));

            var (client, server) = QuicKeys.Derive(QuicProtection.V1, id);

            Assert.Equal(OfPlatform(initial, "client in"), Hex(client));
            Assert.Equal(OfPlatform(initial, "server in"), Hex(server));
        }
    }

    private static (string Key, string Iv, string HeaderKey) OfPlatform(byte[] initial, string side)
    {
        var secret = ExpandLabel(initial, side, 32);
        return (
            Convert.ToHexStringLower(ExpandLabel(secret, "quic key", 16)),
            Convert.ToHexStringLower(ExpandLabel(secret, "quic iv", 12)),
            Convert.ToHexStringLower(ExpandLabel(secret, "quic hp", 16)));
    }

    // RFC 8446 §7.1
    private static byte[] ExpandLabel(byte[] secret, string label, byte length)
    {
        byte[] info = [0, length, (byte)("tls13 ".Length + label.Length), .. "tls13 "u8, .. Encoding.ASCII.GetBytes(label), 0];
        return HKDF.Expand(HashAlgorithmName.SHA256, secret, length, info);
    }

    private static QuicKeys KeysOf(QuicProtection protection, bool ofClient)
    {
        var (client, server) = QuicKeys.Derive(protection, Convert.FromHexString("8394c8f03e515708"));
        return ofClient ? client : server;
    }

    private static (string Key, string Iv, string HeaderKey) Hex(QuicKeys keys) =>
        (Convert.ToHexStringLower(keys.Key), Convert.ToHexStringLower(keys.Iv), Convert.ToHexStringLower(keys.HeaderKey));
}
