/* Rules of exceptions: one program, one rule. */
#include "example.h"

struct thing {
	__u64 value;
};

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} programs SEC(".maps");

private(a) struct bpf_spin_lock lock;

__noinline int callback(__u64 cookie)
{
	return cookie;
}

__noinline int another_callback(__u64 cookie)
{
	return 0;
}

__noinline int callback_of_two(__u64 cookie, __u64 more)
{
	return 0;
}

__noinline int callback_that_throws(__u64 cookie)
{
	bpf_throw(cookie);
	return 0;
}

__noinline int callback_that_leaks(__u64 cookie)
{
	return bpf_obj_new(struct thing) != 0;
}

static __noinline int thrower(int x)
{
	if (x)
		bpf_throw(0);
	return 1;
}

__noinline int global_thrower(int x)
{
	return thrower(x);
}

__noinline int throws_anything(__u64 x)
{
	bpf_throw(x);
	return 0;
}

SEC("tc") __failure __msg("bpf_throw would lead to reference leak") __rule("reference.leak")
int with_an_object(struct __sk_buff *skb)
{
	struct thing *thing = bpf_obj_new(struct thing);

	if (!thing)
		return 0;
	bpf_throw(0);
	return 0;
}

SEC("tc") __failure __msg("bpf_throw would lead to reference leak") __rule("reference.leak")
__description("the object belongs to the caller")
int with_the_callers_object(struct __sk_buff *skb)
{
	struct thing *thing = bpf_obj_new(struct thing);

	if (!thing)
		return 0;
	thrower(skb->len);
	bpf_obj_drop(thing);
	return 0;
}

/* 6.18 accepts this one: it does not know that the global function may not come back */
SEC("tc") __failure __msg("bpf_throw would lead to reference leak") __rule("reference.leak")
__description("the function that throws was verified without its caller")
int with_the_callers_object_unseen(struct __sk_buff *skb)
{
	struct thing *thing = bpf_obj_new(struct thing);

	if (!thing)
		return 0;
	global_thrower(skb->len);
	bpf_obj_drop(thing);
	return 0;
}

SEC("tc") __failure __msg("function calls are not allowed while holding a lock")
__rule("lock.call-in-section")
int under_a_lock(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock);
	bpf_throw(0);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("tc") __failure __msg("bpf_throw cannot be used inside bpf_preempt_disable-ed region")
__rule("interrupt.preemption-held")
int with_preemption_off(struct __sk_buff *skb)
{
	bpf_preempt_disable();
	thrower(skb->len);
	bpf_preempt_enable();
	return 0;
}

SEC("tc") __failure __msg("bpf_throw cannot be used inside bpf_local_irq_save-ed region")
__rule("interrupt.irq-held")
int with_interrupts_off(struct __sk_buff *skb)
{
	unsigned long flags;

	bpf_local_irq_save(&flags);
	bpf_throw(0);
	bpf_local_irq_restore(&flags);
	return 0;
}

SEC("cgroup_skb/ingress") __failure
__msg("At program exit the register R1 has smin=7 smax=7 should have been in [0, 1]")
__rule("exception.cookie-range")
int not_an_answer(struct __sk_buff *skb)
{
	bpf_throw(7);
	return 0;
}

/* 6.18 accepts this one, and lets anything out */
SEC("cgroup_skb/ingress") __failure
__msg("At program exit the register R1 has unknown scalar value should have been in [0, 1]")
__rule("exception.cookie-range")
int not_an_answer_unseen(struct __sk_buff *skb)
{
	return throws_anything(skb->len) & 1;
}

SEC("cgroup_skb/ingress") __failure
__msg("At program exit the register R0 has unknown scalar value should have been in [0, 1]")
__rule("program.return-range") __description("what the callback returns is the program's answer")
__exception_cb(callback)
int callback_out_of_range(struct __sk_buff *skb)
{
	return 0;
}

SEC("tc") __failure __msg("BPF_EXIT instruction in main prog would lead to reference leak")
__rule("reference.leak")
__exception_cb(callback_that_leaks)
int callback_leaks(struct __sk_buff *skb)
{
	bpf_throw(0);
	return 0;
}

SEC("tc") __failure
__msg("bpf_throw kfunc (insn 4) cannot be called from callback subprog 1")
__rule("exception.thrown-in-callback")
__exception_cb(callback_that_throws)
int callback_throws(struct __sk_buff *skb)
{
	bpf_throw(1);
	return 0;
}

SEC("tc") __failure __msg("multiple exception callback tags for main subprog")
__rule("exception.several-callbacks")
__exception_cb(callback) __exception_cb(another_callback)
int two_callbacks(struct __sk_buff *skb)
{
	bpf_throw(0);
	return 0;
}

SEC("tc") __failure __msg("exception cb only supports single integer argument")
__rule("exception.callback-parameters")
__exception_cb(callback_of_two)
int callback_with_two_parameters(struct __sk_buff *skb)
{
	bpf_throw(0);
	return 0;
}

SEC("tc") __failure __msg("cannot call exception cb directly")
__rule("exception.callback-called")
__exception_cb(callback)
int callback_called(struct __sk_buff *skb)
{
	if (skb->len)
		bpf_throw(0);
	return callback(3);
}

LICENSE("GPL");
