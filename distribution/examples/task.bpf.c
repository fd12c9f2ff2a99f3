/* Objects of the kernel's: read where they are, held by references that are given back. */
#include "example.h"
#include "kernel.h"
#include "rcu.h"

SEC("tc") __success __retval(1)
__description("the task that runs can be read as it is; here it is number 1")
int number_of_the_task(struct __sk_buff *skb)
{
	return bpf_get_current_task_btf()->pid;
}

SEC("tc") __success __retval(7)
__description("a reference keeps a task until it is given back")
int another_task(struct __sk_buff *skb)
{
	struct task_struct *task = bpf_task_from_pid(7);
	int pid;

	if (!task)
		return -ENOENT;
	pid = task->pid;
	bpf_task_release(task);
	return pid;
}

SEC("tc") __success __retval(0)
__description("there is no such task, and nothing to give back")
int no_task(struct __sk_buff *skb)
{
	struct task_struct *task = bpf_task_from_pid(-1);

	if (task) {
		bpf_task_release(task);
		return 1;
	}
	return 0;
}

SEC("tc") __success __retval(1)
__description("RCU keeps a task's parent as long as the program cannot sleep: a reference can be taken")
int parent(struct __sk_buff *skb)
{
	struct task_struct *task = bpf_task_from_pid(7), *parent;
	int pid = 0;

	if (!task)
		return -ENOENT;
	parent = bpf_task_acquire(task->real_parent);
	bpf_task_release(task);
	if (!parent)
		return -ENOENT;
	pid = parent->pid;
	bpf_task_release(parent);
	return pid;
}

SEC("tc") __success __retval(0)
__description("nobody vouches for whom a task woke last: it can be read all the same, and gives 0 where nothing is")
int woken_last(struct __sk_buff *skb)
{
	return bpf_get_current_task_btf()->last_wakee->pid;
}

SEC("tc") __success __retval(5)
__description("from a task to its cgroup, and to another one by its number")
int cgroups(struct __sk_buff *skb)
{
	struct cgroup *root, *other, *above;
	__u64 id = 0;

	root = bpf_cgroup_acquire(bpf_get_current_task_btf()->cgroups->dfl_cgrp);
	if (!root)
		return -ENOENT;
	other = bpf_cgroup_from_id(5);
	if (other) {
		above = bpf_cgroup_ancestor(other, root->level);
		if (above) {
			id = other->kn->id;
			bpf_cgroup_release(above);
		}
		bpf_cgroup_release(other);
	}
	bpf_cgroup_release(root);
	return id;
}

SEC("syscall") __success __retval(203)
__description("a set of CPUs of the program's own, read by functions for any set")
int cpus(void *ctx)
{
	struct bpf_cpumask *mask = bpf_cpumask_create();
	int first, many;

	if (!mask)
		return -ENOMEM;
	bpf_cpumask_set_cpu(3, mask);
	bpf_cpumask_set_cpu(9, mask);
	first = bpf_cpumask_first(&mask->cpumask);
	many = bpf_cpumask_weight(&mask->cpumask);
	bpf_cpumask_release(mask);
	return many * 100 + first;
}

SEC("tp_btf/task_newtask") __success
__description("the context is the tracepoint's arguments: a task that lives, and a number")
int new_task(__u64 *ctx)
{
	struct task_struct *task = (void *)ctx[0], *held;

	if (task->flags == ctx[1])
		return 0;
	held = bpf_task_acquire(task);
	if (held)
		bpf_task_release(held);
	return 0;
}

SEC("syscall") __success __retval(1)
__description("tasks one after another, as long as the read section lasts")
int each_task(void *ctx)
{
	struct bpf_iter_task it;
	struct task_struct *task;
	int sum = 0;

	bpf_rcu_read_lock();
	bpf_iter_task_new(&it, (void *)0, 0);
	while ((task = bpf_iter_task_next(&it)))
		sum += task->pid;
	bpf_iter_task_destroy(&it);
	bpf_rcu_read_unlock();
	return sum;
}

SEC("fexit/do_unlinkat") __success
__description("the arguments, and behind them what the function returned")
int unlinked(__u64 *ctx)
{
	struct file *name = (void *)ctx[1];

	__u64 returned = ctx[2];
	int flags = name->f_flags;

	opaque(returned);
	opaque(flags);
	return 0;
}

LICENSE("GPL");
