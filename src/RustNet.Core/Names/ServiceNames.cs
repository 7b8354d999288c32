using RustNet.Core.Wire;

namespace RustNet.Core.Names;

/// <summary>Service names by port and transport (IANA Service Name and Transport Protocol Port Number Registry).</summary>
public static class ServiceNames
{
    /// <summary>The name registered for the port, or <see langword="null"/>. Constant strings; never allocates.</summary>
    public static string? Find(IpProtocol protocol, ushort port) => (protocol, port) switch
    {
        (IpProtocol.Tcp, 80) => "http",
        _ => null,
    };
}
