namespace RustNet.Core.Dpi;

/// <summary>
/// A TCP connection between the same two hosts that a message announces (the data connections of FTP, RFC 959 §3.2). It takes its
/// name from here, since nothing in it says what it is. Addresses in such messages are not believed: they are wrong
/// behind every address translation, and whoever writes them could name any connection of the machine.
/// </summary>
/// <param name="ListenerIsInitiator">True when the initiator of the announcing flow will accept it, at <paramref name="Port"/>.</param>
/// <param name="Port">Port it will be accepted at.</param>
/// <param name="App">What it will be.</param>
public sealed record AnnouncedFlow(bool ListenerIsInitiator, ushort Port, AppInfo App);
