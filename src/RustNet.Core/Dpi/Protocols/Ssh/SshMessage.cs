namespace RustNet.Core.Dpi.Protocols.Ssh;

/// <summary>Message numbers (RFC 4250 §4.1.2) and those of SSH-1 that are looked at.</summary>
internal static class SshMessage
{
    /// <summary>SSH_MSG_KEXINIT.</summary>
    public const byte KexInit = 20;

    /// <summary>SSH_MSG_NEWKEYS.</summary>
    public const byte NewKeys = 21;

    /// <summary>SSH_SMSG_PUBLIC_KEY of SSH-1.</summary>
    public const byte PublicKeyOfServer1 = 2;

    /// <summary>SSH_CMSG_SESSION_KEY of SSH-1.</summary>
    public const byte SessionKey1 = 3;
}
