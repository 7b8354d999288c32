/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Tells who connects, listens, sends and receives, as it happens. Only what runs in the context of the process itself is
 * believed: SYN_SENT, LISTEN, the calls that send and receive, and closing. Tells also, whoever is running, which socket
 * of TCP and which process came to an end: after that its port may be somebody else's.
 */
#include "records.h"

const char terms[] SEC("license") = "Dual MIT/GPL";

/* What was not told. User space maps these two numbers and reads them whenever it likes. */
struct {
    u64 lost;           /* the ring was full */
    u64 forgotten;      /* a connection left SYN_SENT, but who started it was no longer known */
} counts;

struct {
    NUMBER(type, MAP_TYPE_RINGBUF);
    NUMBER(max_entries, 2 * 1024 * 1024);
} events SEC(".maps");

/* Who put a socket into SYN_SENT, until it leaves that state; the port is only chosen after. */
struct {
    NUMBER(type, MAP_TYPE_LRU_HASH);
    NUMBER(max_entries, 8192);
    TYPE(key, u64);
    TYPE(value, struct owner);
} connecting SEC(".maps");

struct seen_key {
    u64 cookie;
    u64 pid;
};

struct seen_value {
    u64 local[2];
    u64 remote[2];
    u64 ports;
};

/* What was told of a socket and a process, so that it is told once and not with every packet. */
struct {
    NUMBER(type, MAP_TYPE_LRU_HASH);
    NUMBER(max_entries, 16384);
    TYPE(key, struct seen_key);
    TYPE(value, struct seen_value);
} seen SEC(".maps");

INLINE int is_internet(struct sock *sk)
{
    u16 family = sk->__sk_common.skc_family;

    return family == AF_INET || family == AF_INET6;
}

INLINE struct event *reserve(void)
{
    struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

    if (!event)
        __sync_fetch_and_add(&counts.lost, 1);
    return event;
}

INLINE void submit(struct event *event, u64 cookie, u8 kind)
{
    event->ends.kind = kind;
    event->at = bpf_ktime_get_boot_ns();
    event->cookie = cookie;
    /* User space looks on its own beat; waking it for each event costs more than the event. */
    bpf_ringbuf_submit(event, BPF_RB_NO_WAKEUP);
}

INLINE void describe(u64 cookie, u32 pid, const struct endpoints *ends, struct seen_key *key, struct seen_value *value)
{
    key->cookie = cookie;
    key->pid = pid;
    value->local[0] = (u64)ends->local[0] << 32 | ends->local[1];
    value->local[1] = (u64)ends->local[2] << 32 | ends->local[3];
    value->remote[0] = (u64)ends->remote[0] << 32 | ends->remote[1];
    value->remote[1] = (u64)ends->remote[2] << 32 | ends->remote[3];
    value->ports = (u64)ends->local_port << 16 | ends->remote_port;
}

/* The socket's owner is the running process: tell it, unless it was told. state is the new one, or 0 for the socket's. */
INLINE int tell_current(struct sock *sk, u8 kind, u8 state)
{
    struct endpoints ends;
    struct seen_key key;
    struct seen_value now, *before;
    struct event *event;

    if (!is_internet(sk))
        return 0;
    read_addresses(sk, &ends);
    if (ends.local_port == 0)
        return 0;
    if (kind == EVENT_USED && ends.remote_port == 0 && sk->sk_protocol == IPPROTO_TCP)
        return 0; /* a call that can only have failed */
    describe(bpf_get_socket_cookie(sk), bpf_get_current_pid_tgid() >> 32, &ends, &key, &now);
    before = bpf_map_lookup_elem(&seen, &key);
    if (before && before->ports == now.ports && before->remote[1] == now.remote[1] && before->remote[0] == now.remote[0]
        && before->local[1] == now.local[1] && before->local[0] == now.local[0])
        return 0;
    event = reserve();
    if (!event)
        return 0; /* not noted as told: the next use is another chance */
    bpf_map_update_elem(&seen, &key, &now, 0);
    read_details(sk, &ends);
    if (state)
        ends.state = state;
    event->ends = ends;
    read_owner(bpf_get_current_task_btf(), &event->owner);
    submit(event, key.cookie, kind);
    return 0;
}

/* The ends of a socket that another state than the first is left for; its owner may not be the running process. */
INLINE void read_ends(struct sock *sk, struct endpoints *ends, u8 state)
{
    read_addresses(sk, ends);
    read_details(sk, ends);
    ends->state = state;
    if (ends->local_port == 0) {
        /* What is closed has given its port back by now; its own copy of the number is still there. */
        struct tcp_sock *tcp = bpf_skc_to_tcp_sock(sk);

        if (tcp)
            ends->local_port = to_host16(tcp->inet_conn.icsk_inet.inet_sport);
    }
}

/* A socket of TCP has ended. */
INLINE int tell_closed(struct sock *sk)
{
    struct event *event;

    if (!is_internet(sk))
        return 0;
    event = reserve();
    if (!event)
        return 0;
    __builtin_memset(&event->owner, 0, sizeof(event->owner));
    read_ends(sk, &event->ends, TCP_CLOSE);
    submit(event, bpf_get_socket_cookie(sk), EVENT_CLOSED);
    return 0;
}

/* This may run in the context of anybody, or of the network's interrupt: who connects was noted before. */
INLINE int tell_connected(struct sock *sk, u8 state)
{
    u64 address = (u64)sk;
    struct owner *owner = bpf_map_lookup_elem(&connecting, &address);
    struct seen_key key;
    struct seen_value now;
    struct event *event;

    if (!owner) {
        __sync_fetch_and_add(&counts.forgotten, 1);
        return state == TCP_CLOSE ? tell_closed(sk) : 0;
    }
    event = reserve();
    if (event) {
        event->owner = *owner;
        read_ends(sk, &event->ends, state);
        describe(bpf_get_socket_cookie(sk), owner->pid, &event->ends, &key, &now);
        if (state == TCP_ESTABLISHED)
            bpf_map_update_elem(&seen, &key, &now, 0);
        submit(event, key.cookie, EVENT_CONNECTED);
    }
    bpf_map_delete_elem(&connecting, &address);
    return 0;
}

SEC("tp_btf/inet_sock_set_state")
int set_state(u64 *context)
{
    struct sock *sk = (struct sock *)context[0];
    int before = (int)context[1];
    int after = (int)context[2];

    if (sk->sk_protocol != IPPROTO_TCP)
        return 0;
    if (after == TCP_SYN_SENT) {
        struct owner owner;
        u64 key = (u64)sk;

        read_owner(bpf_get_current_task_btf(), &owner);
        bpf_map_update_elem(&connecting, &key, &owner, 0);
        return 0;
    }
    if (before == TCP_SYN_SENT)
        return tell_connected(sk, after);
    if (after == TCP_CLOSE)
        return before == TCP_CLOSE ? 0 : tell_closed(sk);
    if (after == TCP_LISTEN || after == TCP_FIN_WAIT1 || after == TCP_LAST_ACK)
        return tell_current(sk, after == TCP_LISTEN ? EVENT_LISTENING : EVENT_CLOSING, after);
    return 0;
}

/*
 * The loader attaches this one to sock_recv_length too, and, where a kernel (before 6.3) has neither, to the functions
 * that send and receive (fentry): of all of them the first argument is the socket.
 */
SEC("tp_btf/sock_send_length")
int used(u64 *context)
{
    return tell_current((struct sock *)context[0], EVENT_USED, 0);
}

/* The last thread of a process ends: from here on it sends nothing, and its sockets are closed next. */
SEC("tp_btf/sched_process_exit")
int exited(u64 *context)
{
    struct task_struct *task = (struct task_struct *)context[0];
    struct event *event;

    if ((task->flags & PF_KTHREAD) || task->signal->live.counter != 0)
        return 0;
    event = reserve();
    if (!event)
        return 0;
    __builtin_memset(event, 0, sizeof(*event));
    event->owner.pid = task->tgid;
    event->owner.started = task->group_leader->start_boottime;
    submit(event, 0, EVENT_EXITED);
    return 0;
}
