using RustNet.Core.Dpi.Protocols.Quic;

namespace RustNet.Core.Tests.Dpi.Protocols.Quic;

public sealed class QuicKeysTests
{
    [Theory]   // RFC 9001 appendix A.1
    [InlineData(true, "1f369613dd76d5467730efcbe3b1a22d", "fa044b2f42a3fd3b46fb255c", "9f50449e04a0e810283a1e9933adedd2")]
    [InlineData(false, "cf3a5331653c364c88f0f379b6067e37", "0ac1493ca1905853b0bba03e", "c206b8d9b9f0f37644430b490eeaa314")]
    public void Derive_makes_the_keys_of_rfc_9001(bool ofClient, string key, string iv, string headerKey)
    {
        var keys = QuicKeys.Derive(QuicProtection.V1, Convert.FromHexString("8394c8f03e515708"), ofClient);

        Assert.Equal((key, iv, headerKey), Hex(keys));
    }

    [Theory]   // RFC 9369 appendix A.1
    [InlineData(true, "8b1a0bc121284290a29e0971b5cd045d", "91f73e2351d8fa91660e909f", "45b95e15235d6f45a6b19cbcb0294ba9")]
    [InlineData(false, "82db637861d55e1d011f19ea71d5d2a7", "dd13c276499c0249d3310652", "edf6d05c83121201b436e16877593c3a")]
    public void Derive_makes_the_keys_of_rfc_9369(bool ofClient, string key, string iv, string headerKey)
    {
        var keys = QuicKeys.Derive(QuicProtection.V2, Convert.FromHexString("8394c8f03e515708"), ofClient);

        Assert.Equal((key, iv, headerKey), Hex(keys));
    }

    private static (string Key, string Iv, string HeaderKey) Hex(QuicKeys keys) =>
        (Convert.ToHexStringLower(keys.Key), Convert.ToHexStringLower(keys.Iv), Convert.ToHexStringLower(keys.HeaderKey));
}
