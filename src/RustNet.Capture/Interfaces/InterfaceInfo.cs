using System.Net;

namespace RustNet.Capture.Interfaces;

/// <summary>One interface to capture from, as it was when listed. Immutable.</summary>
/// <param name="Name">The name to give to <c>-i</c>.</param>
/// <param name="FriendlyName">The name people know it by where that is another one (Windows), or <see langword="null"/>.</param>
/// <param name="LinkTypeName">Link type for people, such as <c>Ethernet</c> or <c>TUN (raw IP)</c>.</param>
/// <param name="Addresses">Its IP addresses, IPv4 first, without scope ids.</param>
/// <param name="IsUp">True if it is up.</param>
/// <param name="IsLoopback">True for the loopback interface.</param>
/// <param name="Description">What the system or the driver says it is, or <see langword="null"/>.</param>
public sealed record InterfaceInfo(
    string Name,
    string? FriendlyName,
    string LinkTypeName,
    IReadOnlyList<IPAddress> Addresses,
    bool IsUp,
    bool IsLoopback,
    string? Description)
{
    /// <summary>True for Linux's <c>any</c>, which stands for all interfaces.</summary>
    public bool IsAny => Name == InterfaceList.AnyName && OperatingSystem.IsLinux();
}
