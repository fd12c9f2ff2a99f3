/* RCU read sections: what is read in one does not go away before it ends. */
#include "example.h"
#include "callback.h"
#include "iterator.h"
#include "kernel.h"
#include "rcu.h"

static __noinline void enter(void)
{
	bpf_rcu_read_lock();
}

static __noinline void leave(void)
{
	bpf_rcu_read_unlock();
}

SEC("syscall") __success __retval(0) __description("a section, in a program that may sleep")
int section(void *ctx)
{
	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
	return 0;
}

SEC("tc") __success __retval(0) __description("one section after the other, in a program that cannot sleep")
int two_sections(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
	return 0;
}

SEC("syscall") __success __retval(1) __description("static functions enter and leave for their caller")
int in_functions(void *ctx)
{
	enter();
	leave();
	return 1;
}

__noinline int increment(int i)
{
	return i + 1;
}

SEC("syscall") __success __retval(2) __description("a global function that does not sleep is called within")
int global_call(void *ctx)
{
	int result;

	bpf_rcu_read_lock();
	result = increment(1);
	bpf_rcu_read_unlock();
	return result;
}

static int in_callback(__u32 i, void *nothing)
{
	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
	return 0;
}

SEC("syscall") __success __retval(5) __description("each round of a loop has a section of its own")
int section_each_round(void *ctx)
{
	return bpf_loop(5, in_callback, NULL, 0);
}

SEC("syscall") __success __retval(10) __description("an iteration within a section")
int iteration(void *ctx)
{
	struct bpf_iter_num it;
	int *element, sum = 0;

	bpf_rcu_read_lock();
	bpf_iter_num_new(&it, 0, 5);
	while ((element = bpf_iter_num_next(&it)))
		sum += *element;
	bpf_iter_num_destroy(&it);
	bpf_rcu_read_unlock();
	return sum;
}

SEC("syscall") __success __retval(1) __description("there are tasks, seen in a section")
int some_tasks(void *ctx)
{
	struct bpf_iter_task it;
	int found = 0;

	bpf_rcu_read_lock();
	bpf_iter_task_new(&it, NULL, 0);
	if (bpf_iter_task_next(&it))
		found = 1;
	bpf_iter_task_destroy(&it);
	bpf_rcu_read_unlock();
	return found;
}

LICENSE("GPL");
