using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace RustNet.Host.Windows.Interop;

/// <summary>Whose a process is (securitybaseapi.h), and what that account is called (winbase.h).</summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class Tokens
{
    private const uint Query = 8;     // TOKEN_QUERY
    private const int UserOfToken = 1; // TokenUser of TOKEN_INFORMATION_CLASS
    private const int LongestName = 256; // UNLEN, and DNLEN of a DNS domain

    // TOKEN_USER: SID_AND_ATTRIBUTES { PSID Sid; DWORD Attributes; }, and the identifier behind it.
    private const int TokenUserLength = 16 + SecurityIdentifier.MostLength;

    /// <summary>Security identifier of a process's user; empty where that may not be known.</summary>
    public static byte[] UserSid(SafeProcessHandle process)
    {
        nint value;
        if (OpenProcessToken(process, Query, &value) == 0)
        {
            return [];
        }

        using var token = new SafeAccessTokenHandle(value);
        var answer = stackalloc byte[TokenUserLength];
        uint length;
        if (GetTokenInformation(token, UserOfToken, answer, TokenUserLength, &length) == 0)
        {
            return [];
        }

        var written = new ReadOnlySpan<byte>(answer, (int)Math.Min(length, TokenUserLength));
        return SecurityIdentifier.At(PointedText.Target(written, 0, (ulong)answer, sizeof(nint))).ToArray();
    }

    /// <summary><c>DOMAIN\name</c>; <see langword="null"/> where nobody knows it. May ask a domain controller.</summary>
    public static string? AccountName(ReadOnlySpan<byte> sid)
    {
        if (SecurityIdentifier.At(sid).IsEmpty)
        {
            return null;
        }

        var name = stackalloc char[LongestName + 1];
        var domain = stackalloc char[LongestName + 1];
        uint nameLength = LongestName + 1, domainLength = LongestName + 1;
        int use;
        fixed (byte* bytes = sid)
        {
            if (LookupAccountSid(null, bytes, name, &nameLength, domain, &domainLength, &use) == 0)
            {
                return null;
            }
        }

        var account = new string(name, 0, (int)Math.Min(nameLength, LongestName));
        return domainLength == 0 ? account : $@"{new string(domain, 0, (int)Math.Min(domainLength, LongestName))}\{account}";
    }

    [LibraryImport("advapi32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int OpenProcessToken(SafeProcessHandle process, uint access, nint* token);

    [LibraryImport("advapi32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int GetTokenInformation(SafeAccessTokenHandle token, int information, byte* into, uint size, uint* length);

    [LibraryImport("advapi32.dll", EntryPoint = "LookupAccountSidW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int LookupAccountSid(char* system, byte* sid, char* name, uint* nameLength, char* domain, uint* domainLength, int* use);
}
