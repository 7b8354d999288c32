using System.Runtime.Versioning;
using System.Text;
using RustNet.Host.Linux.Interop;

namespace RustNet.Host.Tests.Linux.Interop;

[SupportedOSPlatform("linux")]
public sealed class MountInfoTests
{
    private const string Text = """
        22 27 0:21 / /proc rw,relatime - proc proc rw
        27 1 254:0 / / rw,relatime shared:1 master:2 - ext4 /dev/vda rw,discard
        270 27 0:45 / /home/anna/-\040- rw,nosuid shared:7 - fuse.sshfs - rw,user_id=1000
        28 27 0:46 / /cut rw - xfs
        29 27 0:47 / /cut rw

        """;

    [Theory]
    [InlineData(22, "proc")]
    [InlineData(27, "ext4")]
    [InlineData(270, "fuse.sshfs")]
    [InlineData(2, "")]
    [InlineData(28, "")]
    [InlineData(29, "")]
    public void TypeOf_finds_the_mount_by_its_number(ulong mount, string type) =>
        Assert.Equal(type, Encoding.ASCII.GetString(MountInfo.TypeOf(Encoding.ASCII.GetBytes(Text), mount)));

    [Theory]
    [InlineData("ext4", true)]
    [InlineData("btrfs", true)]
    [InlineData("tmpfs", true)]
    [InlineData("fuse", false)]
    [InlineData("fuse.ext4", false)]
    [InlineData("fuseblk", false)]
    [InlineData("nfs4", false)]
    [InlineData("autofs", false)]
    [InlineData("", false)]
    public void IsAnsweredByKernel_refuses_what_waits_for_somebody_else(string type, bool expected) =>
        Assert.Equal(expected, MountInfo.IsAnsweredByKernel(Encoding.ASCII.GetBytes(type)));

    [Fact]
    public void TypeOf_takes_any_damage() =>
        Damage.Try(Encoding.ASCII.GetBytes(Text), static input => MountInfo.IsAnsweredByKernel(MountInfo.TypeOf(input, 270)));
}
