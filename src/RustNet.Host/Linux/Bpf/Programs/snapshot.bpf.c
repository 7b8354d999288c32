/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Lists what is there now: the internet sockets of all processes, and all processes. Each is one pass of the kernel over
 * its tasks, read through a file descriptor.
 */
#include "records.h"

const char terms[] SEC("license") = "Dual MIT/GPL";

/* The record being written; too large for the stack. One pass at a time writes here. */
struct {
    NUMBER(type, MAP_TYPE_PERCPU_ARRAY);
    NUMBER(max_entries, 1);
    TYPE(key, u32);
    TYPE(value, struct task_record);
} scratch SEC(".maps");

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
    record.descriptor = context->fd;
    record.started = task->group_leader->start_boottime;
    record.inode = file->f_inode->i_ino;
    record.cookie = bpf_get_socket_cookie(sk);
    record.user = sk->sk_uid.val;
    record.unused = 0;
    read_addresses(sk, &record.ends);
    read_details(sk, &record.ends);
    bpf_seq_write(context->meta->seq, &record, sizeof(record));
    return 0;
}

SEC("iter/task")
int tasks(struct bpf_iter__task *context)
{
    struct task_struct *task = context->task;
    struct task_record *record;
    u32 zero = 0;
    long size = 0;

    /* Processes, not their other threads. */
    if (!task || task->pid != task->tgid)
        return 0;
    record = bpf_map_lookup_elem(&scratch, &zero);
    if (!record)
        return 0;
    read_owner(task, &record->owner);
    /* A task that is ending gives its executable up any moment. */
    if (!(task->flags & PF_EXITING)) {
        struct mm_struct *mm = task->mm;

        if (mm) {
            struct file *file = mm->exe_file;

            if (file)
                size = bpf_d_path(&file->f_path, record->path, PATH_SIZE);
        }
    }
    record->path_length = size > 1 && size <= PATH_SIZE ? size - 1 : 0;
    record->unused = 0;
    bpf_seq_write(context->meta->seq, record, sizeof(*record) - PATH_SIZE + (record->path_length & (PATH_SIZE - 1)));
    return 0;
}
