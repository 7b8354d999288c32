using RustNet.Host.Linux.Bpf.Btf;

namespace RustNet.Host.Tests.Linux.Bpf;

public class CoreResolverTests
{
    [Fact]
    public void TryResolve_gives_the_offset_the_kernel_has()
    {
        var (local, localSock) = Local();
        var kernel = new BtfBytes();
        var number = kernel.Integer("unsigned int", 4);
        kernel.Struct("sock", 64, ("other", number, 0), ("port", number, 8 * 40));
        var resolver = new CoreResolver(local, kernel.ToTypes());

        Assert.Equal(40u, Offset(resolver, localSock, "0:1"));
    }

    [Fact]
    public void TryResolve_looks_through_nameless_structs_of_the_kernel()
    {
        var (local, localSock) = Local();
        var kernel = new BtfBytes();
        var number = kernel.Integer("u32", 4);
        var pair = kernel.Struct("", 8, ("left", number, 0), ("port", number, 32));
        var union = kernel.Union("", 8, ("all", number), ("", pair));
        kernel.Struct("sock", 64, ("first", number, 0), ("", kernel.Typedef("wrapped", union), 8 * 16));
        var resolver = new CoreResolver(local, kernel.ToTypes());

        Assert.Equal(20u, Offset(resolver, localSock, "0:1"));
    }

    [Fact]
    public void TryResolve_follows_arrays_and_named_structs()
    {
        var local = new BtfBytes();
        var word = local.Integer("u32", 4);
        var address = local.Struct("in6_addr", 16, ("words", local.Array(word, 4), 0));
        var sock = local.Struct("sock", 16, ("address", address, 0));
        var kernel = new BtfBytes();
        var kernelWord = kernel.Integer("u32", 4);
        var kernelAddress = kernel.Struct("in6_addr", 20, ("words", kernel.Array(kernelWord, 4), 32));
        kernel.Struct("sock", 64, ("address", kernelAddress, 8 * 8));
        var resolver = new CoreResolver(local.ToTypes(), kernel.ToTypes());

        Assert.Equal(8u + 4 + 12, Offset(resolver, sock, "0:0:0:3"));
        Assert.Null(Offset(resolver, sock, "0:0:0:4")); // beyond the array
    }

    [Fact]
    public void TryResolve_knows_a_struct_without_its_flavour()
    {
        var local = new BtfBytes();
        var dentry = local.Struct("dentry___shortname", 4, ("name", local.Integer("u32", 4), 0));
        var kernel = new BtfBytes();
        kernel.Struct("dentry", 16, ("name", kernel.Integer("u32", 4), 96));
        var resolver = new CoreResolver(local.ToTypes(), kernel.ToTypes());

        Assert.Equal(12u, Offset(resolver, dentry, "0:0"));
    }

    [Fact]
    public void TryResolve_says_what_is_not_there()
    {
        var (local, localSock) = Local();
        var kernel = new BtfBytes();
        kernel.Struct("sock", 64, ("other", kernel.Integer("u32", 4), 0));
        var resolver = new CoreResolver(local, kernel.ToTypes());
        var relocation = new CoreRelocation(0, localSock, "0:1", CoreRelocationKind.ByteOffset);

        Assert.False(resolver.TryResolve(relocation, out _));
        Assert.Equal("sock.port", resolver.Describe(relocation));
        Assert.True(resolver.TryResolve(relocation with { Kind = CoreRelocationKind.Exists }, out var exists));
        Assert.Equal(0u, exists);
    }

    [Fact]
    public void TryResolve_takes_no_number_of_another_width()
    {
        var (local, localSock) = Local();
        var kernel = new BtfBytes();
        kernel.Struct("sock", 64, ("port", kernel.Integer("u16", 2), 0));
        var resolver = new CoreResolver(local, kernel.ToTypes());

        Assert.Null(Offset(resolver, localSock, "0:1"));
    }

    [Fact]
    public void TryResolve_cuts_a_bit_field_out()
    {
        var local = new BtfBytes();
        var sock = local.BitFields("sock", 1, ("ipv6only", local.Integer("u8", 1), 0, 1));
        var kernel = new BtfBytes();
        var octet = kernel.Integer("unsigned char", 1);
        kernel.BitFields("sock", 32, ("reuse", octet, 152, 4), ("reuseport", octet, 156, 1), ("ipv6only", octet, 157, 1));
        var resolver = new CoreResolver(local.ToTypes(), kernel.ToTypes());

        Assert.Equal(19u, Offset(resolver, sock, "0:0"));
        Assert.Equal(64u - 6, Ask(resolver, sock, "0:0", CoreRelocationKind.LeftShift)); // bits 6 and 7 go out
        Assert.Equal(63u, Ask(resolver, sock, "0:0", CoreRelocationKind.RightShift));    // one is left
    }

    [Theory]
    [InlineData("")]
    [InlineData("1:0")]
    [InlineData("0:9")]
    [InlineData("0:1:0")]
    [InlineData("0:x")]
    [InlineData("0:-1")]
    [InlineData("0:99999999999")]
    public void TryResolve_refuses_a_way_that_leads_nowhere(string access)
    {
        var (local, localSock) = Local();
        var resolver = new CoreResolver(local, local);

        Assert.Null(Offset(resolver, localSock, access));
        Assert.Null(Ask(resolver, localSock, access, CoreRelocationKind.Exists));
    }

    [Fact]
    public void TryResolve_ends_when_the_kernels_structs_contain_themselves()
    {
        var (local, localSock) = Local();
        var kernel = new BtfBytes();
        kernel.Struct("sock", 8, [.. Enumerable.Repeat(("", 1, 0), 60_000)]);
        var resolver = new CoreResolver(local, kernel.ToTypes());

        Assert.Null(Offset(resolver, localSock, "0:1"));
    }

    private static (BtfTypes Types, int Sock) Local()
    {
        var local = new BtfBytes();
        var number = local.Integer("u32", 4);
        var sock = local.Struct("sock", 8, ("other", number, 0), ("port", number, 32));
        return (local.ToTypes(), sock);
    }

    private static uint? Offset(CoreResolver resolver, int type, string access) => Ask(resolver, type, access, CoreRelocationKind.ByteOffset);

    private static uint? Ask(CoreResolver resolver, int type, string access, CoreRelocationKind kind) =>
        resolver.TryResolve(new CoreRelocation(0, type, access, kind), out var value) ? value : null;
}
