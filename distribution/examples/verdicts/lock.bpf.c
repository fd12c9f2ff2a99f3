/* Spin locks: what kernel 6.18 says. */
#include "example.h"

struct node {
	long key;
	struct bpf_list_node link;
};

struct value {
	struct bpf_spin_lock lock;
	int count;
	struct bpf_list_head head __contains(node, link);
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 2);
	__type(key, int);
	__type(value, struct value);
} values SEC(".maps");

private(a) struct bpf_spin_lock lock_a;
private(a) struct bpf_list_head head_a __contains(node, link);
private(b) struct bpf_spin_lock lock_b;
private(b) struct bpf_list_head head_b __contains(node, link);

static __noinline void lock_in_function(void)
{
	bpf_spin_lock(&lock_a);
}

static __noinline void unlock_in_function(void)
{
	bpf_spin_unlock(&lock_a);
}

__noinline int global_function(int x)
{
	return x + 1;
}

static __noinline int static_function(int x)
{
	opaque(x);
	return x + 1;
}

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, 4);
	__uint(value_size, 4);
} programs SEC(".maps");

SEC("tc") __success __retval(0)
int use_of_the_lists(struct __sk_buff *skb)
{
	struct node *n = bpf_obj_new(struct node);
	if (!n)
		return 0;
	bpf_spin_lock(&lock_b);
	bpf_list_push_back(&head_b, &n->link);
	bpf_spin_unlock(&lock_b);
	bpf_spin_lock(&lock_a);
	struct bpf_list_node *l = bpf_list_pop_back(&head_a);
	bpf_spin_unlock(&lock_a);
	if (l)
		bpf_obj_drop(container_of(l, struct node, link));
	return 0;
}

SEC("tc") __failure
__msg("BPF_EXIT instruction in main prog cannot be used inside bpf_spin_lock-ed region")
__rule("lock.held-at-exit")
int no_unlock(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("function calls are not allowed while holding a lock")
__rule("lock.call-in-section")
int two_locks(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock_a);
	bpf_spin_lock(&lock_b);
	bpf_spin_unlock(&lock_b);
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("bpf_spin_unlock without taking a lock") __rule("lock.not-held-at-unlock")
int unlock_only(struct __sk_buff *skb)
{
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("bpf_spin_unlock of different lock") __rule("lock.different-lock")
int unlock_different(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock_a);
	bpf_spin_unlock(&lock_b);
	return 0;
}

SEC("tc") __failure __msg("function calls are not allowed while holding a lock")
__rule("lock.call-in-section")
int helper_in_section(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock_a);
	bpf_get_prandom_u32();
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("function calls are not allowed while holding a lock")
__rule("lock.call-in-section")
int new_in_section(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock_a);
	struct node *n = bpf_obj_new(struct node);
	bpf_spin_unlock(&lock_a);
	if (n)
		bpf_obj_drop(n);
	return 0;
}

SEC("tc") __failure __msg("function calls are not allowed while holding a lock")
__rule("lock.call-in-section")
int drop_in_section(struct __sk_buff *skb)
{
	struct node *n = bpf_obj_new(struct node);
	if (!n)
		return 0;
	bpf_spin_lock(&lock_a);
	bpf_obj_drop(n);
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("function calls are not allowed while holding a lock")
__rule("lock.call-in-section")
int tail_call_in_section(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock_a);
	bpf_tail_call(skb, &programs, 0);
	bpf_spin_unlock(&lock_a);
	return 0;
}

SEC("tc") __failure __msg("global function calls are not allowed while holding a lock,")
__msg("use static function instead") __rule("lock.global-call-in-section")
int global_in_section(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock_a);
	int r = global_function(1);
	bpf_spin_unlock(&lock_a);
	return r;
}

SEC("tc") __success __retval(2)
int static_in_section(struct __sk_buff *skb)
{
	bpf_spin_lock(&lock_a);
	int r = static_function(1);
	bpf_spin_unlock(&lock_a);
	return r;
}

SEC("tc") __success __retval(0)
int lock_by_functions(struct __sk_buff *skb)
{
	lock_in_function();
	unlock_in_function();
	return 0;
}

SEC("tc") __failure __msg("bpf_spin_unlock of different lock") __rule("lock.different-lock")
int values_of_two_keys(struct __sk_buff *skb)
{
	int k = 0, k2 = 1;
	struct value *a = bpf_map_lookup_elem(&values, &k), *b = bpf_map_lookup_elem(&values, &k2);
	if (!a || !b)
		return 0;
	bpf_spin_lock(&a->lock);
	bpf_spin_unlock(&b->lock);
	return 0;
}

SEC("tc") __failure __msg("bpf_spin_lock cannot be accessed directly by load/store")
__rule("field.access-in-map-value")
int direct_store(struct __sk_buff *skb)
{
	int k = 0;
	struct value *a = bpf_map_lookup_elem(&values, &k);
	if (!a)
		return 0;
	a->lock.val = 1;
	return 0;
}

SEC("tc") __failure __msg("off 4 doesn't point to 'struct bpf_spin_lock' that is at 0")
__rule("lock.wrong-offset")
int wrong_offset(struct __sk_buff *skb)
{
	int k = 0;
	struct value *a = bpf_map_lookup_elem(&values, &k);
	if (!a)
		return 0;
	bpf_spin_lock((void *)&a->count);
	return 0;
}

SEC("tc") __failure __msg("R1 type=fp expected=map_value, ptr_") __rule("call.argument-type")
int on_the_stack(struct __sk_buff *skb)
{
	struct bpf_spin_lock lock = {};
	bpf_spin_lock(&lock);
	bpf_spin_unlock(&lock);
	return 0;
}

SEC("kprobe") __failure __msg("tracing progs cannot use bpf_{list_head,rb_root} yet")
__rule("list.tracing-program")
int in_kprobe(void *registers)
{
	bpf_spin_lock(&lock_a);
	bpf_spin_unlock(&lock_a);
	return 0;
}

LICENSE("GPL");
