/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What the programs tell user space, in the machine's byte order; the C# side reads the same layouts (SocketEvent,
 * SocketRecord). Strings end at their first zero byte or at their size.
 */
#ifndef RUSTNET_RECORDS_H
#define RUSTNET_RECORDS_H

#include "kernel.h"

/* The process behind a socket: 80 bytes. */
struct owner {
    u32 pid;            /* of the process, in user space's sense */
    u32 parent;
    u32 user;           /* effective user id, as the initial user namespace counts */
    u32 flags;          /* PF_ of the kernel's sched.h */
    u64 cgroup;         /* id in the unified hierarchy: the inode of its directory */
    u64 started;        /* nanoseconds since boot, suspended time counted */
    char name[16];      /* of the process, that is of its first thread */
    char executable[32];/* file name without path; empty where it is longer or there is none */
};

/* The two ends of a socket: 48 bytes. */
struct endpoints {
    u32 local[4];       /* network byte order; IPv4 as ::ffff:a.b.c.d */
    u32 remote[4];
    u16 local_port;     /* host byte order, as are all numbers */
    u16 remote_port;
    u16 protocol;       /* IPPROTO_; MPTCP is above 255 */
    u8 family;
    u8 state;           /* TCP_, for other protocols too; in an event the one it goes to */
    u32 namespace;      /* inode of the network namespace */
    u8 ipv6_only;
    u8 kind;            /* of event; 0 in a snapshot */
    u8 unused[2];
};

enum event_kind {
    EVENT_CONNECTED = 1, /* left SYN_SENT; owner is who connected */
    EVENT_LISTENING = 2,
    EVENT_USED = 3,      /* sent or received */
    EVENT_CLOSING = 4,   /* closed first or last by this process */
    EVENT_CLOSED = 5,    /* the socket has ended (TCP); owner is empty */
    EVENT_EXITED = 6,    /* the process has ended; of owner only pid and started, ends and cookie are empty */
};

/* 144 bytes. */
struct event {
    struct owner owner;
    struct endpoints ends;
    u64 at;             /* nanoseconds since boot, as owner.started */
    u64 cookie;
};

/* A descriptor that is a socket: 72 bytes. */
struct socket_record {
    u32 pid;
    u32 unused;
    u64 started;        /* of the process */
    u64 cookie;
    struct endpoints ends;
};

/* Who talks to whom: all that is needed to see whether a socket is known. */
INLINE void read_addresses(struct sock *sk, struct endpoints *ends)
{
    u16 family = sk->__sk_common.skc_family;

    ends->family = family;
    ends->local_port = sk->__sk_common.skc_num;
    ends->remote_port = to_host16(sk->__sk_common.skc_dport);
    if (family == AF_INET6 && member_exists(sk->__sk_common.skc_v6_daddr)) {
        ends->local[0] = sk->__sk_common.skc_v6_rcv_saddr.in6_u.u6_addr32[0];
        ends->local[1] = sk->__sk_common.skc_v6_rcv_saddr.in6_u.u6_addr32[1];
        ends->local[2] = sk->__sk_common.skc_v6_rcv_saddr.in6_u.u6_addr32[2];
        ends->local[3] = sk->__sk_common.skc_v6_rcv_saddr.in6_u.u6_addr32[3];
        ends->remote[0] = sk->__sk_common.skc_v6_daddr.in6_u.u6_addr32[0];
        ends->remote[1] = sk->__sk_common.skc_v6_daddr.in6_u.u6_addr32[1];
        ends->remote[2] = sk->__sk_common.skc_v6_daddr.in6_u.u6_addr32[2];
        ends->remote[3] = sk->__sk_common.skc_v6_daddr.in6_u.u6_addr32[3];
    } else {
        ends->local[0] = ends->local[1] = ends->remote[0] = ends->remote[1] = 0;
        ends->local[2] = ends->remote[2] = to_network32(0xffff);
        ends->local[3] = sk->__sk_common.skc_rcv_saddr;
        ends->remote[3] = sk->__sk_common.skc_daddr;
    }
}

/* The rest of struct endpoints. */
INLINE void read_details(struct sock *sk, struct endpoints *ends)
{
    ends->protocol = sk->sk_protocol;
    ends->state = sk->__sk_common.skc_state;
    ends->namespace = sk->__sk_common.skc_net.net->ns.inum;
    ends->ipv6_only = 0;
    ends->kind = 0;
    __builtin_memset(ends->unused, 0, sizeof(ends->unused));
    if (ends->family == AF_INET6) {
        u64 byte = *((const u8 *)sk + bits_offset(sk->__sk_common.skc_ipv6only));

        ends->ipv6_only = byte << bits_left(sk->__sk_common.skc_ipv6only) >> bits_right(sk->__sk_common.skc_ipv6only);
    }
}

/* The name of a file is in the directory entry itself unless it is long; only then it can be read without a helper. */
INLINE void read_executable(struct task_struct *task, char *name)
{
    struct mm_struct *mm = task->mm;
    struct file *file;
    struct dentry *dentry;
    u64 *words = (u64 *)name;
    const u64 *text;

    words[0] = words[1] = words[2] = words[3] = 0;
    if (!mm)
        return;
    file = mm->exe_file;
    if (!file)
        return;
    dentry = file->f_path.dentry;
    if (!dentry || dentry->d_name.len >= 32)
        return;
    text = member_exists(dentry->d_iname)
        ? (const u64 *)&dentry->d_iname
        : (const u64 *)&((struct dentry___shortname *)dentry)->d_shortname;
    words[0] = text[0];
    words[1] = text[1];
    words[2] = text[2];
    words[3] = text[3];
}

INLINE void read_owner(struct task_struct *task, struct owner *owner)
{
    struct task_struct *leader = task->group_leader;
    const u64 *name = (const u64 *)&leader->comm;

    owner->pid = task->tgid;
    owner->parent = leader->real_parent->tgid;
    owner->user = task->cred->euid.val;
    owner->flags = task->flags;
    owner->cgroup = task->cgroups->dfl_cgrp->kn->id;
    owner->started = leader->start_boottime;
    ((u64 *)owner->name)[0] = name[0];
    ((u64 *)owner->name)[1] = name[1];
    read_executable(task, owner->executable);
}

#endif
