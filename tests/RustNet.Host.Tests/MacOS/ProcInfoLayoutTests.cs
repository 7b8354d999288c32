using System.Runtime.CompilerServices;
using Layout = RustNet.Host.MacOS.ProcInfoLayout;

namespace RustNet.Host.Tests.MacOS;

public sealed class ProcInfoLayoutTests
{
    [Fact]
    public void Structures_have_the_sizes_that_are_known_of_them()
    {
        Assert.Equal((24, 136, 24, 80, 120), (Unsafe.SizeOf<ProcFileInfo>(), Unsafe.SizeOf<VinfoStat>(), Unsafe.SizeOf<SockbufInfo>(), Unsafe.SizeOf<InSockinfo>(), Unsafe.SizeOf<TcpSockinfo>()));
        Assert.Equal((528, 768), (Unsafe.SizeOf<UnSockinfo>(), Unsafe.SizeOf<SocketInfo>()));
        Assert.Equal(
            (Layout.Socket.Length, Layout.Descriptor.Length, Layout.Process.Length, Layout.ShortProcess.Length),
            (Unsafe.SizeOf<SocketFdinfo>(), Unsafe.SizeOf<ProcFdinfo>(), Unsafe.SizeOf<ProcBsdinfo>(), Unsafe.SizeOf<ProcBsdshortinfo>()));
        Assert.Equal((792, 8, 136, 64), (Layout.Socket.Length, Layout.Descriptor.Length, Layout.Process.Length, Layout.ShortProcess.Length));
    }

    [Fact]
    public void Socket_has_the_layout_of_the_header()
    {
        var socket = default(SocketFdinfo);
        ref var info = ref socket.Info;
        ref var tcp = ref info.Protocols.Tcp;

        Assert.Equal(
            (Layout.Socket.Info, Layout.Socket.Type, Layout.Socket.Protocol, Layout.Socket.Family, Layout.Socket.Kind, Layout.Socket.Internet),
            (At(ref info), At(ref info.Type), At(ref info.Protocol), At(ref info.Family), At(ref info.Kind), At(ref tcp)));
        Assert.Equal(
            (Layout.Socket.RemotePort, Layout.Socket.LocalPort, Layout.Socket.Versions, Layout.Socket.RemoteAddress, Layout.Socket.LocalAddress, Layout.Socket.TcpState),
            (At(ref tcp.Internet.ForeignPort), At(ref tcp.Internet.LocalPort), At(ref tcp.Internet.Versions), At(ref tcp.Internet.ForeignAddress),
                At(ref tcp.Internet.LocalAddress), At(ref tcp.State)));

        int At<T>(ref T field) => ProcInfoStructures.Offset(ref socket, ref field);
    }

    [Fact]
    public void Process_has_the_layout_of_the_header()
    {
        var info = default(ProcBsdinfo);
        var brief = default(ProcBsdshortinfo);

        Assert.Equal(
            (Layout.Process.Parent, Layout.Process.User, Layout.Process.Command, Layout.Process.Name, Layout.Process.StartSeconds, Layout.Process.StartMicroseconds),
            (At(ref info.Parent), At(ref info.User), At(ref info.Command), At(ref info.Name), At(ref info.StartSeconds), At(ref info.StartMicroseconds)));
        Assert.Equal(
            (Layout.ShortProcess.Parent, Layout.ShortProcess.Command, Layout.ShortProcess.User),
            (AtBrief(ref brief.Parent), AtBrief(ref brief.Command), AtBrief(ref brief.User)));

        int At<T>(ref T field) => ProcInfoStructures.Offset(ref info, ref field);
        int AtBrief<T>(ref T field) => ProcInfoStructures.Offset(ref brief, ref field);
    }
}
