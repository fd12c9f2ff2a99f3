/* Resilient locks: several at once, and an error where that would be a deadlock. */
#include "example.h"

struct account {
	struct bpf_res_spin_lock lock;
	__s64 balance;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct account);
} accounts SEC(".maps");

struct job {
	__u64 number;
	struct bpf_list_node node;
};

private(left) struct bpf_res_spin_lock left;
private(left) __u64 left_visits;
private(right) struct bpf_res_spin_lock right;
private(right) __u64 right_visits;
private(jobs) struct bpf_res_spin_lock jobs_lock;
private(jobs) struct bpf_list_head jobs __contains(job, node);
private(plain) struct bpf_spin_lock plain;

static __noinline int transfer(__u32 from, __u32 to, __s64 amount)
{
	struct account *payer = bpf_map_lookup_elem(&accounts, &from);
	struct account *payee = bpf_map_lookup_elem(&accounts, &to);
	int error;

	if (!payer || !payee)
		return -ENOENT;
	error = bpf_res_spin_lock(&payer->lock);
	if (error)
		return error;
	error = bpf_res_spin_lock(&payee->lock);
	if (!error) {
		payer->balance -= amount;
		payee->balance += amount;
		bpf_res_spin_unlock(&payee->lock);
	}
	bpf_res_spin_unlock(&payer->lock);
	return error;
}

SEC("tc") __success __retval(0) __description("two accounts locked at once")
int transfers(struct __sk_buff *skb)
{
	return transfer(1, 2, 30);
}

SEC("tc") __success __retval(-35) __description("from an account to itself: the second lock fails")
int transfer_to_oneself(struct __sk_buff *skb)
{
	return transfer(3, 3, 30);
}

/* These two run against each other: one of them may be told that it would wait for ever. */
SEC("tc") __success __retval(0) __description("left, then right")
int left_then_right(struct __sk_buff *skb)
{
	int error = bpf_res_spin_lock(&left);

	if (error)
		return error;
	left_visits++;
	error = bpf_res_spin_lock(&right);
	if (!error) {
		right_visits++;
		bpf_res_spin_unlock(&right);
	}
	bpf_res_spin_unlock(&left);
	return error;
}

SEC("tc") __success __retval(0) __description("right, then left")
int right_then_left(struct __sk_buff *skb)
{
	int error = bpf_res_spin_lock(&right);

	if (error)
		return error;
	right_visits++;
	error = bpf_res_spin_lock(&left);
	if (!error) {
		left_visits++;
		bpf_res_spin_unlock(&left);
	}
	bpf_res_spin_unlock(&right);
	return error;
}

SEC("tc") __success __retval(1) __description("a list that a resilient lock guards")
int list_under_resilient_lock(struct __sk_buff *skb)
{
	struct job *job = bpf_obj_new(struct job);
	struct bpf_list_node *node;
	int number;

	if (!job)
		return -1;
	job->number = 1;
	if (bpf_res_spin_lock(&jobs_lock)) {
		bpf_obj_drop(job);
		return -1;
	}
	bpf_list_push_front(&jobs, &job->node);
	node = bpf_list_pop_front(&jobs);
	bpf_res_spin_unlock(&jobs_lock);
	if (!node)
		return -1;
	job = container_of(node, struct job, node);
	number = job->number;
	bpf_obj_drop(job);
	return number;
}

SEC("tc") __success __retval(2) __description("interrupts off while it is held, nested")
int saves_interrupts(struct __sk_buff *skb)
{
	unsigned long outer, inner;
	int taken = 0;

	if (bpf_res_spin_lock_irqsave(&left, &outer))
		return -1;
	taken++;
	if (!bpf_res_spin_lock_irqsave(&right, &inner)) {
		taken++;
		bpf_res_spin_unlock_irqrestore(&right, &inner);
	}
	bpf_res_spin_unlock_irqrestore(&left, &outer);
	return taken;
}

SEC("tc") __success __retval(1) __description("a resilient lock under a plain one")
int resilient_under_plain(struct __sk_buff *skb)
{
	int taken = 0;

	bpf_spin_lock(&plain);
	if (!bpf_res_spin_lock(&left)) {
		taken = 1;
		bpf_res_spin_unlock(&left);
	}
	bpf_spin_unlock(&plain);
	return taken;
}

SEC("tc") __success __retval(0) __description("a failed lock answers with an error number")
int answers_are_errors(struct __sk_buff *skb)
{
	int error = bpf_res_spin_lock(&left);

	if (!error)
		bpf_res_spin_unlock(&left);
	/* neither branch is there for the verifier */
	if (error > 0 || error < -4095)
		*(volatile int *)0 = 0;
	return error;
}

LICENSE("GPL");
