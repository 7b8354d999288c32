/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Lists the internet sockets that processes have open now: one pass of the kernel over its tasks and their files, read
 * through a file descriptor.
 */
#include "records.h"

const char terms[] SEC("license") = "Dual MIT/GPL";

SEC("iter/task_file")
int sockets(struct bpf_iter__task_file *context)
{
    struct task_struct *task = context->task;
    struct file *file = context->file;
    struct socket_record record;
    struct socket *socket;
    struct sock *sk;
    u16 family;

    if (!task || !file)
        return 0;
    socket = bpf_sock_from_file(file);
    if (!socket)
        return 0;
    sk = socket->sk;
    if (!sk)
        return 0;
    family = sk->__sk_common.skc_family;
    if (family != AF_INET && family != AF_INET6)
        return 0;
    record.pid = task->tgid;
    record.unused = 0;
    record.started = task->group_leader->start_boottime;
    record.cookie = bpf_get_socket_cookie(sk);
    read_addresses(sk, &record.ends);
    read_details(sk, &record.ends);
    bpf_seq_write(context->meta->seq, &record, sizeof(record));
    return 0;
}
