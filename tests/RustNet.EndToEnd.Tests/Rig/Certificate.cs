namespace RustNet.EndToEnd.Tests.Rig;

/// <summary>A self-signed certificate and its key, made by openssl for one test.</summary>
internal sealed record Certificate(string CertificateFile, string KeyFile)
{
    public static async Task<Certificate> MakeAsync(TemporaryDirectory folder, string commonName)
    {
        Privileges.RequireTools("openssl");
        var made = new Certificate(folder.Locate("certificate.pem"), folder.Locate("key.pem"));
        await RunningProcess.RunAsync(
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", $"/CN={commonName}", "-keyout", made.KeyFile, "-out", made.CertificateFile);
        return made;
    }
}
