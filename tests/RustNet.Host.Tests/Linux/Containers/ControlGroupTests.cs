using System.Text;
using RustNet.Host.Linux.Containers;

namespace RustNet.Host.Tests.Linux.Containers;

public sealed class ControlGroupTests
{
    private const string Id = "3f5a9c1b0d2e4f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8";
    private const string OtherId = "aaaabbbbccccddddeeeeffff0000111122223333444455556666777788889999";
    private const string Pod = "1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b";
    private const string PodUnderscored = "1f2e3d4c_5b6a_4798_8a9b_0c1d2e3f4a5b";

    [Theory]
    [InlineData("/system.slice/sshd.service", "sshd.service")]
    [InlineData("/system.slice/system-getty.slice/getty@tty1.service", "getty@tty1.service")]
    [InlineData("/user.slice/user-1000.slice/session-3.scope", "session-3.scope")]
    [InlineData("/user.slice/user-1000.slice/user@1000.service/app.slice/app-gnome-firefox-4181.scope", "app-gnome-firefox-4181.scope")]
    [InlineData("/user.slice/user-1000.slice/user@1000.service/app.slice/pipewire.service", "pipewire.service")]
    [InlineData("/user.slice/user-1000.slice/user@1000.service/init.scope", "user@1000.service")]
    [InlineData("/user.slice/user-1000.slice/user@1000.service/app.slice/app-org.gnome.Terminal.slice/vte-spawn-0f1e.scope", "app-org.gnome.Terminal.slice")]
    [InlineData("/system.slice/containerd.service/worker", "containerd.service")]
    [InlineData("/init.scope", "init.scope")]
    [InlineData("/user.slice", null)]
    [InlineData("/", null)]
    [InlineData("", null)]
    public void OfPath_names_the_innermost_unit_that_tells(string path, string? unit)
    {
        var group = ControlGroup.OfPath(Encoding.UTF8.GetBytes(path));

        Assert.Equal(unit, group.Unit);
        Assert.Null(group.Container);
    }

    [Theory]
    [InlineData($"/system.slice/docker-{Id}.scope", "docker", null)]
    [InlineData($"/docker/{Id}", "docker", null)]
    [InlineData($"/docker/{OtherId}/docker/{Id}", "docker", null)]
    [InlineData($"/machine.slice/libpod-{Id}.scope", "podman", null)]
    [InlineData($"/machine.slice/libpod-{Id}.scope/container", "podman", null)]
    [InlineData($"/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-{Id}.scope", "podman", null)]
    [InlineData($"/libpod_parent/libpod-{Id}", "podman", null)]
    [InlineData($"/system.slice/nerdctl-{Id}.scope", "containerd", null)]
    [InlineData($"/default/{Id}", "containerd", null)]
    [InlineData($"/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod{PodUnderscored}.slice/cri-containerd-{Id}.scope", "containerd", Pod)]
    [InlineData($"/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod{PodUnderscored}.slice/crio-{Id}.scope", "cri-o", Pod)]
    [InlineData($"/kubepods.slice/kubepods-pod{PodUnderscored}.slice/docker-{Id}.scope", "docker", Pod)]
    [InlineData($"/kubepods/burstable/pod{Pod}/{Id}", "kubernetes", Pod)]
    [InlineData($"/kubepods/pod{Pod}/{Id}", "kubernetes", Pod)]
    [InlineData($"/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod{PodUnderscored}.slice/cri-containerd-{Id}.scope", "containerd", Pod)]
    [InlineData($"/system.slice/kubepods-burstable-pod{PodUnderscored}.slice:cri-containerd:{Id}", "containerd", null)]
    public void OfPath_knows_containers_with_an_id(string path, string runtime, string? pod)
    {
        var group = ControlGroup.OfPath(Encoding.UTF8.GetBytes(path));

        Assert.Equal(new ContainerPath(runtime, Id, pod), group.Container);
        Assert.Equal(Id[..12], group.Container!.ShownId);
        Assert.Null(group.Unit);
    }

    [Theory]
    [InlineData("/lxc.payload.web/system.slice/nginx.service", "lxc", "web", "nginx.service")]
    [InlineData("/lxc.payload/web", "lxc", "web", null)]
    [InlineData("/lxc/101/ns/system.slice/cron.service", "lxc", "101", "cron.service")]
    [InlineData("/machine.slice/machine-debian\\x2dtest.scope/payload", "systemd-nspawn", "debian-test", null)]
    [InlineData("/machine.slice/systemd-nspawn@build.service/payload/system.slice/sshd.service", "systemd-nspawn", "build", "sshd.service")]
    [InlineData("/machine.slice/machine-lxc\\x2d4121\\x2dbox.scope", "lxc", "box", null)]
    public void OfPath_knows_containers_with_a_name(string path, string runtime, string name, string? unit)
    {
        var group = ControlGroup.OfPath(Encoding.UTF8.GetBytes(path));

        Assert.Equal((new ContainerPath(runtime, name, null), unit), (group.Container, group.Unit));
        Assert.Equal(name, group.Container!.ShownId);
    }

    [Theory]
    [InlineData("/machine.slice/machine-qemu\\x2d1\\x2dvm.scope")]
    [InlineData("/lxc.monitor.web")]
    [InlineData($"/machine.slice/libpod-conmon-{Id}.scope")]
    [InlineData("/docker/0123456789ab")]
    public void OfPath_takes_nothing_else_for_a_container(string path) => Assert.Null(ControlGroup.OfPath(Encoding.UTF8.GetBytes(path)).Container);

    [Fact]
    public void OfPath_names_a_unit_inside_of_a_container()
    {
        var group = ControlGroup.OfPath(Encoding.UTF8.GetBytes($"/system.slice/docker-{Id}.scope/system.slice/nginx.service"));

        Assert.Equal(("nginx.service", "docker"), (group.Unit, group.Container!.Runtime));
    }

    [Fact]
    public void Parse_reads_version_2() =>
        Assert.Equal("sshd.service", ControlGroup.Parse("0::/system.slice/sshd.service\n"u8).Unit);

    [Fact]
    public void Parse_reads_version_1()
    {
        var group = ControlGroup.Parse(Encoding.ASCII.GetBytes($"12:pids:/docker/{Id}\n2:cpu,cpuacct:/docker/{Id}\n1:name=systemd:/docker/{Id}\n0::/\n"));

        Assert.Equal("docker", group.Container!.Runtime);
    }

    [Fact]
    public void Parse_takes_the_unit_from_systemds_hierarchies_only()
    {
        var group = ControlGroup.Parse("12:pids:/system.slice/other.service\n1:name=systemd:/system.slice/cron.service\n0::/system.slice/cron.service\n"u8);

        Assert.Equal("cron.service", group.Unit);
    }

    [Fact]
    public void Parse_takes_any_damage() =>
        Damage.Try(
            Encoding.ASCII.GetBytes($"1:name=systemd:/machine.slice/machine-a\\x2db.scope\n0::/kubepods/burstable/pod{Pod}/{Id}\n"),
            static input => ControlGroup.Parse(input));
}
