namespace RustNet.Host.Sockets;

/// <summary>A system's list of sockets with their processes. One thread at a time.</summary>
internal interface IOwnedSocketSource : IDisposable
{
    /// <summary>As of the last list: sockets of some processes were hidden from this program.</summary>
    bool IsViewPartial { get; }

    /// <summary>It lists all sockets of protocols without ports (ICMP, raw ones), too: nobody has one that is not listed.</summary>
    bool HasRaw { get; }

    /// <summary>The system itself sends echo requests for its programs.</summary>
    bool IsPingOfKernel { get; }

    /// <summary>Adds all sockets; false, having added any number, where they could not be read.</summary>
    bool TryList(List<OwnedSocket> into);
}
