/* Rules of RCU read sections: one program, one rule. */
#include "example.h"
#include "callback.h"
#include "kernel.h"
#include "kptr.h"
#include "rcu.h"

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} programs SEC(".maps");

struct flow {
	__u64 packets;
};

struct guarded {
	struct bpf_spin_lock lock;
	struct flow __kptr *flow;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct guarded);
} guarded SEC(".maps");

private(lock) struct bpf_spin_lock lock;
private(lock) __u64 total;

SEC("syscall") __failure __rule("rcu.nested")
__msg("nested rcu read lock (kernel function bpf_rcu_read_lock)")
int nested(void *ctx)
{
	bpf_rcu_read_lock();
	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
	bpf_rcu_read_unlock();
	return 0;
}

SEC("syscall") __failure __rule("rcu.unmatched")
__msg("unmatched rcu read unlock (kernel function bpf_rcu_read_unlock)")
int never_entered(void *ctx)
{
	bpf_rcu_read_unlock();
	return 0;
}

SEC("syscall") __failure __rule("rcu.unmatched")
__msg("unmatched rcu read unlock (kernel function bpf_rcu_read_unlock)")
int left_twice(void *ctx)
{
	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
	bpf_rcu_read_unlock();
	return 0;
}

SEC("syscall") __failure __rule("rcu.held")
__msg("BPF_EXIT instruction in main prog cannot be used inside bpf_rcu_read_lock-ed region")
int never_left(void *ctx)
{
	bpf_rcu_read_lock();
	return 0;
}

SEC("syscall") __failure __rule("rcu.held")
__msg("BPF_EXIT instruction in main prog cannot be used inside bpf_rcu_read_lock-ed region")
int left_on_one_path(void *ctx)
{
	bpf_rcu_read_lock();
	if (bpf_get_prandom_u32() & 1)
		bpf_rcu_read_unlock();
	return 0;
}

SEC("tc") __failure __rule("rcu.held")
__msg("tail_call cannot be used inside bpf_rcu_read_lock-ed region")
int tail_call_within(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	bpf_tail_call(skb, &programs, 0);
	bpf_rcu_read_unlock();
	return 0;
}

static __noinline int tail(struct __sk_buff *skb)
{
	bpf_tail_call(skb, &programs, 0);
	return 0;
}

SEC("tc") __failure __rule("rcu.held")
__msg("tail_call cannot be used inside bpf_rcu_read_lock-ed region")
int tail_call_in_function(struct __sk_buff *skb)
{
	int result;

	bpf_rcu_read_lock();
	result = tail(skb);
	bpf_rcu_read_unlock();
	return result;
}

static int enter(__u32 i, void *nothing)
{
	bpf_rcu_read_lock();
	return 0;
}

SEC("syscall") __failure __rule("rcu.held")
__msg("BPF_EXIT instruction in main prog cannot be used inside bpf_rcu_read_lock-ed region")
int entered_each_round(void *ctx)
{
	bpf_loop(5, enter, NULL, 0);
	return 0;
}

__noinline int enter_for_caller(int i)
{
	bpf_rcu_read_lock();
	return i;
}

SEC("syscall") __failure __rule("rcu.held")
__msg("BPF_EXIT instruction in main prog cannot be used inside bpf_rcu_read_lock-ed region")
int entered_in_global_function(void *ctx)
{
	int result = enter_for_caller(1);

	return result;
}

SEC("syscall") __failure __rule("lock.call-in-section")
__msg("function calls are not allowed while holding a lock")
int section_under_lock(void *ctx)
{
	bpf_spin_lock(&lock);
	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("syscall") __failure __rule("call.sleeps-in-region")
__msg("sleepable helper bpf_copy_from_user#148 in rcu_read_lock region")
int sleeps_within(void *ctx)
{
	__u64 word;

	bpf_rcu_read_lock();
	bpf_copy_from_user(&word, sizeof(word), NULL);
	bpf_rcu_read_unlock();
	return 0;
}

__noinline int sleeping(int i)
{
	__u64 word;

	bpf_copy_from_user(&word, sizeof(word), NULL);
	return i;
}

SEC("syscall") __failure __rule("call.global-function-might-sleep")
__msg("a non-sleepable BPF program context")
int sleeps_in_global_function(void *ctx)
{
	int result;

	bpf_rcu_read_lock();
	result = sleeping(1);
	bpf_rcu_read_unlock();
	return result;
}

static __always_inline struct guarded *filled(void)
{
	struct flow *flow = bpf_obj_new(typeof(*flow));
	struct guarded *value;
	__u32 key = 0;

	if (!flow)
		return NULL;
	value = bpf_map_lookup_elem(&guarded, &key);
	if (!value) {
		bpf_obj_drop(flow);
		return NULL;
	}
	flow->packets = 0;
	flow = bpf_kptr_xchg(&value->flow, flow);
	if (flow)
		bpf_obj_drop(flow);
	return value;
}

static __always_inline void empty(struct guarded *value)
{
	struct flow *flow = bpf_kptr_xchg(&value->flow, NULL);

	if (flow)
		bpf_obj_drop(flow);
}

SEC("syscall") __failure __rule("memory.kernel-read-only")
__msg("only read is supported")
int written_after_section(void *ctx)
{
	struct guarded *value = filled();
	struct flow *flow;

	if (!value)
		return 0;
	bpf_rcu_read_lock();
	flow = value->flow;
	bpf_rcu_read_unlock();
	empty(value);
	if (flow)
		flow->packets = 1;
	return 0;
}

/* 6.18 forgets that it was the lock which protected the flow: see holes.bpf.c */
SEC("syscall") __failure __rule("memory.kernel-read-only")
__msg("only read is supported")
int written_after_unlock(void *ctx)
{
	struct guarded *value = filled();
	struct flow *flow;

	if (!value)
		return 0;
	bpf_spin_lock(&value->lock);
	flow = value->flow;
	bpf_spin_unlock(&value->lock);
	empty(value);
	if (flow)
		flow->packets = 1;
	return 0;
}

SEC("syscall") __failure __rule("rcu.section-needed")
__msg("kernel func bpf_iter_task_new requires RCU critical section protection")
int tasks_outside(void *ctx)
{
	struct bpf_iter_task it;

	bpf_iter_task_new(&it, NULL, 0);
	bpf_iter_task_destroy(&it);
	return 0;
}

SEC("syscall") __failure __rule("iterator.section-ended")
__msg("expected an RCU CS when using bpf_iter_task_next")
int tasks_after_section(void *ctx)
{
	struct bpf_iter_task it;

	bpf_rcu_read_lock();
	bpf_iter_task_new(&it, NULL, 0);
	bpf_rcu_read_unlock();
	bpf_iter_task_next(&it);
	bpf_iter_task_destroy(&it);
	return 0;
}

/* the second section is not the one that it was made in */
SEC("syscall") __failure __rule("iterator.section-ended")
__msg("expected an RCU CS when using bpf_iter_task_next")
int tasks_in_another_section(void *ctx)
{
	struct bpf_iter_task it;

	bpf_rcu_read_lock();
	bpf_iter_task_new(&it, NULL, 0);
	bpf_rcu_read_unlock();
	bpf_rcu_read_lock();
	bpf_iter_task_next(&it);
	bpf_iter_task_destroy(&it);
	bpf_rcu_read_unlock();
	return 0;
}

SEC("syscall") __failure __rule("memory.outlived")
__msg("verifier bug: ref_obj_id for allocated object must be non-zero")
__description("nothing keeps it any more; 6.18 says so in a way of its own")
int read_after_section(void *ctx)
{
	struct guarded *value;
	struct flow *flow;
	__u32 key = 0;

	value = bpf_map_lookup_elem(&guarded, &key);
	if (!value)
		return 0;
	bpf_rcu_read_lock();
	flow = value->flow;
	bpf_rcu_read_unlock();
	return flow ? flow->packets : 0;
}

LICENSE("GPL");
