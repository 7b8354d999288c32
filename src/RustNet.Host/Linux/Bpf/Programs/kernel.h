/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What the programs use of the kernel: the members they read, in any order and at any offset, because the loader puts in
 * the offsets of the running kernel (CO-RE), and the helpers they call, by number (enum bpf_func_id of the kernel's
 * linux/bpf.h). Members are read directly, as the verifier allows with the kernel's BTF; bpf_probe_read_kernel would be
 * refused where the kernel is locked down for confidentiality.
 */
#ifndef RUSTNET_KERNEL_H
#define RUSTNET_KERNEL_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long s64;

#define SEC(name) __attribute__((section(name), used))
#define INLINE static inline __attribute__((always_inline))

/* Map definitions as every loader of BPF reads them: the numbers are the sizes of arrays in the type information. */
#define NUMBER(name, value) int(*name)[value]
#define TYPE(name, type) type *name

enum map_type {
    MAP_TYPE_LRU_HASH = 9,
    MAP_TYPE_RINGBUF = 27,
};

enum {
    AF_INET = 2,
    AF_INET6 = 10,
    IPPROTO_TCP = 6,
    PF_KTHREAD = 0x00200000,
    BPF_RB_NO_WAKEUP = 1,
};

enum tcp_state {
    TCP_ESTABLISHED = 1,
    TCP_SYN_SENT = 2,
    TCP_FIN_WAIT1 = 4,
    TCP_CLOSE = 7,
    TCP_LAST_ACK = 9,
    TCP_LISTEN = 10,
};

#define to_host16(value) __builtin_bswap16(value)
#define to_network32(value) __builtin_bswap32(value)

/* Whether the running kernel has the member; the loader writes the answer into the program. */
#define member_exists(member) __builtin_preserve_field_info(member, 2)
/* For a bit field: where its byte is, and the shifts that cut it out of a 64-bit number. */
#define bits_offset(member) __builtin_preserve_field_info(member, 0)
#define bits_left(member) __builtin_preserve_field_info(member, 4)
#define bits_right(member) __builtin_preserve_field_info(member, 5)

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct in6_addr {
    union {
        u32 u6_addr32[4];
    } in6_u;
};

struct ns_common {
    u32 inum;
};

struct net {
    struct ns_common ns;
};

typedef struct {
    struct net *net;
} possible_net_t;

struct sock_common {
    u32 skc_daddr;
    u32 skc_rcv_saddr;
    u16 skc_dport;
    u16 skc_num;
    u16 skc_family;
    volatile u8 skc_state;
    u8 skc_ipv6only : 1;
    possible_net_t skc_net;
    struct in6_addr skc_v6_daddr;
    struct in6_addr skc_v6_rcv_saddr;
};

typedef struct {
    u32 val;
} kuid_t;

struct sock {
    struct sock_common __sk_common;
    u16 sk_protocol;
};

struct inet_sock {
    u16 inet_sport;
};

struct inet_connection_sock {
    struct inet_sock icsk_inet;
};

struct tcp_sock {
    struct inet_connection_sock inet_conn;
};

struct socket {
    struct sock *sk;
};

struct qstr {
    u32 len;
};

/* Up to 6.13 the short name is d_iname, then d_shortname. */
struct dentry {
    struct qstr d_name;
    u8 d_iname[32];
};

union shortname_store {
    u8 string[40];
};

struct dentry___shortname {
    union shortname_store d_shortname;
};

struct path {
    struct dentry *dentry;
};

struct file {
    struct path f_path;
};

struct mm_struct {
    struct file *exe_file;
};

struct cred {
    kuid_t euid;
};

typedef struct {
    int counter;
} atomic_t;

struct signal_struct {
    atomic_t live;
};

struct kernfs_node {
    u64 id;
};

struct cgroup {
    struct kernfs_node *kn;
};

struct css_set {
    struct cgroup *dfl_cgrp;
};

struct task_struct {
    u32 flags;
    int pid;
    int tgid;
    u64 start_boottime;
    struct mm_struct *mm;
    struct task_struct *real_parent;
    struct task_struct *group_leader;
    const struct cred *cred;
    struct signal_struct *signal;
    struct css_set *cgroups;
    char comm[16];
};

struct seq_file;

struct bpf_iter_meta {
    struct seq_file *seq;
};

struct bpf_iter__task_file {
    struct bpf_iter_meta *meta;
    struct task_struct *task;
    struct file *file;
};

#pragma clang attribute pop

static void *(*const bpf_map_lookup_elem)(void *map, const void *key) = (void *)1;
static long (*const bpf_map_update_elem)(void *map, const void *key, const void *value, u64 flags) = (void *)2;
static long (*const bpf_map_delete_elem)(void *map, const void *key) = (void *)3;
static u64 (*const bpf_get_current_pid_tgid)(void) = (void *)14;
static u64 (*const bpf_get_socket_cookie)(void *sock) = (void *)46;
static u64 (*const bpf_ktime_get_boot_ns)(void) = (void *)125;
static long (*const bpf_seq_write)(struct seq_file *seq, const void *data, u32 length) = (void *)127;
static void *(*const bpf_ringbuf_reserve)(void *ring, u64 size, u64 flags) = (void *)131;
static void (*const bpf_ringbuf_submit)(void *record, u64 flags) = (void *)132;
static struct tcp_sock *(*const bpf_skc_to_tcp_sock)(void *sock) = (void *)137;
static struct task_struct *(*const bpf_get_current_task_btf)(void) = (void *)158;
static struct socket *(*const bpf_sock_from_file)(struct file *file) = (void *)162;

#endif
