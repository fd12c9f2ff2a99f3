/* Mistakes with objects of the kernel's. */
#include "example.h"
#include "kernel.h"

SEC("tc") __failure __rule("reference.leak")
__msg("Unreleased reference id=2 alloc_insn=1")
__msg("BPF_EXIT instruction in main prog would lead to reference leak")
int keeps_a_task(struct __sk_buff *skb)
{
	struct task_struct *task = bpf_task_from_pid(7);

	return task ? 1 : 0;
}

SEC("tc") __failure __rule("host.release-not-owned")
__msg("release kernel function bpf_task_release expects refcounted PTR_TO_BTF_ID")
int gives_away_what_runs(struct __sk_buff *skb)
{
	bpf_task_release(bpf_get_current_task_btf());
	return 0;
}

SEC("tc") __failure __rule("call.nullable-argument")
__msg("Possibly NULL pointer passed to trusted arg0")
int releases_unseen(struct __sk_buff *skb)
{
	bpf_task_release(bpf_task_from_pid(7));
	return 0;
}

SEC("tc") __failure __rule("memory.not-a-pointer")
__msg("R6 invalid mem access 'scalar'")
int reads_what_was_released(struct __sk_buff *skb)
{
	struct task_struct *task = bpf_task_from_pid(7);

	if (!task)
		return 0;
	bpf_task_release(task);
	return task->pid;
}

SEC("tc") __failure __rule("reference.not-rcu-argument")
__msg("R1 must be a rcu pointer")
int holds_whom_it_woke(struct __sk_buff *skb)
{
	struct task_struct *task = bpf_task_acquire(bpf_get_current_task_btf()->last_wakee);

	if (task)
		bpf_task_release(task);
	return 0;
}

SEC("syscall") __failure __rule("reference.not-rcu-argument")
__msg("R1 must be a rcu pointer")
int holds_the_parent_asleep(void *ctx)
{
	struct task_struct *task = bpf_task_acquire(bpf_get_current_task_btf()->real_parent);

	if (task)
		bpf_task_release(task);
	return 0;
}

SEC("tc") __failure __rule("host.argument-type")
__msg("kernel function bpf_task_acquire args#0 expected pointer to STRUCT task_struct but R1 has a pointer to STRUCT css_set")
int holds_something_else(struct __sk_buff *skb)
{
	struct task_struct *task = bpf_task_acquire((void *)bpf_get_current_task_btf()->cgroups);

	if (task)
		bpf_task_release(task);
	return 0;
}

SEC("tc") __failure __rule("host.argument-no-object")
__msg("arg#0 pointer type STRUCT task_struct must point to scalar, or struct with scalar")
int holds_the_stack(struct __sk_buff *skb)
{
	__u64 words[2] = {};
	struct task_struct *task;

	opaque(words[0]);
	task = bpf_task_acquire((void *)words);
	if (task)
		bpf_task_release(task);
	return 0;
}

SEC("tc") __failure __rule("reference.release-at-offset")
__msg("R1 must have zero offset when passed to release func or trusted arg to kfunc")
int releases_a_part(struct __sk_buff *skb)
{
	struct task_struct *task = bpf_task_from_pid(7);

	if (task)
		bpf_task_release((void *)task + 8);
	return 0;
}

SEC("tc") __failure __rule("memory.kernel-read-only")
__msg("only read is supported")
int renames_a_task(struct __sk_buff *skb)
{
	bpf_get_current_task_btf()->pid = 2;
	return 0;
}

SEC("tp_btf/task_newtask") __failure __rule("context.argument")
__msg("func 'task_newtask' doesn't have 3-th argument")
__msg("invalid bpf_context access off=16 size=8")
int third_argument(__u64 *ctx)
{
	__u64 third = ctx[2];

	opaque(third);
	return 0;
}

SEC("fentry/do_unlinkat") __failure __rule("reference.not-rcu-argument")
__msg("R1 must be a rcu pointer")
int nobody_vouches(__u64 *ctx)
{
	struct task_struct *task = bpf_task_acquire((void *)ctx[1]);

	if (task)
		bpf_task_release(task);
	return 0;
}

SEC("tp_btf/sched_pi_setprio") __failure __rule("memory.nullable-pointer")
__msg("R1 invalid mem access 'trusted_ptr_or_null_'")
int nobody_to_boost(__u64 *ctx)
{
	struct task_struct *task = (void *)ctx[1];
	int pid = task->pid;

	opaque(pid);
	return 0;
}

struct watched {
	struct task_struct __kptr *task;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct watched);
} watched SEC(".maps");

SEC("tc") __failure __rule("kptr.maybe-null")
__msg("Possibly NULL pointer passed to helper arg2")
int keeps_one_unseen(struct __sk_buff *skb)
{
	struct watched *value;
	struct task_struct *task;
	__u32 key = 0;

	value = bpf_map_lookup_elem(&watched, &key);
	if (!value)
		return 0;
	task = bpf_kptr_xchg(&value->task, bpf_task_from_pid(7));
	if (task)
		bpf_task_release(task);
	return 0;
}

SEC("tc") __failure __rule("kptr.not-referenced")
__msg("R2 must be referenced when passed to release function")
int keeps_what_it_does_not_hold(struct __sk_buff *skb)
{
	struct watched *value;
	struct task_struct *task;
	__u32 key = 0;

	value = bpf_map_lookup_elem(&watched, &key);
	if (!value)
		return 0;
	task = bpf_kptr_xchg(&value->task, bpf_get_current_task_btf());
	if (task)
		bpf_task_release(task);
	return 0;
}

LICENSE("GPL");
